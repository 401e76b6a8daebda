package io.duality.engine.vitals;

import io.duality.model.HandleSeen;
import io.duality.model.Vitals;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The class loaders that have loaded something, by their class. They are counted when the number of
 * loaded classes has moved, and once a minute: that lists all loaded classes.
 */
final class LoaderCensus {
  private static final long SHARE = 3_000;

  /** Reflection makes one for an accessor and lets go of them by itself. */
  private static final String ACCESSORS = "jdk.internal.reflect.DelegatingClassLoader";

  private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
  private final Supplier<Class<?>[]> loaded;
  private final Pace pace = new Pace(SHARE, TimeUnit.MINUTES.toNanos(1));
  private long listed;
  private HandleSeen seen;

  /**
   * @param loaded all loaded classes
   */
  LoaderCensus(Supplier<Class<?>[]> loaded) {
    this.loaded = loaded;
  }

  List<HandleSeen> read(long now) {
    long count = classes.getLoadedClassCount();
    if (pace.due(now, Math.abs(count - listed) >= Math.max(5, listed / 1_000))) {
      pace.begin();
      listed = count;
      list();
      pace.end(now);
    }
    return seen == null ? List.of() : List.of(seen);
  }

  private void list() {
    Set<ClassLoader> loaders = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Class<?> type : loaded.get()) {
      ClassLoader loader = type.getClassLoader();
      if (loader != null) {
        loaders.add(loader);
      }
    }
    Tally tally = new Tally();
    for (ClassLoader loader : loaders) {
      String name = loader.getClass().getName();
      if (!name.equals(ACCESSORS)) {
        tally.add(name);
      }
    }
    seen = tally.seen(HandleSeen.LOADERS, Vitals.UNKNOWN);
  }
}
