package io.duality.diagnosis;

import java.util.List;

/**
 * Threads that wait for each other.
 *
 * @param shape how the members depend on each other
 * @param threads the members; in a ring each waits for the next, the last for the first
 * @param resources keys of what they wait for; in a ring the one at {@code i} stands between the
 *     threads at {@code i} and {@code i + 1}
 * @param edges the waits and holdings that prove it, in ring order
 * @param timed whether a wait with a timeout will open it: a wait chain, not a deadlock
 */
public record Cycle(
    Shape shape, List<Long> threads, List<String> resources, List<Edge> edges, boolean timed) {

  /** How the members of a cycle depend on each other. */
  public enum Shape {
    /** Each member waits for what the next one holds. */
    RING,
    /** One thread waits for what it holds itself, such as a read-to-write upgrade. */
    SELF,
    /** Everybody who could end the waits waits too: an exhausted pool, several upgrades. */
    GROUP
  }

  public Cycle {
    threads = List.copyOf(threads);
    resources = List.copyOf(resources);
    edges = List.copyOf(edges);
  }

  /** The same members in another look, whatever their order. */
  public boolean sameMembers(Cycle other) {
    return threads.size() == other.threads.size()
        && resources.size() == other.resources.size()
        && new java.util.HashSet<>(threads).equals(new java.util.HashSet<>(other.threads))
        && new java.util.HashSet<>(resources).equals(new java.util.HashSet<>(other.resources));
  }
}
