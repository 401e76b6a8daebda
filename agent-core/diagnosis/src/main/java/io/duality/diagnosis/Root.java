package io.duality.diagnosis;

import java.util.List;
import java.util.Map;

/**
 * Where waits end: what has to move before anything behind it can.
 *
 * @param kind what it is
 * @param threadId the thread at the root, or null when there is none or it is unknown
 * @param resourceKey the resource the root waits for or that nobody is known to hold; for a holder
 *     that is at the root itself, what it holds and most wait for; for a cycle null
 * @param cycle the cycle, or null for every other kind
 * @param why a clause: what makes it the root
 * @param behind ids of the threads whose waits end here, the oldest wait first; neither the root
 *     thread nor the members of the cycle
 * @param activitiesBehind how many of them work for which span name, the largest first
 * @param sinceNanos when the oldest wait that ends here began
 */
public record Root(
    Kind kind,
    Long threadId,
    String resourceKey,
    Cycle cycle,
    String why,
    List<Long> behind,
    Map<String, Integer> activitiesBehind,
    long sinceNanos) {

  /** What can be at the end of a chain. */
  public enum Kind {
    /** A holder that waits for nothing. */
    RUNNING("running"),
    /** A holder that sleeps. */
    SLEEPING("sleeping"),
    /** A holder that is parked, by nothing that says who is to wake it. */
    PARKED("parked"),
    /** A holder that has nothing to do and has not given back what it holds. */
    IDLE("idle"),
    /** Something outside this JVM: a socket's peer, a file. */
    PEER("peer"),
    /** An event for which no known thread is responsible: a condition, a latch, a future. */
    EVENT("event"),
    /** A holder that stands still, for a reason that was not seen. */
    UNSEEN("unseen"),
    /** The holder has ended without releasing. */
    LOST_OWNER("lost-owner"),
    /** Somebody holds it; who is not known. */
    UNKNOWN_HOLDER("unknown-holder"),
    /** Threads that wait for each other. */
    CYCLE("cycle");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The spelling used in {@code waits.json}. */
    public String label() {
      return label;
    }
  }

  public Root {
    behind = List.copyOf(behind);
    activitiesBehind =
        java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(activitiesBehind));
  }

  /**
   * Whether the thread at the root holds or works what others wait for, and no wait explains it.
   */
  boolean atThread() {
    return switch (kind) {
      case RUNNING, SLEEPING, PARKED, IDLE, UNSEEN, LOST_OWNER -> true;
      case PEER, EVENT, UNKNOWN_HOLDER, CYCLE -> false;
    };
  }

  /** How many threads wait behind it. */
  public int threadsBehind() {
    return behind.size();
  }
}
