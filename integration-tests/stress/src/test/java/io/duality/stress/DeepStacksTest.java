package io.duality.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;

/**
 * The stack ends inside a wait. That breaks locks and queues of the JDK itself, with no agent at
 * all; the agent must not make it happen more often.
 */
final class DeepStacksTest {
  private static final List<String> BREAK_BY_THEMSELVES =
      List.of("lock", "fair-lock", "put-array", "put-linked", "take-array", "take-linked");

  /** The rule: fail when such a difference comes by chance in fewer than one of a hundred cases. */
  private static final double SUSPICIOUS = 0.01;

  @OnEveryJdk
  void what_survives_the_stacks_end_without_the_agent_survives_it_with(AgentJvm jvm) {
    Tally tally = new Tally();
    tally.play(jvm, "deep-monitor,deep-latch,deep-task,deep-completion", Scale.times(5), 1);
    assertEquals(0, Odds.mean(tally.bad()), tally::toString);
  }

  @Tag("minutes")
  @OnEveryJdk
  void stacks_end_inside_a_lock_is_no_worse_than_without(
      AgentJvm control, AgentJvm woven, Jdk jdk) {
    compare(control, woven, jdk, "deep-");
  }

  /** Newer JDKs refuse to stop a thread. */
  @Tag("minutes")
  @OnEveryJdk
  void stopping_a_thread_inside_a_lock_is_no_worse_than_without(
      AgentJvm control, AgentJvm woven, Jdk jdk) {
    if (jdk.feature() < 20) {
      compare(control, woven, jdk, "stop-");
    }
  }

  private static void compare(AgentJvm control, AgentJvm woven, Jdk jdk, String prefix) {
    control.withoutAgent();
    List<String> worse = new ArrayList<>();
    for (String kind : BREAK_BY_THEMSELVES) {
      String scene = prefix + kind;
      Tally without = new Tally();
      Tally with = new Tally();
      for (int seed = 0; seed < Scale.times(1); seed++) {
        without.play(control, scene, 8, seed);
        with.play(woven, scene, 8, seed);
      }
      double chance = Odds.ofChance(without.bad(), with.bad());
      String line =
          String.format(
              Locale.ROOT, "%s %s: without %s, with %s, p %.4f", jdk, scene, without, with, chance);
      note(line);
      if (chance < SUSPICIOUS) {
        worse.add(line);
      }
    }
    assertEquals(List.of(), worse);
  }

  private static void note(String line) {
    Path results = Path.of(System.getProperty("duality.stress.results", "target/results.txt"));
    try {
      Files.writeString(results, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + results, e);
    }
  }

  /** What came of the trials of some JVMs. */
  private static final class Tally {
    private final List<Double> bad = new ArrayList<>();
    private int trials;
    private int stuck;
    private int broken;

    /** One more JVM; one in which threads spin is bad as a whole. */
    void play(AgentJvm jvm, String scenes, int count, int seed) {
      RunningJvm app =
          jvm.heap("64m")
              .deadline(Duration.ofMinutes(5))
              .main(Stress.class)
              .arguments("scenes=" + scenes, "operations=" + count, "seed=" + seed)
              .start();
      app.awaitLine("DONE");
      int itsTrials = sum(app, "trials");
      int itsStuck = sum(app, "stuck");
      int itsBroken = sum(app, "broken");
      boolean spins = sum(app, "spinning") > 0;
      app.send("halt"); // what is stuck stays so: nothing to be learned from an orderly end
      assertEquals(4, app.awaitExit());
      assertTrue(itsTrials > 0, "no trials");
      trials += itsTrials;
      stuck += itsStuck;
      broken += itsBroken;
      bad.add(spins ? 1 : (double) (itsStuck + itsBroken) / itsTrials);
    }

    private static int sum(RunningJvm app, String what) {
      return app.stdout().stream()
          .filter(line -> line.startsWith("COUNT ") && line.contains("." + what + " "))
          .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }

    double[] bad() {
      return bad.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d stuck, %d broken of %d in %d JVMs, mean %.3f",
          stuck,
          broken,
          trials,
          bad.size(),
          Odds.mean(bad()));
    }
  }
}
