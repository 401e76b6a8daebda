package io.duality.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.mains.Echo;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

final class AgentJvmTest {
  @OnEveryJdk
  void a_program_hears_lines_and_ends_with_its_code(AgentJvm jvm) {
    RunningJvm echo = jvm.main(Echo.class).withoutAgent().arguments("one", "two").start();

    assertEquals("READY one,two", echo.awaitLine("READY"));
    echo.send("hällo");
    assertEquals("heard hällo", echo.awaitLine("heard"));
    echo.send("exit");
    assertEquals(3, echo.awaitExit());
  }

  @OnEveryJdk
  void it_runs_on_the_jdk_it_was_asked_for(AgentJvm jvm, Jdk jdk) {
    RunningJvm echo = jvm.main(Echo.class).withoutAgent().start().awaitReady();

    assertTrue(echo.jcmd("VM.version").contains("JDK " + jdk.version()), echo.jcmd("VM.version"));
  }

  @OnEveryJdk
  void a_missed_deadline_says_what_was_awaited_and_leaves_a_thread_dump(AgentJvm jvm)
      throws IOException {
    RunningJvm echo =
        jvm.main(Echo.class).withoutAgent().deadline(Duration.ofSeconds(1)).start().awaitReady();

    AssertionError missed = assertThrows(AssertionError.class, () -> echo.awaitLine("never said"));

    assertTrue(missed.getMessage().contains("'never said' on stdout"), missed.getMessage());
    assertTrue(missed.getMessage().contains("READY"), missed.getMessage());
    assertTrue(
        Files.readString(jvm.directory().resolve("jcmd-1.txt")).contains("\"main\""),
        "the dump shows thread main");
  }

  @OnEveryJdk
  void a_jvm_that_ended_is_not_waited_for(AgentJvm jvm) {
    RunningJvm broken = jvm.main("com.acme.NoSuchMain").withoutAgent().start();

    AssertionError ended = assertThrows(AssertionError.class, broken::awaitReady);

    assertTrue(ended.getMessage().contains("exit code 1"), ended.getMessage());
    assertTrue(ended.getMessage().contains("NoSuchMain"), ended.getMessage());
  }

  @OnEveryJdk
  void each_of_two_jvms_has_a_directory_of_its_own(AgentJvm one, AgentJvm other) {
    assertFalse(one.directory().equals(other.directory()));
    assertTrue(Files.isDirectory(one.directory()));
  }
}
