package io.duality.engine.capture;

import io.duality.diagnosis.Edge;
import io.duality.diagnosis.Root;
import io.duality.diagnosis.WaitForGraph;
import io.duality.engine.observe.PrintedThread;
import io.duality.model.Holding;
import io.duality.model.Manifest;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import io.duality.model.Unknown;
import io.duality.model.json.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code threads.json}: the threads of the print and of the virtual dump, joined with the graph.
 */
final class ThreadsDocument {
  private final ThreadDump dump;
  private final WaitForGraph graph;
  private final Map<Long, String> roles;

  private ThreadsDocument(ThreadDump dump, WaitForGraph graph, Map<Long, String> roles) {
    this.dump = dump;
    this.graph = graph;
    this.roles = roles;
  }

  /**
   * @param look which of the bundle's looks the graph is made of, from 1
   * @param roles the part each implicated thread plays, by thread id
   */
  static Map<String, Object> of(
      String bundleId, int look, ThreadDump dump, WaitForGraph graph, Map<Long, String> roles) {
    return new ThreadsDocument(dump, graph, roles).document(bundleId, look);
  }

  private Map<String, Object> document(String bundleId, int look) {
    List<Map<String, Object>> threads = new ArrayList<>();
    Map<Thread.State, Integer> states = new EnumMap<>(Thread.State.class);
    int daemons = 0;
    for (PrintedThread thread : dump.print().threads()) {
      threads.add(platform(thread));
      states.merge(thread.state(), 1, Integer::sum);
      daemons += thread.daemon() ? 1 : 0;
    }
    for (VirtualThreadSeen thread : dump.virtual()) {
      threads.add(virtual(thread));
      states.merge(thread.state(), 1, Integer::sum);
    }
    int platform = dump.print().threads().size();
    long virtual = dump.virtual().isEmpty() ? dump.virtualCount().orElse(0) : dump.virtual().size();
    Map<String, Integer> byName = new LinkedHashMap<>();
    states.forEach((state, count) -> byName.put(state.name(), count));
    Map<String, Object> counts =
        Json.object(
            "threads",
            platform + virtual,
            "listed",
            threads.size(),
            "platform",
            platform,
            "virtual",
            virtual,
            "daemon",
            daemons + dump.virtual().size(),
            "states",
            byName);
    Json.put(counts, "reason", dump.virtualReason());
    Map<String, Object> root =
        Json.object(
            "schemaVersion", Manifest.SCHEMA_VERSION,
            "bundleId", bundleId,
            "look", look,
            "at", dump.at().toString(),
            "jvm", jvm(),
            "counts", counts,
            "threads", threads);
    List<Unknown> unknown = new ArrayList<>();
    if (dump.virtualReason() != null) {
      unknown.add(
          new Unknown("virtual threads", "stacks and owned monitors", dump.virtualReason()));
    }
    if (dump.note() != null) {
      unknown.add(new Unknown("platform threads", "part of the print", dump.note()));
    }
    if (!unknown.isEmpty()) {
      root.put("unknown", unknown.stream().map(ContextDocument::unknown).toList());
    }
    return root;
  }

  private static String jvm() {
    return System.getProperty("java.vm.name", "unknown")
        + " "
        + System.getProperty("java.vm.version", "");
  }

  private Map<String, Object> platform(PrintedThread thread) {
    Map<String, Object> object =
        common(thread.id(), thread.name(), false, thread.daemon(), thread.state());
    if (thread.nid() >= 0) {
      object.put("nid", thread.nid());
    }
    object.put("priority", thread.priority());
    if (thread.cpuMillis() >= 0) {
      object.put("cpuMillis", thread.cpuMillis());
    }
    if (thread.elapsedMillis() >= 0) {
      object.put("elapsedMillis", thread.elapsedMillis());
    }
    return stack(object, thread.frames());
  }

