package io.duality.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.mains.Echo;
import io.duality.harness.mains.Surroundings;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What an application notices of the launcher: nothing, or one line. */
final class LauncherTest {
  @OnEveryJdk
  void an_application_sees_the_boot_classes_and_nothing_else_of_ours(AgentJvm jvm) {
    RunningJvm app = jvm.main(Surroundings.class).start();

    assertEquals(0, app.awaitExit());
    assertEquals(
        List.of(
            "boot class: boot loader",
            "model class: absent",
            "isolated class: absent",
            "library class: absent",
            "internals exported: false",
            "log manager: OwnLogManager",
            "MBean server: DefaultDomain",
            "END"),
        app.stdout());
    assertSilent(app, "Sharing is only supported");
    assertSilent(app, "appended to the boot path");
  }

  @OnEveryJdk
  void a_second_agent_steps_aside_with_one_line(AgentJvm jvm) {
    RunningJvm app = jvm.main(Echo.class).agentBefore(AgentJvm.agent(), null).start().awaitReady();

    assertEquals(
        1,
        app.stderr().stream()
            .filter(line -> line.contains("another duality is in this JVM already"))
            .count());
  }

  @OnEveryJdk
  void attaching_to_a_jvm_that_has_an_agent_changes_nothing_and_says_so(AgentJvm jvm) {
    RunningJvm app = jvm.main(Echo.class).start().awaitReady();

    app.attachAgent(null);

    app.awaitComplaint("another duality is in this JVM already");
    app.send("still here");
    app.awaitLine("heard still here");
  }

  @OnEveryJdk
  void an_agent_can_be_attached_to_a_jvm_that_runs_already(AgentJvm jvm) {
    RunningJvm app = jvm.main(Echo.class).withoutAgent().start().awaitReady();

    app.attachAgent(null);

    app.control().awaitArmed();
    app.send("still here");
    app.awaitLine("heard still here");
  }

  @OnEveryJdk
  void the_jar_is_the_command_line_too_and_ends_with_its_code(AgentJvm good, AgentJvm bad) {
    RunningJvm version = good.jar(AgentJvm.agent()).withoutAgent().arguments("--version").start();
    RunningJvm unknown = bad.jar(AgentJvm.agent()).withoutAgent().arguments("nonsense").start();

    assertEquals(0, version.awaitExit());
    assertEquals(2, unknown.awaitExit());
    assertTrue(
        unknown.stderr().stream().noneMatch(line -> line.startsWith("\tat ")),
        () -> String.join("\n", unknown.stderr()));
  }

  @OnEveryJdk
  void an_agent_that_is_switched_off_loads_nothing(AgentJvm jvm) {
    RunningJvm app = jvm.main(Surroundings.class).environment("DUALITY_ENABLED", "false").start();

    assertEquals(0, app.awaitExit());
    assertEquals("boot class: app", bootClass(app), "only as a file of the agent's jar");
    assertEquals(List.of(), app.stderr());
  }

  @OnEveryJdk
  void tools_of_the_jdk_are_left_alone_without_a_word(AgentJvm jvm, Jdk jdk) throws Exception {
    Path out = jvm.directory().resolve("javac.txt");
    ProcessBuilder javac =
        new ProcessBuilder(jdk.program("javac").toString(), "-version")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    javac.environment().put("JAVA_TOOL_OPTIONS", "-javaagent:" + AgentJvm.agent());

    assertEquals(0, javac.start().waitFor());
    List<String> lines = Files.readAllLines(out);
    lines.removeIf(line -> line.startsWith("Picked up JAVA_TOOL_OPTIONS"));
    assertEquals(List.of("javac " + jdk.version()), lines);
  }

  @OnEveryJdk
  void an_image_without_flight_recorder_starts_as_before(AgentJvm jvm) {
    RunningJvm app =
        jvm.main(Surroundings.class)
            .options("--limit-modules", "java.base,java.instrument,java.logging,java.management")
            .start();

    assertEquals(0, app.awaitExit());
    assertEquals("boot class: boot loader", bootClass(app));
    assertSilent(app, "jdk/jfr/Event");
  }

  @OnEveryJdk
  void an_agent_that_fails_says_why_in_one_line_and_the_application_goes_on(AgentJvm jvm)
      throws IOException {
    Path broken = jvm.directory().resolve("broken.jar");
    Files.copy(AgentJvm.agent(), broken, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem jar = FileSystems.newFileSystem(broken)) {
      Files.deleteIfExists(jar.getPath("inst/io/duality/engine/run/Duality.classdata"));
    }

    RunningJvm app =
        jvm.main(Echo.class).withoutAgent().agentBefore(broken, null).start().awaitReady();

    assertEquals(1, app.stderr().size(), () -> String.join("\n", app.stderr()));
    assertTrue(
        app.stderr()
            .get(0)
            .matches(
                "duality: not armed: .*ClassNotFoundException: io.duality.engine.run.Duality.*;"
                    + " the application goes on"),
        app.stderr().get(0));
  }

  @OnEveryJdk
  void boot_classes_that_can_not_be_defined_one_by_one_are_appended(AgentJvm jvm)
      throws IOException {
    Path broken = jvm.directory().resolve("broken.jar");
    Files.copy(AgentJvm.agent(), broken, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem jar = FileSystems.newFileSystem(broken)) {
      Path index = jar.getPath("META-INF/duality/boot-classes");
      // A class that is there already can not be defined again.
      Files.writeString(index, Files.readString(index).replaceFirst("(.+)\n", "$1\n$1\n"));
    }

    RunningJvm app = jvm.main(Surroundings.class).withoutAgent().agentBefore(broken, null).start();

    assertEquals(0, app.awaitExit());
    assertEquals("boot class: boot loader", bootClass(app));
    app.awaitComplaint("boot classes are appended to the boot path");
  }

  private static String bootClass(RunningJvm app) {
    return app.awaitLine("boot class: ");
  }

  private static void assertSilent(RunningJvm app, String about) {
    assertTrue(
        app.stderr().stream().noneMatch(line -> line.contains(about)),
        () -> String.join("\n", app.stderr()));
  }
}
