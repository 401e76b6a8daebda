package io.duality.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.util.List;

/** The agent is switched off and on, its hooks taken out and put back, while all are at work. */
final class DisarmUnderLoadTest {
  @OnEveryJdk
  void disarming_and_rearming_under_load_harms_nobody(AgentJvm jvm) {
    RunningJvm app =
        jvm.main(Stress.class)
            .arguments(
                "seed=6", "threads=10", "operations=40", "together=true", "rounds=0", "residents=8")
            .start();
    app.awaitLine("ROUND 1");
    for (int i = 0; i < Scale.times(1); i++) {
      for (boolean unweave : new boolean[] {false, true}) {
        said(app.control().disarm("stress", unweave));
        Played.awaitRounds(app, 1);
        said(app.control().rearm());
        Played.awaitRounds(app, 1);
      }
    }
    long enough = System.nanoTime();
    app.send("enough");
    app.awaitLine("DONE");
    Played.settled(app);

    Played played = Played.ended(app, enough).holds();
    assertEquals(List.of(), played.thrown());
    assertTrue(Played.isStartLine(played.said().get(0)), played.said().get(0));
    List<String> later = played.said().subList(1, played.said().size());
    assertEquals(2 * Scale.times(1), later.size(), later::toString);
    for (String line : later) {
      assertTrue(line.startsWith("duality: disarmed since ") && line.endsWith("stress"), line);
    }
  }

  private static void said(Tree reply) {
    assertEquals("ok", reply.text("status"), reply::toString);
  }
}
