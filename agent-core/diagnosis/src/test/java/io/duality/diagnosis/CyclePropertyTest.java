package io.duality.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.ResourceKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random small looks, judged once more by trying everything. */
class CyclePropertyTest {
  private static final int LOOKS = 3000;

  @Test
  void locks_with_several_readers_have_exactly_the_cycles_that_trying_every_path_finds() {
    Random random = new Random(7);
    int withCycles = 0;
    for (int n = 0; n < LOOKS; n++) {
      Scene scene = locks(random);
      WaitForGraph graph = scene.graph();
      Set<String> expected = new TreeSet<>();
      for (long thread : graph.threads().keySet()) {
        everyPath(graph, thread, thread, new ArrayList<>(), expected);
      }
      Set<String> covered = new TreeSet<>();
      for (Cycle cycle : graph.cycles()) {
        assertConnected(cycle);
        cycle.edges().forEach(edge -> covered.add(edge.id()));
      }
      assertEquals(expected, covered, "look " + n + ": " + scene.look());
      withCycles += expected.isEmpty() ? 0 : 1;
    }
    assertTrue(withCycles > LOOKS / 20, "only " + withCycles + " looks had a cycle");
  }

  @Test
  void deadlocked_threads_are_those_that_no_order_of_progress_ever_frees() {
    Random random = new Random(11);
    int deadlocks = 0;
    for (int n = 0; n < LOOKS; n++) {
      Scene scene = mixed(random);
      WaitForGraph graph = scene.graph();
      Set<Long> stuck = neverFree(graph);
      for (Cycle cycle : graph.deadlocks()) {
        assertTrue(stuck.containsAll(cycle.threads()), "look " + n + ": " + scene.look());
        deadlocks++;
      }
      if (!stuck.isEmpty()) {
        assertTrue(!graph.deadlocks().isEmpty(), "look " + n + ": " + scene.look());
      }
      for (Edge wait : graph.activeWaits()) {
        assertTrue(graph.rootOf(wait.threadId()).isPresent(), "no root for " + wait);
      }
      int behind = graph.roots().stream().mapToInt(Root::threadsBehind).sum();
      Set<Long> waiting = new HashSet<>();
      graph.activeWaits().forEach(wait -> waiting.add(wait.threadId()));
      assertTrue(behind <= waiting.size(), "a thread is behind two roots");
      WaitsDocument.of("b", 1, 1, graph);
      ThreadNotes notes = ThreadNotes.of(graph, graph.nanos());
      graph.threads().keySet().forEach(notes::lines);
    }
    assertTrue(deadlocks > LOOKS / 50, "only " + deadlocks + " deadlocks");
  }

  private static Scene locks(Random random) {
    Scene scene = new Scene();
    int threads = 2 + random.nextInt(6);
    int locks = 1 + random.nextInt(5);
    for (int t = 1; t <= threads; t++) {
      scene.thread(t, "t" + t, null);
    }
    for (int r = 1; r <= locks; r++) {
      scene.resource("r" + r, ResourceKind.READ_WRITE_LOCK, "R" + r);
    }
    for (int t = 1; t <= threads; t++) {
      int held = random.nextInt(locks + 2);
      if (held >= 1 && held <= locks) {
        scene.holds("r" + held, t, "reader", 500);
      }
      int wanted = random.nextInt(locks + 1);
      if (wanted >= 1 && wanted != held) {
        scene.waits(t, "r" + wanted, "write-lock", 100 + t);
      }
    }
    return scene;
  }

