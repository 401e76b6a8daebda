package io.duality.stress;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import org.junit.jupiter.api.Tag;

/** The same under every collector, compiler and class-data setting of the JDK. */
@Tag("minutes")
final class VarietyTest {
  private static final String[] ARGUMENTS = {
    "seed=33", "threads=16", "operations=400", "residents=12"
  };

  @OnEveryJdk
  void serial(AgentJvm control, AgentJvm woven) {
    play(control, woven, "-XX:+UseSerialGC");
  }

  @OnEveryJdk
  void parallel(AgentJvm control, AgentJvm woven) {
    play(control, woven, "-XX:+UseParallelGC");
  }

  @OnEveryJdk
  void g1(AgentJvm control, AgentJvm woven) {
    play(control, woven, "-XX:+UseG1GC");
  }

  @OnEveryJdk
  void zgc(AgentJvm control, AgentJvm woven) {
    play(control, woven, "-XX:+UseZGC");
  }

  @OnEveryJdk
  void shenandoah(AgentJvm control, AgentJvm woven) {
    play(control, woven, "-XX:+UseShenandoahGC");
  }

  @OnEveryJdk
  void interpreted(AgentJvm control, AgentJvm woven) {
    play(control, woven, "-Xint");
  }

  @OnEveryJdk
  void first_compiler_only(AgentJvm control, AgentJvm woven) {
    play(control, woven, "-XX:TieredStopAtLevel=1");
  }

  @OnEveryJdk
  void second_compiler_only(AgentJvm control, AgentJvm woven) {
    play(control, woven, "-XX:-TieredCompilation");
  }

  @OnEveryJdk
  void compiled_at_once(AgentJvm control, AgentJvm woven) {
    play(control, woven, "-XX:Tier3InvocationThreshold=20", "-XX:Tier4InvocationThreshold=100");
  }

  @OnEveryJdk
  void without_class_data_archive(AgentJvm control, AgentJvm woven) {
    play(control, woven, "-Xshare:off");
  }

  @OnEveryJdk
  void verified_classes_of_the_jdk(AgentJvm control, AgentJvm woven) {
    play(control, woven, "-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal");
  }

  private static void play(AgentJvm control, AgentJvm woven, String... options) {
    Played without = Played.control(control.heap("96m").options(options), ARGUMENTS);
    Played.woven(woven.heap("96m").options(options), without, ARGUMENTS).sameAs(without);
  }
}
