package io.duality.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.WaitGraph;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of the program to its end.
 *
 * @param facts its invariants, in order
 * @param thrown scenes and classes of errors
 * @param said what stood on stderr
 * @param took until all was played
 */
record Played(List<String> facts, List<String> thrown, List<String> said, Duration took) {
  private static final Pattern FAILED_CALLS = Pattern.compile("armed, (\\d+) calls failed");

  /** Plays without the agent; the invariants must hold, or there is nothing to compare with. */
  static Played control(AgentJvm jvm, String... arguments) {
    jvm.withoutAgent().deadline(Duration.ofMinutes(5));
    long before = System.nanoTime();
    RunningJvm app = jvm.main(Stress.class).arguments(arguments).start();
    app.awaitLine("DONE");
    Played played = ended(app, before);
    played.holds();
    assertEquals(List.of(), played.thrown, "errors without the agent");
    return played;
  }

  /**
   * Plays with the agent; a hang is what takes ten times as long as without, and a minute.
   *
   * @param jvm says what is special
   */
  static Played woven(AgentJvm jvm, Played control, String... arguments) {
    long before = System.nanoTime();
    RunningJvm app = start(jvm, control, arguments);
    app.awaitLine("DONE");
    settled(app);
    return ended(app, before);
  }

  /** Starts the woven run and leaves the rest to the caller. */
  static RunningJvm start(AgentJvm jvm, Played control, String... arguments) {
    return jvm.deadline(control.patience()).main(Stress.class).arguments(arguments).start();
  }

  Duration patience() {
    return took.multipliedBy(10).plusMinutes(1);
  }

  /** Waits for so many more rounds; returns the last one's number. */
  static int awaitRounds(RunningJvm app, int more) {
    long now = app.stdout().stream().filter(line -> line.startsWith("ROUND ")).count();
    app.awaitLine("ROUND " + (now + more));
    return (int) now + more;
  }

  /** Tells the program to end, and reads what it said. */
  static Played ended(RunningJvm app, long startNanos) {
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    app.send("end");
    assertEquals(0, app.awaitExit());
    List<String> lines = app.stdout();
    return new Played(
        starting(lines, "INVARIANT "),
        List.copyOf(new TreeSet<>(starting(lines, "THROWN "))),
        app.stderr(),
        took);
  }

  /** Asserts that the agent sees nobody wait who does not, and that no hook failed. */
  static void settled(RunningJvm app) {
    noHookFailed(app);
    OpenedBundle bundle = app.control().capture("all is played").validate();
    WaitGraph waits = bundle.waits();
    for (String name : waits.names()) {
      if (name.startsWith("stress-")) {
        List<String> others =
            waits.edgesFrom(name).stream()
                .map(edge -> edge.text("to"))
                .filter(id -> !isHome(waits, id))
                .toList();
        assertEquals(List.of(), others, () -> name + " waits at home only: " + waits.tree());
      }
    }
  }

  private static boolean isHome(WaitGraph waits, String id) {
    return waits.tree().trees("nodes").stream()
        .anyMatch(node -> node.text("id").equals(id) && node.text("name").contains("Home"));
  }

  static void noHookFailed(RunningJvm app) {
    String status = app.control().status().text("text");
    Matcher failed = FAILED_CALLS.matcher(status);
    assertTrue(failed.find(), status);
    assertEquals("0", failed.group(1), status);
  }

  /** Asserts that what must be equal is equal. */
  Played holds() {
    List<String> broken =
        facts.stream()
            .filter(
                line -> {
                  String[] words = line.split(" ");
                  return !words[words.length - 1].equals(words[words.length - 2]);
                })
            .toList();
    assertEquals(List.of(), broken, "broken invariants");
    return this;
  }

  /** Asserts that it went as the control did: the same facts, no other error, no more said. */
  void sameAs(Played control) {
    holds();
    assertEquals(control.thrown, thrown, "errors");
    assertEquals(control.facts, facts, "facts");
    assertEquals(
        control.said,
        said.stream().filter(line -> !isStartLine(line)).toList(),
        "said, but for the start line");
    assertEquals(1, said.stream().filter(Played::isStartLine).count(), said::toString);
  }

  /**
   * The same with its facts in the order of their names: scenes played at once end in any order.
   */
  Played sorted() {
    return new Played(facts.stream().sorted().toList(), thrown, said, took);
  }

  static boolean isStartLine(String line) {
    return line.matches("duality \\S+ armed: \\d+ hooks; bundles go to .*");
  }

  private static List<String> starting(List<String> lines, String prefix) {
    return lines.stream().filter(line -> line.startsWith(prefix)).toList();
  }
}
