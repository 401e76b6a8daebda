package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.ThreadsText;
import io.duality.harness.Tree;
import io.duality.harness.WaitGraph;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A situation that got stuck, and the bundle about it: what the program said of itself is held
 * against what the files say of it.
 */
final class Incident {
  private record Trace(String traceId, String spanId, String span) {}

  private final RunningJvm app;
  private final OpenedBundle bundle;
  private final WaitGraph waits;
  private final ThreadsText threads;
  private final Map<String, Trace> told = new HashMap<>();

  private Incident(RunningJvm app, OpenedBundle bundle) {
    this.app = app;
    this.bundle = bundle;
    this.waits = bundle.waits();
    this.threads = bundle.threadsText();
    for (String line : app.stdout()) {
      String[] words = line.split(" ", 5);
      if (words[0].equals("TRACE")) {
        told.put(words[1], new Trace(words[2], words[3], words[4]));
      }
    }
  }

  /**
   * Lets a situation get stuck, with short thresholds, and waits for that trigger's bundle. Stalls
   * are watched for when all of it stands: on a busy machine the first may wait for long before the
   * last has begun, and a bundle about the first would not have the last.
   */
  static Incident soon(AgentJvm jvm, String trigger, Class<?> situation, String... more) {
    jvm.set("duality.config.interval", "1s")
        .set("duality.trigger.stall.age", "1s")
        .set("duality.trigger.stall.capture", "threads*2/250ms, waits, resources")
        .set("duality.trigger.deadlock.capture", "threads*2/250ms, waits, resources")
        .set("duality.capture.max-pause", "10s"); // what a busy machine pauses is not asked here
    Path file = jvm.directory().resolve("duality.properties");
    write(file, "duality.trigger.stall.enabled = false\n");
    RunningJvm app = start(jvm, situation, "stuck", more).awaitReady();
    write(file, "duality.trigger.stall.enabled = true\n");
    return new Incident(app, app.awaitBundle(trigger).validate());
  }

