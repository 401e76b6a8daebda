package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import io.duality.scenarios.handles.Opened;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.h2.Driver;
import org.slf4j.Logger;

/** What is opened and never given back, and what is. */
final class HandleStoriesTest {
  private static final String PACKAGE = "io.duality.scenarios.handles.";
  private static final List<String> OTHERS =
      List.of(
          "stall", "deadlock", "starvation", "queue", "heartbeat", "pinned", "memory-growth",
          "memory-level", "oom", "gc", "hiccup", "cpu", "errors", "uncaught", "exit", "crash");

  @OnEveryJdk
  void each_leak_is_told_by_kind_group_and_creation_site(AgentJvm jvm) {
    RunningJvm app = watched(jvm).arguments("leaking", "90").start();
    app.awaitReady();
    Map<String, String> leaks = new LinkedHashMap<>();
    app.await(
        "findings about all leaks",
        () -> {
          for (OpenedBundle bundle : app.bundles()) {
            for (Tree finding : bundle.findings("S13")) {
              Tree subject = finding.tree("subject");
              leaks.put(
                  subject.text("kind") + " " + subject.text("name"), finding.text("statement"));
            }
          }
          return Optional.of(leaks).filter(found -> kinds(found).size() >= 6);
        });
    app.bundles().forEach(OpenedBundle::validate);

    said(leaks, "files .*", "file leak: \\d+ to \\d+ of .* in .*/s more.*");
    said(
        leaks,
        "sockets tcp 127\\.0\\.0\\.1:\\d+ CLOSE_WAIT",
        "socket leak: .*; the peer has closed them, this process has not; at its limit in .*");
    said(
        leaks,
        "threads pool-\\*-thread-\\*",
        "thread leak: .*, started by "
            + PACKAGE
            + "Requests\\.rendersInAnExecutorOfItsOwn:\\d+; at its limit in .*");
    said(
        leaks,
        "class loaders java\\.net\\.URLClassLoader",
        "class-loader leak: .*; held by threads, as the context class loader: 3 of them, such as"
            + " that of thread plugin-timer.*");
    said(
        leaks,
        "thread locals " + PACKAGE + "Requests\\$Session of threads session-worker-\\*",
        "thread-local leak: .*");
    said(
        leaks,
        "statements orders-db",
        "statement leak: .*, made by " + PACKAGE + "Opened\\.main:\\d+; not closed while .*");
    OpenedBundle first = app.bundles().get(0);
    assertEquals("S13", first.verdict().text("pattern"));
    assertTrue(first.summary().contains("leak"), first::summary);
  }

  @OnEveryJdk
  void what_is_given_back_and_what_fills_up_to_a_bound_makes_no_bundle(AgentJvm jvm) {
    RunningJvm app = watched(jvm).arguments("moving", "17").start();
    app.awaitLine("DONE");
    app.assertNoBundle(0);
  }

  private static AgentJvm watched(AgentJvm jvm) {
    for (String other : OTHERS) {
      jvm.set("duality.trigger." + other + ".enabled", "false");
    }
    return jvm.main(Opened.class)
        .classPathOf(HikariDataSource.class, Driver.class, Logger.class)
        .deadline(Duration.ofSeconds(150))
        .heap("128m")
        .options("-Xss256k")
        .set("duality.trigger.leak-handles.window", "15s")
        .set("duality.trigger.leak-handles.horizon", "7d")
        .set("duality.trigger.leak-handles.share", "2%")
        .set("duality.trigger.leak-handles.limit", "20/1h")
        .set("duality.trigger.leak-handles.capture", "threads, waits, resources")
        .set("duality.capture.max-pause", "10s"); // what a busy machine pauses is not asked here
  }

  private static TreeSet<String> kinds(Map<String, String> leaks) {
    TreeSet<String> kinds = new TreeSet<>();
    for (String kind :
        List.of("files ", "sockets ", "threads ", "class loaders ", "thread locals ", "statements ")) {
      leaks.keySet().stream().filter(key -> key.startsWith(kind)).forEach(key -> kinds.add(kind));
    }
    return kinds;
  }

  private static void said(Map<String, String> leaks, String subject, String statement) {
    assertTrue(
        leaks.entrySet().stream()
            .anyMatch(leak -> leak.getKey().matches(subject) && leak.getValue().matches(statement)),
        () -> "no '" + subject + "' with '" + statement + "' in " + leaks);
  }
}
