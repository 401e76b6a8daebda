package io.duality.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import java.util.List;

/** The agent comes while all are at work, and once more while they still are. */
final class AttachUnderLoadTest {
  @OnEveryJdk
  void attaching_twice_under_load_harms_nobody(AgentJvm jvm) {
    RunningJvm app =
        jvm.withoutAgent()
            .main(Stress.class)
            .arguments("seed=5", "threads=10", "operations=40", "together=true", "rounds=0")
            .start();
    app.awaitLine("ROUND 1");
    app.attachAgent(null);
    app.control().awaitArmed();
    int round = Played.awaitRounds(app, Scale.times(1));
    app.attachAgent(null);
    app.awaitComplaint("already");
    assertTrue(Played.awaitRounds(app, Scale.times(1)) > round);
    long enough = System.nanoTime();
    app.send("enough");
    app.awaitLine("DONE");
    Played.settled(app);

    Played played = Played.ended(app, enough).holds();
    assertEquals(List.of(), played.thrown());
    List<String> ours =
        played.said().stream().filter(line -> !line.startsWith("WARNING: ")).toList();
    assertEquals(2, ours.size(), ours::toString);
    assertTrue(Played.isStartLine(ours.get(0)), ours.get(0));
    assertTrue(ours.get(1).startsWith("duality: not armed: "), ours.get(1));
  }
}
