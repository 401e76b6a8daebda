package io.duality.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One look at the process: who waits for what since when, and who holds it.
 *
 * @param number counts the looks of this process, from 1
 * @param at wall clock
 * @param nanos monotonic clock of this process ({@code System.nanoTime}), taken with {@code at}
 * @param threads every thread that waits or holds in this look; others may be missing
 * @param waits the open waits, idle ones included
 * @param resources what the waits and holdings name
 * @param holdings who holds or works those resources
 * @param unknown what this look could not see
 * @param pools the pools of threads that have work or that something waits for
 * @param queues the queues and backlogs that hold something or that something waits for
 * @param taskEvents what happened to tasks and pools since the look before; in a look that confirms
 *     a suspicion, what did in the last five minutes
 * @param carried the virtual thread that a carrier has mounted, by ids, for carriers that are
 *     suspected of spinning
 */
public record Look(
    long number,
    Instant at,
    long nanos,
    List<ThreadSeen> threads,
    List<OpenWait> waits,
    List<Resource> resources,
    List<Holding> holdings,
    List<Unknown> unknown,
    List<PoolSeen> pools,
    List<QueueSeen> queues,
    List<TaskEvent> taskEvents,
    Map<Long, Long> carried) {
  public Look {
    Objects.requireNonNull(at, "at");
    threads = List.copyOf(threads);
    waits = List.copyOf(waits);
    resources = List.copyOf(resources);
    holdings = List.copyOf(holdings);
    unknown = List.copyOf(unknown);
    pools = List.copyOf(pools);
    queues = List.copyOf(queues);
    taskEvents = List.copyOf(taskEvents);
    carried = Map.copyOf(carried);
  }

  /** A look that suspects no carrier. */
  public Look(
      long number,
      Instant at,
      long nanos,
      List<ThreadSeen> threads,
      List<OpenWait> waits,
      List<Resource> resources,
      List<Holding> holdings,
      List<Unknown> unknown,
      List<PoolSeen> pools,
      List<QueueSeen> queues,
      List<TaskEvent> taskEvents) {
    this(
        number,
        at,
        nanos,
        threads,
        waits,
        resources,
        holdings,
        unknown,
        pools,
        queues,
        taskEvents,
        Map.of());
  }

  /** A look at a process without pools and queues. */
  public Look(
      long number,
      Instant at,
      long nanos,
      List<ThreadSeen> threads,
      List<OpenWait> waits,
      List<Resource> resources,
      List<Holding> holdings,
      List<Unknown> unknown) {
    this(
        number, at, nanos, threads, waits, resources, holdings, unknown, List.of(), List.of(),
        List.of());
  }

  /** The same look with other holdings. */
  public Look with(List<Holding> others) {
    return new Look(
        number,
        at,
        nanos,
        threads,
        waits,
        resources,
        others,
        unknown,
        pools,
        queues,
        taskEvents,
        carried);
  }

  /** The wall-clock time of a monotonic instant near this look. */
  public Instant wall(long otherNanos) {
    return at.plusNanos(otherNanos - nanos);
  }
}