  private Map<String, Object> virtual(VirtualThreadSeen thread) {
    Map<String, Object> object = common(thread.id(), thread.name(), true, true, thread.state());
    if (thread.carrier() >= 0) {
      object.put("carrier", thread.carrier());
    }
    return stack(object, thread.frames());
  }

  private Map<String, Object> common(
      long id, String name, boolean virtual, boolean daemon, Thread.State state) {
    Map<String, Object> object =
        Json.object(
            "id", id, "name", name, "virtual", virtual, "daemon", daemon, "state", state.name());
    ThreadSeen seen = graph.thread(id);
    Json.put(object, "role", roles.get(id));
    Json.put(object, "trace", seen == null ? null : trace(seen.trace()));
    Edge main = graph.mainWait(id);
    if (main != null) {
      object.put("idle", !graph.active(main));
      object.put("waitingFor", waiting(id, main));
    }
    object.put(
        "holds", graph.holdingsOf(id).stream().map(edge -> holding(edge.holding())).toList());
    return object;
  }

  private static Map<String, Object> stack(
      Map<String, Object> object, List<StackTraceElement> frames) {
    object.put("stack", frames.stream().map(StackTraceElement::toString).toList());
    return object;
  }

  static Map<String, Object> trace(TraceRef trace) {
    if (trace == null) {
      return null;
    }
    Map<String, Object> object =
        Json.object(
            "traceId", trace.traceId(), "spanId", trace.spanId(), "sampled", trace.sampled());
    Json.put(object, "spanName", trace.spanName());
    return object;
  }

  private Map<String, Object> waiting(long id, Edge edge) {
    OpenWait wait = edge.waiting();
    Resource resource = graph.resource(edge.resourceKey());
    Map<String, Object> object =
        Json.object(
            "resource", resource == null ? edge.resourceKey() : resource.name(),
            "op", wait.op(),
            "since", graph.look().wall(wait.sinceNanos()).toString(),
            "ageMillis", wait.ageNanos(graph.nanos()) / 1_000_000,
            "by", wait.by().label(),
            "key", edge.resourceKey(),
            "interruptible", wait.interruptible());
    if (resource != null) {
      object.put("kind", resource.kind().label());
    }
    if (wait.timeoutNanos() > 0) {
      object.put("timeoutMillis", wait.timeoutNanos() / 1_000_000);
    }
    List<String> holders =
        graph.blockersOf(edge).stream()
            .map(holding -> graph.label(holding.threadId()))
            .distinct()
            .toList();
    if (!holders.isEmpty()) {
      object.put("heldBy", holders);
    }
    Optional<Root> root = graph.active(edge) ? graph.rootOf(id) : Optional.empty();
    Json.put(object, "root", root.map(this::rootName).orElse(null));
    return object;
  }

  private String rootName(Root root) {
    if (root.resourceKey() != null && graph.resource(root.resourceKey()) != null) {
      return graph.resource(root.resourceKey()).name();
    }
    return root.threadId() != null ? graph.label(root.threadId()) : root.kind().label();
  }

  private Map<String, Object> holding(Holding holding) {
    Resource resource = graph.resource(holding.resourceKey());
    Map<String, Object> object =
        Json.object(
            "resource", resource == null ? holding.resourceKey() : resource.name(),
            "relation", holding.relation().label(),
            "by", holding.by().label(),
            "key", holding.resourceKey(),
            "count", Math.max(1, holding.count()));
    if (resource != null) {
      object.put("kind", resource.kind().label());
    }
    Json.put(object, "as", holding.as());
    if (holding.sinceNanos() != Holding.UNKNOWN_SINCE) {
      object.put("since", graph.look().wall(holding.sinceNanos()).toString());
      object.put("ageMillis", Math.max(0, graph.nanos() - holding.sinceNanos()) / 1_000_000);
    }
    object.put(
        "waiting", graph.waitsFor(holding.resourceKey()).stream().filter(graph::active).count());
    return object;
  }
}