  private static Scene mixed(Random random) {
    ResourceKind[] kinds = {
      ResourceKind.LOCK,
      ResourceKind.LOCK,
      ResourceKind.READ_WRITE_LOCK,
      ResourceKind.CONNECTION_POOL,
      ResourceKind.QUEUE
    };
    Scene scene = new Scene();
    int threads = 2 + random.nextInt(7);
    int resources = 1 + random.nextInt(5);
    for (int t = 1; t <= threads; t++) {
      scene.thread(t, "t" + t, null);
    }
    for (int r = 1; r <= resources; r++) {
      ResourceKind kind = kinds[random.nextInt(kinds.length)];
      String key = "r" + r;
      int holders = kind == ResourceKind.LOCK ? random.nextInt(2) : random.nextInt(3);
      scene.resource(key, kind, "R" + r, holders, holders);
      Set<Long> chosen = new TreeSet<>();
      while (chosen.size() < Math.min(holders, threads)) {
        chosen.add(1L + random.nextInt(threads));
      }
      for (long t : chosen) {
        if (kind == ResourceKind.QUEUE) {
          scene.works(key, t, "consumer", 200);
        } else {
          scene.holds(key, t, kind == ResourceKind.READ_WRITE_LOCK ? "reader" : null, 200);
        }
      }
      for (long t = 1; t <= threads; t++) {
        if (random.nextInt(resources + 1) == 0) {
          scene.waits(
              t,
              key,
              switch (kind) {
                case READ_WRITE_LOCK -> "write-lock";
                case QUEUE -> "put";
                case CONNECTION_POOL -> "borrow";
                default -> "lock";
              },
              100 + t,
              random.nextInt(4) == 0 ? 30_000 : 0);
        }
      }
    }
    return scene;
  }

  /** Every simple path back to its beginning, thread by thread. */
  private static void everyPath(
      WaitForGraph graph, long start, long at, List<Edge> path, Set<String> found) {
    for (Edge wait : graph.waitsOf(at)) {
      for (Edge holding : graph.holdingsFor(wait.resourceKey())) {
        long next = holding.threadId();
        if (next == start) {
          path.forEach(edge -> found.add(edge.id()));
          found.add(wait.id());
          found.add(holding.id());
        } else if (path.stream().noneMatch(e -> e.threadId() == next)) {
          path.add(wait);
          path.add(holding);
          everyPath(graph, start, next, path, found);
          path.remove(path.size() - 1);
          path.remove(path.size() - 1);
        }
      }
    }
  }

  /** Lets everything go on that can, in rounds, until nothing changes. */
  private static Set<Long> neverFree(WaitForGraph graph) {
    Set<Long> standing = new HashSet<>();
    for (Edge edge : graph.edges()) {
      if (edge.waiting() != null) {
        standing.add(edge.threadId());
      }
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Long thread : List.copyOf(standing)) {
        if (graph.waitsOf(thread).stream().allMatch(wait -> canEnd(graph, wait, standing))) {
          standing.remove(thread);
          changed = true;
        }
      }
    }
    return standing;
  }

  private static boolean canEnd(WaitForGraph graph, Edge wait, Set<Long> standing) {
    List<Edge> holders = graph.holdingsFor(wait.resourceKey());
    if (wait.waiting().timeoutNanos() > 0 || holders.isEmpty()) {
      return true;
    }
    ResourceKind kind = graph.resource(wait.resourceKey()).kind();
    if (kind == ResourceKind.LOCK
        && holders.stream().anyMatch(h -> h.threadId() == wait.threadId())) {
      return true; // it has the lock already
    }
    boolean all = kind == ResourceKind.LOCK || kind == ResourceKind.READ_WRITE_LOCK;
    return all
        ? holders.stream().noneMatch(h -> standing.contains(h.threadId()))
        : holders.stream().anyMatch(h -> !standing.contains(h.threadId()));
  }

  private static void assertConnected(Cycle cycle) {
    if (cycle.shape() == Cycle.Shape.GROUP) {
      return;
    }
    assertEquals(cycle.edges().size(), new HashSet<>(cycle.edges()).size());
    for (int i = 0; i < cycle.edges().size(); i++) {
      Edge edge = cycle.edges().get(i);
      Edge next = cycle.edges().get((i + 1) % cycle.edges().size());
      assertTrue((edge.waiting() == null) != (next.waiting() == null));
      if (edge.waiting() != null) {
        assertEquals(edge.resourceKey(), next.resourceKey());
      } else {
        assertEquals(edge.threadId(), next.threadId());
      }
    }
  }
}
