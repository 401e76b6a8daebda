package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Leaks are explained, not only reported. */
final class LeakStoriesTest {
  private static final String SESSION = SessionCache.Session.class.getName();
  private static final Pattern SHARE =
      Pattern.compile("by GET /session ([0-9]+) %(?:,| and) GET /report ([0-9]+) %");

  private static final Pattern KEPT =
      Pattern.compile(
          "kept by static io.duality.scenarios.SessionCache.BEANS -> SessionCache.sessions ->"
              + " java.util.LinkedHashMap, [0-9,]+ entries( \\(\\+[0-9,]+/min\\))?[,;]");

  @OnEveryJdk
  void cache_without_a_limit_is_named_with_its_class_its_place_and_the_requests_that_fill_it(
      AgentJvm jvm) {
    RunningJvm app = Incident.start(watched(jvm), SessionCache.class, "stuck", "2000", "10", "0");
    app.awaitReady();
    app.awaitLine("FILLED"); // on a busy machine that takes its time
    OpenedBundle bundle = app.awaitBundle("memory-level").validate();

    Tree found = bundle.finding("S10");
    String said = found.text("statement");
    assertEquals(SESSION, found.tree("subject").text("name"), said);
    assertTrue(said.contains("allocated at io.duality.scenarios.SessionCache.load:"), said);
    assertTrue(KEPT.matcher(said).find(), said);
    assertTrue(said.contains("the limit is reached in "), said);
    Matcher shares = SHARE.matcher(said);
    assertTrue(shares.find(), said); // the greater part first
    int most = Integer.parseInt(shares.group(1));
    assertTrue(most >= 55 && most <= 97, "80 % of the requests: " + said);
    assertTrue(found.texts("traces").size() > 1, found::toString);
    Tree activity =
        found.trees("duals").stream()
            .filter(dual -> dual.text("pattern").equals("T01"))
            .findFirst()
            .orElseThrow();
    assertEquals("confirmed", activity.text("verdict"), activity::toString);
    List<Tree> allocators =
        bundle.manifest().trees("traces").stream()
            .filter(trace -> trace.text("role").equals("allocator"))
            .toList();
    assertTrue(
        allocators.stream()
            .anyMatch(trace -> found.texts("traces").contains(trace.text("traceId"))),
        () -> allocators + " of " + found.texts("traces"));

    Tree histogram = bundle.json("histogram.json");
    long grew =
        histogram.trees("difference").stream()
            .filter(row -> row.text("class").equals(SESSION))
            .mapToLong(row -> (long) row.number("instances"))
            .sum();
    assertTrue(grew > 1_000, () -> "sessions that came: " + grew);
    assertKept(histogram, "SessionCache$Order", "static io.duality.scenarios.SessionCache.orders");
    assertKept(
        histogram, "SessionCache$Note", "thread local io.duality.scenarios.SessionCache.NOTES");
    assertTrue(bundle.summary().contains("SessionCache$Session"), bundle::summary);
    assertTrue(
        bundle.summary().contains("It is kept by `static io.duality.scenarios.SessionCache.BEANS"),
        bundle::summary);
    assertTrue(bundle.summary().contains("GET /session"), bundle::summary);
  }

  private static void assertKept(Tree histogram, String className, String path) {
    Tree kept =
        histogram.tree("holders").trees("classes").stream()
            .filter(each -> each.text("class").endsWith(className))
            .findFirst()
            .orElseThrow(() -> new AssertionError(className + " is not in " + histogram));
    assertFalse(kept.trees("keptBy").isEmpty(), kept::toString);
    Tree holder = kept.trees("keptBy").get(0);
    assertEquals(List.of(path), holder.texts("path"), kept::toString);
    assertTrue(holder.is("holds"), kept::toString);
    assertTrue(holder.number("entries") > 100, kept::toString);
  }

  @OnEveryJdk
  void cache_that_keeps_its_last_sessions_alone_stays_silent(AgentJvm jvm) {
    RunningJvm app = Incident.start(watched(jvm), SessionCache.class, "moving", "2000", "40", "10");
    app.awaitLine("DONE");
    app.assertNoBundle(0);
  }

  /** A small heap is soon at its level; the baseline comes as early as it may. */
  private static AgentJvm watched(AgentJvm jvm) {
    return jvm.heap("96m")
        .set("duality.leaks.baseline-after", "2s")
        .set("duality.trigger.memory-level.share", "55%")
        .set("duality.trigger.memory-level.kinds", "heap")
        .set("duality.trigger.memory-growth.level", "95%") // its figures are wanted, not its bundle
        .set("duality.trigger.memory-level.capture", "threads, recording, histogram")
        .set("duality.recording.after", "0s")
        .set("duality.capture.max-pause", "10s"); // what a busy machine pauses is not asked here
  }
}
