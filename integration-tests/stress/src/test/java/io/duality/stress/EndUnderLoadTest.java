package io.duality.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import java.util.List;
import java.util.function.Consumer;

/** A JVM that ends while all are at work ends as without the agent: at once, with its code. */
final class EndUnderLoadTest {
  private static final int TIMES = Scale.times(1);

  @OnEveryJdk
  void exit_in_the_middle_keeps_its_code(AgentJvm control, AgentJvm woven) {
    ends(control, woven, 3, app -> app.send("exit"));
  }

  @OnEveryJdk
  void halt_in_the_middle_keeps_its_code(AgentJvm control, AgentJvm woven) {
    ends(control, woven, 4, app -> app.send("halt"));
  }

  @OnEveryJdk
  void sigterm_in_the_middle_keeps_its_code(AgentJvm control, AgentJvm woven) {
    ends(control, woven, 143, RunningJvm::terminate);
  }

  private static void ends(
      AgentJvm control, AgentJvm woven, int code, Consumer<RunningJvm> ending) {
    control.withoutAgent();
    for (AgentJvm jvm : List.of(control, woven)) {
      jvm.main(Stress.class).arguments("threads=10", "operations=200", "together=true", "rounds=0");
    }
    for (int i = 0; i < TIMES; i++) {
      assertEquals(code, end(control, ending), "without the agent");
      assertEquals(code, end(woven, ending), "with the agent");
    }
  }

  private static int end(AgentJvm jvm, Consumer<RunningJvm> ending) {
    RunningJvm app = jvm.start();
    app.awaitLine("SCENE handoffs");
    ending.accept(app);
    int code = app.awaitExit();
    List<String> said = app.stderr().stream().filter(line -> !Played.isStartLine(line)).toList();
    assertEquals(List.of(), said);
    return code;
  }
}
