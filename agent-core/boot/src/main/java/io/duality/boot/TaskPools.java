package io.duality.boot;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The pools that hooks have seen: a weak identity table of fixed size. A pool that has ended leaves
 * it at once, one that was collected at the next tick.
 */
final class TaskPools {
  private static final int GROUP = 16;
  private static final int GROUPS = 256;
  private static final int CAPACITY = GROUP * GROUPS;
  private static final TaskPool[] POOLS = new TaskPool[CAPACITY];
  private static final AtomicLong OVERFLOWS = new AtomicLong();

  private TaskPools() {}

  static long overflows() {
    return OVERFLOWS.get();
  }

  /** The counters of a pool; null when none are left for it. */
  static TaskPool of(Object pool) {
    int hash = System.identityHashCode(pool);
    int from = group(hash);
    for (int i = from; i < from + GROUP; i++) {
      TaskPool its = POOLS[i];
      if (its != null && its.hash == hash && its.refersTo(pool)) {
        return its;
      }
    }
    return claim(pool, hash, from);
  }

  /** The counters of a pool that was seen before, or null. */
  static TaskPool known(Object pool) {
    int hash = IdentityHash.ofHashed(pool);
    if (hash == 0) {
      return null;
    }
    int from = group(hash);
    for (int i = from; i < from + GROUP; i++) {
      TaskPool its = POOLS[i];
      if (its != null && its.hash == hash && its.refersTo(pool)) {
        return its;
      }
    }
    return null;
  }

  private static TaskPool claim(Object pool, int hash, int from) {
    TaskPool its = new TaskPool(pool, hash);
    for (int i = from; i < from + GROUP; i++) {
      TaskPool there = POOLS[i];
      if (there == null && Peek.claim(POOLS, i, its)) {
        return its;
      }
      there = POOLS[i];
      if (there != null && there.hash == hash && there.refersTo(pool)) {
        return there; // somebody else was first
      }
    }
    OVERFLOWS.getAndIncrement();
    return null;
  }

  private static int group(int hash) {
    return ((hash * 0x9E3779B9) >>> 24) * GROUP;
  }

  /** A pool has ended: its place is free. */
  static void ended(Object pool) {
    TaskPool its = known(pool);
    if (its != null) {
      its.end();
    }
  }

  /** Begins a sum over the workers of all pools; for the watcher. */
  static void collect() {
    for (int i = 0; i < CAPACITY; i++) {
      TaskPool its = POOLS[i];
      if (its != null) {
        its.collect();
      }
    }
    Peek.loadFence();
  }

  /** Ends it, and frees what is over; for the watcher. */
  static void tick(long now) {
    for (int i = 0; i < CAPACITY; i++) {
      TaskPool its = POOLS[i];
      if (its == null) {
        continue;
      }
      if (its.isOver(now)) {
        POOLS[i] = null; // no race: only the watcher frees
      } else {
        its.tick(now);
      }
    }
  }
}
