package io.duality.scenarios;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names the daemon threads of a pool. */
final class Workers {
  private Workers() {}

  /** Threads called {@code prefix-1}, {@code prefix-2}, … */
  static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread worker = new Thread(task, prefix + '-' + number.incrementAndGet());
      worker.setDaemon(true);
      return worker;
    };
  }
}
