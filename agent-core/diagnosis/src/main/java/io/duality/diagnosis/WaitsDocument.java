package io.duality.diagnosis;

import io.duality.model.PoolSeen;
import io.duality.model.Unknown;
import io.duality.model.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tree of {@code waits.json}, and the JSON pointers into it by which findings prove themselves.
 * The same graph always gives the same document.
 */
public final class WaitsDocument {
  static final String FILE = "waits.json";
  private static final String SCHEMA = "1.0";

  private final WaitForGraph graph;
  private final String place;
  private final Set<Long> spinners;
  private final Map<String, Object> tree = new LinkedHashMap<>();
  private final Map<Long, Integer> threadNodes = new LinkedHashMap<>();
  private final Map<String, Integer> resourceNodes = new LinkedHashMap<>();
  private final Map<String, String> resourceIds = new LinkedHashMap<>();

  private WaitsDocument(
      String bundleId,
      int look,
      int looks,
      WaitForGraph graph,
      List<Unknown> more,
      Set<Long> spinners,
      String place) {
    this.graph = graph;
    this.place = place;
    this.spinners = spinners;
    number();
    tree.put("schemaVersion", SCHEMA);
    tree.put("bundleId", bundleId);
    tree.put("look", look);
    tree.put("looks", looks);
    tree.put("at", Words.milli(graph.look().at()));
    tree.put("nodes", nodes());
    tree.put("edges", edges());
    tree.put("chains", graph.chains().stream().map(this::chain).toList());
    List<Object> cycles = new ArrayList<>();
    graph.cycles().forEach(cycle -> cycles.add(cycle(cycle, cycles.size() + 1)));
    tree.put("cycles", cycles);
    tree.put("roots", graph.roots().stream().map(this::root).toList());
    tree.put("unknown", unknown(more));
  }

  /**
   * The document of one graph.
   *
   * @param bundleId the bundle it belongs to
   * @param look which of the bundle's looks it shows, from 1
   * @param looks how many there are
   * @param graph the graph of that look
   */
  public static WaitsDocument of(String bundleId, int look, int looks, WaitForGraph graph) {
    return new WaitsDocument(bundleId, look, looks, graph, List.of(), Set.of(), "");
  }

  /** The document of the evidence's dump, the one its findings point into. */
  public static WaitsDocument of(Evidence evidence, IdlePolicy policy) {
    return new Case(evidence, policy).document();
  }

  /**
   * The document of the look that the evidence is judged by.
   *
   * @param place where in the file it stands, {@code /joined/0}; empty for the file itself
   */
  static WaitsDocument of(Evidence evidence, WaitForGraph graph, String place) {
    return new WaitsDocument(
        evidence.request().bundleId(),
        evidence.dump() + 1,
        evidence.looks().size(),
        graph,
        evidence.unknown(),
        Spun.alarmed(evidence),
        place);
  }

  /** The tree, for {@link Json#document}. */
  public Map<String, Object> tree() {
    return tree;
  }

  /** {@code /edges/3}. */
  public String pointer(Edge edge) {
    return place + "/edges/" + (edge.number() - 1);
  }

  /** {@code /roots/0}. */
  public String pointer(Root root) {
    return place + "/roots/" + index(graph.roots(), root);
  }

  /** {@code /chains/0}. */
  public String pointer(Chain chain) {
    return place + "/chains/" + index(graph.chains(), chain);
  }

  /** {@code /cycles/0}. */
  public String pointer(Cycle cycle) {
    return place + "/cycles/" + index(graph.cycles(), cycle);
  }

  /** {@code /nodes/12} of a resource, or {@code /nodes} when no edge names it. */
  public String pointerToResource(String key) {
    Integer index = resourceNodes.get(key);
    return place + (index == null ? "/nodes" : "/nodes/" + index);
  }

  /** {@code /nodes/12} of a thread, or {@code /nodes} when no edge names it. */
  public String pointerToThread(long id) {
    Integer index = threadNodes.get(id);
    return place + (index == null ? "/nodes" : "/nodes/" + index);
  }