  private static void write(Path file, String text) {
    try {
      Path whole = Files.writeString(file.resolveSibling("duality.properties.new"), text);
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** The same with nothing configured, and watched from the start. */
  static Incident withDefaults(AgentJvm jvm, String trigger, Class<?> situation, String... more) {
    RunningJvm app = start(jvm, situation, "stuck", more);
    app.awaitReady();
    return new Incident(app, app.awaitBundle(trigger).validate());
  }

  /**
   * Leaves out what a machine with little time for its processes does to all threads at once: that
   * is told of rightly, and would take the place of the bundle that a story is about. Nor is asked
   * how long a bundle takes there: what it has no time for would be missing.
   */
  static AgentJvm onAnyMachine(AgentJvm jvm) {
    return jvm.set("duality.trigger.hiccup.enabled", "false")
        .set("duality.trigger.gc.pause", "1m")
        .set("duality.capture.max-pause", "10s")
        .set("duality.capture.max-step-time", "2m")
        .set("duality.capture.max-time", "10m");
  }

  /** Starts a situation with the OpenTelemetry SDK on its class path. */
  static RunningJvm start(AgentJvm jvm, Class<?> situation, String mode, String... more) {
    return onAnyMachine(jvm)
        .main(situation)
        .classPathOf(
            Span.class,
            Context.class,
            ComponentLoader.class,
            SdkTracerProvider.class,
            Resource.class)
        .arguments(mode)
        .arguments(more)
        .start();
  }

  OpenedBundle bundle() {
    return bundle;
  }

  RunningJvm app() {
    return app;
  }

  WaitGraph waits() {
    return waits;
  }

  /** Asserts that a thread is seen waiting for a resource, in every file that speaks of it. */
  Incident waits(String thread, String resource) {
    assertTrue(
        waits.hasEdge(thread, "waits-for", resource),
        () -> thread + " waits for " + resource + ", but waits.json says " + waits.tree());
    String line = said(thread, "waiting for " + resource + " ");
    assertTrue(line.matches(".* [0-9.]+ ?(s|ms|min)\\b.*"), () -> "no age in: " + line);
    return this;
  }

  /** Asserts that a thread is known to hold a resource. */
  Incident holds(String thread, String resource) {
    assertTrue(
        waits.hasEdge(resource, "held-by", thread),
        () -> thread + " holds " + resource + ", but waits.json says " + waits.tree());
    said(thread, "holds " + resource);
    return this;
  }

  /** Asserts that the thread's trace is the one that the program printed. */
  Incident traced(String thread) {
    Trace trace = trace(thread);
    Tree node = waits.node(thread);
    assertEquals(trace.traceId(), node.text("traceId", "none"), () -> "trace of " + thread);
    assertEquals(trace.spanId(), node.text("spanId", "none"), () -> "span of " + thread);
    said(thread, "trace_id=" + trace.traceId() + " span_id=" + trace.spanId());
    implicated(thread);
    return this;
  }

  /** Asserts the same, and the part that the thread plays. */
  Incident traced(String thread, String role) {
    traced(thread);
    assertEquals(role, waits.node(thread).text("role"), () -> "role of " + thread + " in waits");
    assertEquals(role, implicated(thread).text("role"), () -> "role of " + thread);
    return this;
  }

  /** Asserts that the name of the thread's span is known everywhere. */
  Incident named(String thread) {
    String span = trace(thread).span();
    assertEquals(span, waits.node(thread).text("spanName", "none"));
    assertEquals(span, implicated(thread).text("spanName", "none"));
    said(thread, "span=\"" + span + '"');
    return this;
  }

  /** The entry of the manifest about the thread's trace. */
  Tree implicated(String thread) {
    String traceId = trace(thread).traceId();
    List<Tree> traces = bundle.manifest().trees("traces");
    Optional<Tree> found =
        traces.stream().filter(trace -> trace.text("traceId").equals(traceId)).findFirst();
    return found.orElseThrow(
        () -> new AssertionError("trace " + traceId + " of " + thread + " is not in " + traces));
  }

  /** Asserts that every activity waits for that in the end, and that the summary says so. */
  Incident root(String name) {
    List<Tree> roots = waits.tree().trees("roots");
    Set<String> hurting = new TreeSet<>();
    for (int i = 0; i < roots.size(); i++) {
      if (!roots.get(i).tree("activitiesBehind").toString().equals("{}")) {
        hurting.add(waits.roots().get(i));
      }
    }
    assertEquals(Set.of(name), hurting, () -> "roots: " + roots);
    String summary = bundle.summary();
    assertTrue(summary.contains(name), () -> "no " + name + " in\n" + summary);
    return this;
  }

  /** Asserts what kind of end the chains have, and how many threads are behind it. */
  Incident rootIs(String kind, int threadsBehind) {
    Tree root = waits.tree().trees("roots").get(0);
    assertEquals(kind, root.text("kind"), root::toString);
    assertEquals(threadsBehind, (int) root.number("threadsBehind"), root::toString);
    return this;
  }

  /** Asserts that a chain leads through these, and how many threads wait at each of its steps. */
  Incident chain(List<Integer> width, String... resourcesAndHolders) {
    List<String> wanted = List.of(resourcesAndHolders);
    List<Tree> chains = waits.tree().trees("chains");
    for (int i = 0; i < chains.size(); i++) {
      List<String> names = waits.chains().get(i);
      if (names.subList(1, names.size()).equals(wanted)) {
        List<String> counts = width.stream().map(String::valueOf).toList();
        assertEquals(counts, chains.get(i).texts("width"), () -> "widths of " + wanted);
        return this;
      }
    }
    throw new AssertionError("no chain over " + wanted + " among " + waits.chains());
  }

  /** Asserts that the summary's first words name something. */
  Incident title(String name) {
    String title = bundle.summary().lines().findFirst().orElse("");
    assertTrue(title.contains(name), () -> "no " + name + " in: " + title);
    return this;
  }

  /** Asserts that the verdict is a pattern. */
  Incident verdict(String pattern) {
    assertEquals(pattern, bundle.verdict().text("pattern"), () -> bundle.verdict().toString());
    return this;
  }

  /** The line of threads.txt about a thread that contains a text. */
  String said(String thread, String text) {
    List<String> lines = threads.dualityLines(thread);
    return lines.stream()
        .filter(line -> line.contains(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no '" + text + "' about " + thread + ": " + lines));
  }

  private Trace trace(String thread) {
    Trace trace = told.get(thread);
    if (trace == null) {
      throw new AssertionError("the program printed no trace of " + thread + " among " + told);
    }
    return trace;
  }
}
