package io.duality.engine.observe;

import io.duality.engine.library.JdkPoolLabels;
import io.duality.engine.library.JdkPoolLabels.Label;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A pool as one look reads it; holds the application's objects until the look is made. */
final class PoolReading {
  final Object pool;
  final PoolShape shape;
  final Tracked tracked;

  /** Which library made it, or null when none did. */
  final Label label;

  final List<Thread> workers = new ArrayList<>();
  final long depth;
  private final BitSet busy = new BitSet();

  PoolReading(Object pool, PoolShape shape, Tracked tracked, JdkPoolLabels labels, long now) {
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
    this.label = labels.of(pool, workers.isEmpty() ? null : workers.get(0));
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
