package io.duality.engine.observe;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A pool as one look reads it; holds the application's objects until the look is made. */
final class PoolReading {
  final Object pool;
  final PoolShape shape;
  final Tracked tracked;
  final List<Thread> workers = new ArrayList<>();
  final long depth;
  private final BitSet busy = new BitSet();

  PoolReading(Object pool, PoolShape shape, Tracked tracked, long now) {
    this.pool = pool;
    this.shape = shape;
    this.tracked = tracked;
    this.depth = shape.depth(pool, now);
    shape.workers(
        pool,
        (thread, isBusy) -> {
          if (isBusy) {
            busy.set(workers.size());
          }
          workers.add(thread);
        });
  }

  boolean isBusy(int worker) {
    return busy.get(worker);
  }

  int busy() {
    return busy.cardinality();
  }

  /** Whether it has workers or work. */
  boolean matters() {
    return depth > 0 || !workers.isEmpty();
  }
}
