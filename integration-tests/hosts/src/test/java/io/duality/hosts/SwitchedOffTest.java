package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kill switch, and configurations that cannot be used. */
final class SwitchedOffTest {
  private static final String BAD =
      "duality\\.watch\\.interval = soon \\(system property[^)]*\\): allowed is .*100ms.*"
          + "; used instead: 1s \\(default\\)";

  @OnEveryJdk
  void property_leaves_the_jvm_as_it_is(AgentJvm jvm) throws IOException {
    leavesAsItIs(jvm.set("duality.enabled", "false"));
  }

  @OnEveryJdk
  void argument_leaves_the_jvm_as_it_is(AgentJvm jvm) throws IOException {
    leavesAsItIs(jvm.agentArguments("enabled=false"));
  }

  @OnEveryJdk
  void environment_leaves_the_jvm_as_it_is(AgentJvm jvm) throws IOException {
    leavesAsItIs(jvm.environment("DUALITY_ENABLED", "false"));
  }

  @OnEveryJdk
  void line_in_the_file_starts_nothing_and_says_nothing(AgentJvm jvm) throws IOException {
    Files.writeString(jvm.directory().resolve("duality.properties"), "duality.enabled = false\n");

    RunningJvm app = Stall.start(jvm);

    assertEquals(List.of(), Stall.ownThreads(app));
    Stall.ends(app);
    assertEquals(List.of(), app.stderr());
    assertFalse(Files.exists(app.bundleDirectory()));
  }

  @OnEveryJdk
  void bad_value_is_named_with_what_is_allowed_and_what_is_used(AgentJvm jvm) {
    RunningJvm app = Stall.start(jvm.set("duality.watch.interval", "soon"));

    Stall.explained(app);
    Stall.ends(app);
    assertEquals(2, app.stderr().size(), () -> app.stderr().toString());
    String line = app.stderr().get(0);
    assertTrue(line.matches("duality: " + BAD), line);
    Stall.assertArmed(app.stderr().get(1), app.bundleDirectory());
  }

  @OnEveryJdk
  void strict_agent_with_a_bad_value_is_not_armed_and_says_why_in_one_line(AgentJvm jvm) {
    RunningJvm app =
        Stall.start(
            jvm.set("duality.watch.interval", "soon")
                .set("duality.watch.fast-interval", "sooner")
                .set("duality.strict", "true"));

    assertEquals(List.of(), Stall.ownThreads(app));
    Stall.ends(app);
    assertEquals(1, app.stderr().size(), () -> app.stderr().toString());
    String line = app.stderr().get(0);
    assertTrue(
        line.matches(
            "duality: not armed: duality\\.strict = true, and duality\\.watch\\..* \\(and 1 more\\)"
                + "; the application goes on"),
        line);
    assertFalse(Files.exists(app.bundleDirectory()));
  }

  private static void leavesAsItIs(AgentJvm jvm) throws IOException {
    Set<String> before = files(jvm.directory());
    RunningJvm app =
        Stall.start(jvm.options("-Xlog:class+load=info,redefine+class+load=info:file=classes.log"));
    Set<String> after = files(jvm.directory());

    assertEquals(List.of(), Stall.ownThreads(app));
    Stall.ends(app);
    assertEquals(List.of(), app.stderr());
    after.removeAll(Set.of("stdout.txt", "stderr.txt", "classes.log"));
    assertEquals(before, after);
    List<String> ours =
        Files.readAllLines(jvm.directory().resolve("classes.log")).stream()
            .filter(line -> line.contains("io.duality.") || line.contains("redefine"))
            .filter(line -> !line.contains("io.duality.hosts."))
            .filter(line -> !line.contains("io.duality.agent."))
            .toList();
    assertEquals(List.of(), ours, "only the launcher may be loaded, and nothing woven");
  }

  private static Set<String> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> !path.equals(directory))
          .map(path -> directory.relativize(path).toString())
          .filter(name -> !name.startsWith("jcmd"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
