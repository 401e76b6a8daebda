package io.duality.engine.capture;

import io.duality.diagnosis.Edge;
import io.duality.diagnosis.Risk;
import io.duality.diagnosis.Risks;
import io.duality.diagnosis.VitalsDocument;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.Health;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.Manifest;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceHistory;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import io.duality.model.Unknown;
import io.duality.model.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code resources.json}: every resource of every look of the bundle, each as the dump shows it, or
 * as the last look that knew it.
 */
public final class ResourcesDocument {
  private final List<WaitForGraph> graphs;
  private final List<Look> looks;
  private final IdentityHashMap<WaitForGraph, PoolFields> pools = new IdentityHashMap<>();
  private final int dump;
  private final List<ResourceHistory> histories;

  private ResourcesDocument(List<WaitForGraph> graphs, int dump, List<ResourceHistory> histories) {
    this.looks = graphs.stream().map(WaitForGraph::look).toList();
    this.graphs = graphs;
    this.dump = dump;
    this.histories = histories;
  }

  /**
   * @param graphs one for each look of the bundle, oldest first
   * @param dump index of the one that the dump files show
   */
  public static Map<String, Object> of(
      String bundleId, List<WaitForGraph> graphs, int dump, List<ResourceHistory> histories) {
    return new ResourcesDocument(graphs, dump, histories).document(bundleId);
  }

  /** The same, with what memory and collector did. */
  public static Map<String, Object> of(
      String bundleId,
      List<WaitForGraph> graphs,
      int dump,
      List<ResourceHistory> histories,
      Health health) {
    Map<String, Object> document = of(bundleId, graphs, dump, histories);
    VitalsDocument.into(document, health);
    return document;
  }

  private Map<String, Object> document(String bundleId) {
    Map<String, WaitForGraph> shown = new LinkedHashMap<>();
    Map<String, Long> highWater = new HashMap<>();
    for (int i = graphs.size() - 1; i >= 0; i--) {
      WaitForGraph graph = graphs.get(i);
      graph
          .look()
          .queues()
          .forEach(q -> highWater.merge(q.resourceKey(), q.highWater(), Math::max));
      graph.look().pools().forEach(p -> highWater.merge(p.resourceKey(), p.depth(), Math::max));
      for (Resource resource : graph.resources().values()) {
        boolean pool = resource.kind() == ResourceKind.POOL;
        highWater.merge(resource.key(), pool ? -1 : resource.depth(), Math::max);
        if (i == dump) {
          shown.put(resource.key(), graph);
        } else {
          shown.putIfAbsent(resource.key(), graph);
        }
      }
    }
    List<Map<String, Object>> resources = new ArrayList<>();
    shown.forEach(
        (key, graph) -> {
          Map<String, Object> object = resource(graph.resource(key), graph);
          if (highWater.get(key) >= 0) {
            object.put("highWater", highWater.get(key));
          }
          resources.add(object);
        });
    WaitForGraph now = graphs.get(dump);
    List<Object> risks = new ArrayList<>();
    for (Risk risk : Risks.of(now)) {
      risks.add(
          Json.object(
              "resource",
              now.resource(risk.resourceKey()).name(),
              "kind",
              risk.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
              "why",
              risk.sentence()));
    }
    return Json.object(
        "schemaVersion",
        Manifest.SCHEMA_VERSION,
        "bundleId",
        bundleId,
        "at",
        graphs.get(dump).look().at().toString(),
        "look",
        dump + 1,
        "resources",
        resources,
        "risks",
        risks);
  }