  private static int index(List<?> list, Object element) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) == element) {
        return i;
      }
    }
    throw new IllegalArgumentException("not of this graph: " + element);
  }

  private void number() {
    Set<Long> threads = new java.util.TreeSet<>();
    Set<String> named = new LinkedHashSet<>();
    for (Edge edge : graph.edges()) {
      threads.add(edge.threadId());
      named.add(edge.resourceKey());
    }
    spinners.stream().filter(id -> graph.thread(id) != null).forEach(threads::add);
    threads.forEach(id -> threadNodes.put(id, threadNodes.size()));
    named.addAll(WorkNodes.keys(graph, threads, named));
    for (String key : graph.resources().keySet()) {
      if (named.contains(key)) {
        resourceIds.put(key, "r" + (resourceIds.size() + 1));
        resourceNodes.put(key, threadNodes.size() + resourceNodes.size());
      }
    }
  }

  private List<Object> nodes() {
    List<Object> nodes = new ArrayList<>();
    threadNodes
        .keySet()
        .forEach(
            id -> {
              PoolSeen pool = graph.pools().of(id);
              String node = pool == null ? null : resourceIds.get(pool.resourceKey());
              nodes.add(WaitNodes.thread(graph, id, node, spinners));
            });
    resourceNodes
        .keySet()
        .forEach(
            key -> nodes.add(WaitNodes.resource(graph, graph.resource(key), resourceIds.get(key))));
    return nodes;
  }

  /** Those of the graph, at the places by which findings point to them, then queued tasks. */
  private List<Object> edges() {
    List<Object> edges = new ArrayList<>();
    WaitEdges shown = new WaitEdges(graph, resourceIds);
    graph.edges().forEach(edge -> edges.add(shown.of(edge)));
    resourceIds.forEach(
        (key, id) -> {
          PoolsSeen.Work work = graph.pools().completing(key);
          if (work != null && work.queued()) {
            String pool = resourceIds.get(work.pool().resourceKey());
            edges.add(WorkNodes.queuedIn(graph, "e" + (edges.size() + 1), id, pool, work.task()));
          }
        });
    return edges;
  }

  private Map<String, Object> chain(Chain chain) {
    List<String> nodes = new ArrayList<>();
    List<String> path = new ArrayList<>();
    for (Chain.Level level : chain.levels()) {
      nodes.add("t" + level.followed().threadId());
      nodes.add(resourceIds.get(level.resourceKey()));
      path.add(level.followed().id());
      if (level.next() != null) {
        path.add(level.next().id());
      }
    }
    Chain.Level last = chain.levels().get(chain.levels().size() - 1);
    if (last.next() != null) {
      nodes.add("t" + last.next().threadId());
    }
    return Json.object(
        "nodes", nodes, "edges", path, "width", chain.width(), "root", nodeOf(chain.root()));
  }

  private Map<String, Object> cycle(Cycle cycle, int number) {
    List<String> nodes = new ArrayList<>();
    if (cycle.shape() == Cycle.Shape.GROUP) {
      cycle.threads().forEach(id -> nodes.add("t" + id));
      cycle.resources().forEach(key -> nodes.add(resourceIds.get(key)));
    } else {
      for (int i = 0; i < cycle.threads().size(); i++) {
        nodes.add("t" + cycle.threads().get(i));
        nodes.add(resourceIds.get(cycle.resources().get(i)));
      }
    }
    return Json.object(
        "id",
        "c" + number,
        "shape",
        cycle.shape().name().toLowerCase(java.util.Locale.ROOT),
        "nodes",
        nodes,
        "edges",
        cycle.edges().stream().map(Edge::id).toList(),
        "timed",
        cycle.timed());
  }

  private Map<String, Object> root(Root root) {
    return Json.object(
        "node",
        nodeOf(root),
        "kind",
        root.kind().label(),
        "why",
        root.why(),
        "threadsBehind",
        root.threadsBehind(),
        "activitiesBehind",
        root.activitiesBehind());
  }

  private String nodeOf(Root root) {
    if (root.cycle() != null) {
      return "c" + (index(graph.cycles(), root.cycle()) + 1);
    }
    return switch (root.kind()) {
      case RUNNING, SLEEPING, PARKED, IDLE, UNSEEN, LOST_OWNER -> "t" + root.threadId();
      default -> resourceIds.get(root.resourceKey());
    };
  }

  private List<Object> unknown(List<Unknown> more) {
    Set<Unknown> all = new LinkedHashSet<>(graph.look().unknown());
    all.addAll(more);
    List<Object> list = new ArrayList<>();
    for (Unknown unknown : all) {
      String node = nodeNamed(unknown.subject());
      list.add(
          Json.object(
              node == null ? "subject" : "node",
              node == null ? unknown.subject() : node,
              "what",
              unknown.what(),
              "why",
              unknown.why()));
    }
    return list;
  }

  private String nodeNamed(String subject) {
    for (Map.Entry<String, String> entry : resourceIds.entrySet()) {
      if (graph.resource(entry.getKey()).name().equals(subject)) {
        return entry.getValue();
      }
    }
    for (long id : threadNodes.keySet()) {
      if (graph.label(id).equals(subject)) {
        return "t" + id;
      }
    }
    return null;
  }
}
