package io.duality.scenarios.waits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.OpenedBundle;
import io.duality.harness.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The bundle about a program whose threads are all stuck, one in each kind of wait. */
final class StuckWaits {
  private static final double HOUR_MILLIS = 3_600_000;

  private record Trace(String traceId, String spanId) {}

  private final OpenedBundle bundle;
  private final Map<String, Tree> nodes = new HashMap<>();
  private final Map<String, Tree> waits = new HashMap<>();
  private final Map<String, Tree> threads = new HashMap<>();
  private final Map<String, Tree> resources = new HashMap<>();
  private final Map<String, Trace> told = new HashMap<>();
  private final Set<String> stuck = new TreeSet<>();

  /**
   * @param stdout what the program said of its threads and their traces
   */
  StuckWaits(OpenedBundle bundle, List<String> stdout) {
    this.bundle = bundle;
    Tree graph = bundle.json("waits.json");
    graph.trees("nodes").forEach(node -> nodes.put(node.text("id"), node));
    for (Tree edge : graph.trees("edges")) {
      if (edge.text("rel").equals("waits-for")) {
        waits.put(nodes.get(edge.text("from")).text("name"), edge);
      }
    }
    bundle
        .json("threads.json")
        .trees("threads")
        .forEach(thread -> threads.put(thread.text("name"), thread));
    bundle
        .json("resources.json")
        .trees("resources")
        .forEach(resource -> resources.put(resource.text("key"), resource));
    for (String line : stdout) {
      String[] words = line.split(" ", 4);
      if (words[0].equals("TRACE")) {
        told.put(words[1], new Trace(words[2], words[3]));
      }
      if (words[0].equals("TRACE") || words[0].equals("IDLE")) {
        stuck.add(words[1]);
      }
    }
  }

  /** The threads that the program says are stuck. */
  Set<String> stuck() {
    return stuck;
  }

  void assertOpen(String id, String kind, String op, String by) {
    Tree edge = edge(id);
    assertEquals(kind, nodes.get(edge.text("to")).text("kind"), () -> "kind in waits.json: " + id);
    assertEquals(op, edge.text("op"), () -> "op in waits.json: " + edge);
    assertEquals(by, edge.text("by"), () -> "how it is known, in waits.json: " + edge);
    Tree waiting = waiting(id);
    assertEquals(kind, waiting.text("kind"), () -> "kind in threads.json: " + waiting);
    assertEquals(op, waiting.text("op"), () -> "op in threads.json: " + waiting);
    assertEquals(kind, resource(id).text("kind"), () -> "kind in resources.json: " + id);
  }

  void assertNotSeen(String id) {
    assertTrue(threads.containsKey(id), () -> "no thread " + id + " in " + bundle);
    assertFalse(
        waits.containsKey(id),
        () -> id + " is seen now, so the matrix has to say how: " + waits.get(id));
  }

  void assertLimit(String id) {
    double limit = edge(id).number("timeoutMillis");
    assertTrue(limit > HOUR_MILLIS * 0.99 && limit <= HOUR_MILLIS, () -> "limit in " + edge(id));
  }

  void assertUnknownLimit(String id) {
    Tree edge = edge(id);
    assertFalse(edge.has("timeoutMillis"), () -> "the limit is known now: " + edge);
    assertEquals(
        "inside its timeout, whose length is not known", edge.text("idle"), edge::toString);
  }

  void assertNamed(String id, String origin, String regex) {
    String name = nodes.get(edge(id).text("to")).text("name");
    assertTrue(name.matches(regex), () -> "expected name " + regex + ", but it is " + name);
    Tree resource = resource(id);
    assertEquals(name, resource.text("name"));
    assertEquals(origin, resource.text("named"), () -> "where the name is from: " + resource);
    assertEquals(name, waiting(id).text("resource"), () -> "name in threads.json of " + id);
  }

  void assertHeld(String id, String relation, String regex) {
    Tree resource = resource(id);
    List<Tree> holders = resource.trees("holders");
    assertEquals(1, holders.size(), () -> "holders in " + resource);
    String holder = holders.get(0).text("thread");
    assertTrue(holder.matches(regex), () -> "expected holder " + regex + ", but it is " + holder);
    assertEquals(relation, holders.get(0).text("relation"), resource::toString);
    List<Tree> edges = bundle.json("waits.json").trees("edges");
    assertTrue(
        edges.stream()
            .anyMatch(
                edge ->
                    edge.text("rel").equals(relation)
                        && edge.text("from").equals(edge(id).text("to"))
                        && nodes.get(edge.text("to")).text("name").equals(holder)),
        () -> "no edge " + relation + " from " + nodes.get(edge(id).text("to")));
  }

  void assertNobody(String id) {
    Tree resource = resource(id);
    assertEquals(
        List.of(),
        resource.trees("holders"),
        () -> "somebody is known now, so the matrix has to say whom: " + resource);
    String owner = resource.text("owner");
    assertTrue(
        owner.equals("none")
            || resource.text("name").startsWith(owner + '.') // the class that keeps it in a field
            || resource.text("pool", "none").equals(owner) // or the pool that it belongs to
            || resource.has("ownerReason"),
        () -> "nobody owns it, and the reason is not said: " + resource);
  }

  void assertOwnerReason(String id, String words) {
    String reason = resource(id).text("ownerReason");
    assertTrue(reason.contains(words), () -> "no '" + words + "' in: " + reason);
  }

  void assertTraced(String id) {
    Trace trace = told.get(id);
    Tree node = nodes.get(edge(id).text("from"));
    assertEquals(trace.traceId(), node.text("traceId", "none"), () -> "trace in " + node);
    assertEquals(trace.spanId(), node.text("spanId", "none"), () -> "span in " + node);
    assertEquals("GET /" + id, node.text("spanName", "none"), () -> "span in " + node);
    Tree seen = threads.get(id).tree("trace");
    assertEquals(trace.traceId(), seen.text("traceId"), () -> "trace in threads.json: " + seen);
  }

  void assertUntraced(String id) {
    assertFalse(threads.get(id).has("trace"), () -> "there is a trace now: " + threads.get(id));
  }

  private Tree edge(String id) {
    return Optional.ofNullable(waits.get(id))
        .orElseThrow(
            () ->
                new AssertionError(
                    "no wait of " + id + " in waits.json of " + bundle + ": " + threads.get(id)));
  }

  private Tree waiting(String id) {
    return threads.get(id).tree("waitingFor");
  }

  private Tree resource(String id) {
    return resources.get(waiting(id).text("key"));
  }
}
