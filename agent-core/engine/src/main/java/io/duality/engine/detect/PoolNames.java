package io.duality.engine.detect;

import io.duality.model.PoolSeen;
import io.duality.model.config.Globs;

/** How pools are called and found by their names. */
final class PoolNames {
  private static final String PREFIX = "pool ";

  /** The pool that runs virtual threads, as looks call it. */
  private static final String CARRIERS = "virtual-thread scheduler";

  private PoolNames() {}

  /** Whether the pool's workers are the carriers of virtual threads. */
  static boolean carriers(View view, PoolSeen pool) {
    return view.name(pool.resourceKey()).equals(CARRIERS);
  }

  /** {@code pool report-export}, whether the name says that it is a pool or not. */
  static String of(String name) {
    return name.startsWith(PREFIX) || name.contains(" ") ? name : PREFIX + name;
  }

  /** Whether globs name the pool, with or without the word in front. */
  static boolean matches(Globs globs, String name) {
    return globs.matches(name)
        || (name.startsWith(PREFIX) && globs.matches(name.substring(PREFIX.length())));
  }
}
