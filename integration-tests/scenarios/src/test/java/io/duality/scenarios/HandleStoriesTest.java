package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.scenarios.handles.Opened;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.h2.Driver;
import org.slf4j.Logger;

/** What is opened and never given back, and what is. */
final class HandleStoriesTest {
  private static final String PACKAGE = "io.duality.scenarios.handles.";
  private static final List<String> LEAKS =
      List.of(
          "file leak: \\d+ to \\d+ of .*/\\*\\.csv in .*/s more; at its limit in .*",
          "socket leak: .* of tcp 127\\.0\\.0\\.1:\\d+ CLOSE_WAIT in .*; the peer has closed them,"
              + " this process has not; at its limit in .*",
          "thread leak: .* of pool-\\*-thread-\\* in .*, started by "
              + PACKAGE
              + "Requests\\.rendersInAnExecutorOfItsOwn:\\d+; at its limit in .*",
          "class-loader leak: .* of java\\.net\\.URLClassLoader in .*; held by threads, as the"
              + " context class loader: 3 of them, such as that of thread plugin-timer",
          "thread-local leak: .* of "
              + PACKAGE
              + "Requests\\$Session of threads session-worker-\\* in .*",
          "statement leak: .* of orders-db in .*, made by "
              + PACKAGE
              + "Opened\\.main:\\d+; not closed while .*");

  private static final List<String> OTHERS =
      List.of(
          "stall",
          "deadlock",
          "starvation",
          "queue",
          "heartbeat",
          "pinned",
          "memory-growth",
          "memory-level",
          "oom",
          "gc",
          "hiccup",
          "cpu",
          "errors",
          "uncaught",
          "exit",
          "crash");

  @OnEveryJdk
  void each_leak_is_told_by_kind_group_and_creation_site(AgentJvm jvm) {
    RunningJvm app = watched(jvm).arguments("leaking", "180").start();
    app.awaitReady();
    Set<String> told = new TreeSet<>();
    app.await(
        "findings about all leaks",
        () -> {
          for (OpenedBundle bundle : app.bundles()) {
            bundle.findings("S13").forEach(finding -> told.add(finding.text("statement")));
          }
          return Optional.of(told).filter(all -> LEAKS.stream().allMatch(leak -> is(all, leak)));
        });
    app.bundles().forEach(OpenedBundle::validate);
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
        .deadline(Duration.ofMinutes(4)) // it leaks for three
        .heap("128m")
        .options("-Xss256k")
        .set("duality.trigger.leak-handles.window", "15s")
        .set("duality.trigger.leak-handles.horizon", "7d")
        .set("duality.trigger.leak-handles.share", "2%")
        .set("duality.trigger.leak-handles.limit", "20/1h")
        .set("duality.trigger.leak-handles.capture", "threads, waits, resources")
        .set("duality.capture.max-pause", "10s"); // what a busy machine pauses is not asked here
  }

  private static boolean is(Set<String> told, String leak) {
    return told.stream().anyMatch(statement -> statement.matches(leak));
  }
}
