package io.duality.diagnosis;

import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import java.util.Comparator;
import java.util.List;

/**
 * The end of a path of waits, before it is known who is behind it.
 *
 * @param kind what it is
 * @param threadId the thread at the end, or null
 * @param resourceKey what it holds, waits for, or what nobody is known to hold
 * @param cycle the cycle, or null
 */
record RootEnd(Root.Kind kind, Long threadId, String resourceKey, Cycle cycle) {

  static RootEnd cycle(Cycle cycle) {
    return new RootEnd(Root.Kind.CYCLE, null, null, cycle);
  }

  static RootEnd unknownHolder(Need need) {
    return new RootEnd(Root.Kind.UNKNOWN_HOLDER, null, need.resource.key(), null);
  }

  /** Nobody is known who could end the waits for it. */
  static RootEnd atResource(Need need) {
    String key = need.resource.key();
    ResourceKind kind = need.resource.kind();
    if (OutsideWaits.is(kind)) {
      return new RootEnd(Root.Kind.PEER, null, key, null);
    }
    boolean held = kind.exclusive() || kind == ResourceKind.SEMAPHORE;
    boolean notification = need.key.side() == Need.Side.NOTIFICATION;
    return new RootEnd(
        held && !notification ? Root.Kind.UNKNOWN_HOLDER : Root.Kind.EVENT, null, key, null);
  }

  /** Whether the wait names nothing but the waiting thread itself: a sleep, a bare park. */
  static boolean bare(Need need) {
    ResourceKind kind = need.resource.kind();
    return need.blockers.isEmpty() && (kind == ResourceKind.SLEEP || kind == ResourceKind.PARK);
  }

  /**
   * The thread has to move, and nothing that it waits for explains why it does not. However many
   * things it holds, it is one end.
   *
   * @param here what the chain that led here needs of it
   * @param led the needs whose chains lead to it
   * @param wait its sleep or park, or null when it waits for nothing that was seen
   */
  static RootEnd atThread(WaitForGraph graph, long id, Need here, List<Need> led, Edge wait) {
    String held =
        led.stream()
            .filter(need -> waiting(graph, need, id) > 0)
            .min(
                Comparator.<Need>comparingLong(need -> -waiting(graph, need, id))
                    .thenComparing(need -> need.resource.named())
                    .thenComparing(need -> need.resource.name())
                    .thenComparing(need -> need.resource.key()))
            .orElse(here)
            .resource
            .key();
    return new RootEnd(kind(graph, graph.thread(id), wait), id, held, null);
  }

  private static long waiting(WaitForGraph graph, Need need, long id) {
    return need.waits.stream().filter(w -> w.threadId() != id && graph.active(w)).count();
  }

  private static boolean jobless(WaitForGraph graph, long id) {
    List<Edge> waits = graph.waitsOf(id);
    return !waits.isEmpty() && waits.stream().map(graph::judgement).allMatch(IdlePolicy::jobless);
  }

  private static Root.Kind kind(WaitForGraph graph, ThreadSeen thread, Edge wait) {
    if (thread == null || thread.state() == Thread.State.TERMINATED) {
      return Root.Kind.LOST_OWNER;
    }
    if (wait != null) {
      return graph.resource(wait.resourceKey()).kind() == ResourceKind.SLEEP
          ? Root.Kind.SLEEPING
          : Root.Kind.PARKED;
    }
    if (jobless(graph, thread.id())) {
      return Root.Kind.IDLE;
    }
    return switch (thread.state()) {
      case RUNNABLE, NEW -> Root.Kind.RUNNING;
      case TIMED_WAITING, WAITING ->
          Stacks.sleeps(thread)
              ? Root.Kind.SLEEPING
              : Stacks.parks(thread) ? Root.Kind.PARKED : Root.Kind.UNSEEN;
      case BLOCKED, TERMINATED -> Root.Kind.UNSEEN;
    };
  }
}
