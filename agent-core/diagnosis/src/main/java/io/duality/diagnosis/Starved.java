package io.duality.diagnosis;

import io.duality.model.Look;
import io.duality.model.PoolSeen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A pool that has work and nobody to do it: all its workers are taken, it can start no further one,
 * and the looks show no progress.
 *
 * @param pool the pool
 * @param progress how it went over the looks
 */
record Starved(PoolSeen pool, Progress progress) {
  /** For as long work may wait for a worker. */
  static final long OLD_NANOS = 5_000_000_000L;

  /** The starved pools of the dump's look, those with the most work first. */
  static List<Starved> of(Evidence evidence) {
    return of(evidence.looks(), evidence.dumpLook());
  }

  private static List<Starved> of(List<Look> looks, Look at) {
    List<Starved> starved = new ArrayList<>();
    for (PoolSeen pool : at.pools()) {
      Progress progress = Progress.of(looks, pool.resourceKey());
      if (starves(pool, progress)) {
        starved.add(new Starved(pool, progress));
      }
    }
    starved.sort((a, b) -> Long.compare(b.pool().depth(), a.pool().depth()));
    return starved;
  }

  /** The keys of those in which nothing moves. */
  static Set<String> keys(Evidence evidence) {
    return keys(evidence, evidence.dumpLook());
  }

  /** The same at one of the looks. */
  static Set<String> keys(Evidence evidence, Look at) {
    Set<String> keys = new HashSet<>();
    for (Starved each : of(evidence.looks(), at)) {
      if (!each.moves()) {
        keys.add(each.pool().resourceKey());
      }
    }
    return keys;
  }

  private static boolean starves(PoolSeen pool, Progress progress) {
    boolean taken =
        !pool.workers().isEmpty() && pool.idle() <= 0 && !PoolsSeen.grows(pool) && pool.depth() > 0;
    if (!taken) {
      return false;
    }
    boolean old = pool.headAgeNanos() >= OLD_NANOS;
    boolean stands = progress.looks() > 1 && progress.completed() == 0;
    // without figures of progress only workers that all wait show that there is none
    return progress.completed() < 0
        ? old && pool.blocked() >= pool.busy()
        : old || (stands && aged(progress));
  }

  private static boolean aged(Progress progress) {
    return progress.spanNanos() >= OLD_NANOS;
  }

  /** Whether tasks still end: then it is slow, and does not stand. */
  boolean moves() {
    return progress.completed() > 0;
  }

  /** Where the looks would have shown it. */
  static boolean blind(List<Look> looks) {
    return looks.stream().allMatch(look -> look.pools().isEmpty());
  }
}
