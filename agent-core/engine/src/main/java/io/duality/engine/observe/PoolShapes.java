package io.duality.engine.observe;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;

/** Every kind of pool that the JDK has. */
final class PoolShapes {
  private static final PoolShape THREADS = new ThreadPoolShape();
  private static final PoolShape FORK_JOIN = new ForkJoinShape();
  private static final PoolShape CARRIERS = new CarrierShape();

  private PoolShapes() {}

  /** How to read this object, or null when it is no pool of the JDK. */
  static PoolShape of(Object object) {
    if (object instanceof ThreadPoolExecutor) {
      return THREADS;
    }
    return !(object instanceof ForkJoinPool)
        ? null
        : object == Carriers.scheduler() ? CARRIERS : FORK_JOIN;
  }
}