  private Map<String, Object> resource(Resource resource, WaitForGraph graph) {
    List<Edge> waits = graph.waitsFor(resource.key());
    List<Edge> holdings = graph.holdingsFor(resource.key());
    Map<String, Object> object =
        Json.object(
            "name", resource.name(),
            "kind", resource.kind().label(),
            "class", resource.className(),
            "key", resource.key());
    if (resource.identity() != 0) {
      object.put("identity", Integer.toHexString(resource.identity()));
    }
    object.put("named", resource.named().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    PoolFields pools = pools(graph);
    String owner = owner(object, resource, waits, holdings, graph);
    if (owner.equals("unknown")) {
      owner = ownerOfWork(object, resource, pools);
    }
    Object limit = pools.limit(resource.key());
    if (limit == null) {
      limit(object, resource);
    } else {
      object.put("limit", limit);
    }
    String release = ReleasePath.of(resource, owner, waits.stream().map(Edge::waiting).toList());
    object.put("releasePath", release == null ? "unknown" : release);
    if (release == null) {
      object.put(
          "releasePathReason",
          "a " + resource.kind().label() + " says nothing about who ends the wait for it");
    }
    if (resource.depth() >= 0) {
      object.put("depth", resource.depth());
    }
    workers(object, holdings, graph);
    pools.add(object, resource.key());
    object.put("waiters", waits.stream().map(edge -> waiter(edge, graph)).toList());
    object.put("holders", holdings.stream().map(edge -> holder(edge, graph)).toList());
    Json.put(object, "history", history(resource));
    return object;
  }

  private PoolFields pools(WaitForGraph graph) {
    PoolFields known = pools.get(graph);
    if (known == null) {
      known = new PoolFields(graph, looks);
      pools.put(graph, known);
    }
    return known;
  }

  private static String owner(
      Map<String, Object> object,
      Resource resource,
      List<Edge> waits,
      List<Edge> holdings,
      WaitForGraph graph) {
    List<String> labels =
        holdings.stream().map(edge -> graph.label(edge.threadId())).distinct().toList();
    if (!labels.isEmpty()) {
      String more = labels.size() > 1 ? " and " + (labels.size() - 1) + " more" : "";
      object.put("owner", labels.get(0) + more);
      return labels.get(0) + more;
    }
    if (resource.kind().exclusive() && waits.stream().noneMatch(graph::active)) {
      object.put("owner", "none");
      return "none";
    }
    object.put("owner", "unknown");
    object.put("ownerReason", ownerReason(resource, graph.look()));
    return "unknown";
  }

  /** Pools and queues without a holder belong to a library, a class or a pool. */
  private static String ownerOfWork(
      Map<String, Object> object, Resource resource, PoolFields pools) {
    PoolSeen pool = pools.pool(resource.key());
    String field =
        resource.named() == Resource.Named.FIELD && resource.name().lastIndexOf('.') > 0
            ? resource.name().substring(0, resource.name().lastIndexOf('.'))
            : null;
    String owner =
        resource.kind() == ResourceKind.QUEUE && pools.poolBefore(resource.key()) != null
            ? pools.poolBefore(resource.key())
            : pool != null && !pool.library().equals("jdk")
                ? pool.library()
                : pool != null || pools.queue(resource.key()) != null ? field : null;
    if (owner == null) {
      return "unknown";
    }
    object.put("owner", owner);
    object.remove("ownerReason");
    return owner;
  }

  private static String ownerReason(Resource resource, Look look) {
    for (Unknown unknown : look.unknown()) {
      if (unknown.subject().equals(resource.name())) {
        return unknown.what() + ": " + unknown.why();
      }
    }
    return resource.kind().exclusive()
        ? "no holder was seen in this look"
        : "no thread was seen that is responsible for this " + resource.kind().label();
  }

  private static void limit(Map<String, Object> object, Resource resource) {
    if (resource.limit() >= Integer.MAX_VALUE) {
      object.put("limit", "unbounded");
    } else if (resource.limit() >= 0) {
      object.put("limit", resource.limit());
    } else if (oneAtATime(resource.kind())) {
      object.put("limit", 1);
    } else {
      object.put("limit", "unknown");
      object.put(
          "limitReason",
          switch (resource.kind()) {
            case QUEUE, POOL, CONNECTION_POOL, SEMAPHORE, READ_WRITE_LOCK ->
                "it is unbounded, or its class does not tell its limit";
            default -> "a " + resource.kind().label() + " is neither held nor filled";
          });
    }
  }

  private static boolean oneAtATime(ResourceKind kind) {
    return kind == ResourceKind.LOCK
        || kind == ResourceKind.MONITOR
        || kind == ResourceKind.CLASS_INITIALIZER;
  }

  private static void workers(Map<String, Object> object, List<Edge> holdings, WaitForGraph graph) {
    long workers =
        holdings.stream()
            .filter(edge -> edge.holding().relation() == Holding.Relation.WORKED_BY)
            .count();
    if (workers > 0) {
      object.put("workers", workers);
    }
    for (Edge edge : holdings) {
      Holding holding = edge.holding();
      if (holding.by() == SeenBy.SEEN && holding.sinceNanos() != Holding.UNKNOWN_SINCE) {
        object.put(
            "producer".equals(holding.as()) ? "lastPut" : "lastTake",
            Json.object(
                "at", graph.look().wall(holding.sinceNanos()).toString(),
                "thread", graph.label(holding.threadId()),
                "threadId", holding.threadId()));
      }
    }
  }

  private static Map<String, Object> waiter(Edge edge, WaitForGraph graph) {
    OpenWait wait = edge.waiting();
    Map<String, Object> object =
        Json.object(
            "thread", graph.label(wait.threadId()),
            "threadId", wait.threadId(),
            "op", wait.op(),
            "since", graph.look().wall(wait.sinceNanos()).toString(),
            "ageMillis", wait.ageNanos(graph.nanos()) / 1_000_000,
            "by", wait.by().label(),
            "interruptible", wait.interruptible(),
            "idle", !graph.active(edge));
    if (wait.timeoutNanos() > 0) {
      object.put("timeoutMillis", wait.timeoutNanos() / 1_000_000);
    }
    return traced(object, graph.thread(wait.threadId()));
  }

  private static Map<String, Object> holder(Edge edge, WaitForGraph graph) {
    Holding holding = edge.holding();
    Map<String, Object> object =
        Json.object(
            "thread", graph.label(holding.threadId()),
            "threadId", holding.threadId(),
            "relation", holding.relation().label(),
            "by", holding.by().label(),
            "count", Math.max(1, holding.count()));
    Json.put(object, "as", holding.as());
    Json.put(object, "at", holding.at() == null ? null : holding.at().toString());
    if (holding.sinceNanos() != Holding.UNKNOWN_SINCE) {
      object.put("since", graph.look().wall(holding.sinceNanos()).toString());
      object.put("ageMillis", Math.max(0, graph.nanos() - holding.sinceNanos()) / 1_000_000);
    }
    return traced(object, graph.thread(holding.threadId()));
  }

  private static Map<String, Object> traced(Map<String, Object> object, ThreadSeen thread) {
    TraceRef trace = thread == null ? null : thread.trace();
    if (trace != null) {
      object.put("traceId", trace.traceId());
      Json.put(object, "spanName", trace.spanName());
    }
    return object;
  }

  private Map<String, Object> history(Resource resource) {
    for (ResourceHistory history : histories) {
      if (history.resourceName().equals(resource.name()) && history.kind() == resource.kind()) {
        return Json.object(
            "parkedWaits", history.parkedWaits(),
            "totalMillis", history.totalNanos() / 1_000_000,
            "maxMillis", history.maxNanos() / 1_000_000,
            "timeouts", history.timeouts(),
            "windowSeconds", history.windowNanos() / 1e9);
      }
    }
    return null;
  }
}
