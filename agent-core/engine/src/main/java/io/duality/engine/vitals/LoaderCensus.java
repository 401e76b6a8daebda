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
 * The class loaders that have loaded something, by their class. They are counted after a collection
 * that could unload them, when the number of loaded classes has moved: before one, those that are
 * garbage look like those that leak. Counting lists all loaded classes.
 */
final class LoaderCensus {
  private static final long SHARE = 3_000;

  /** Reflection makes one for an accessor and lets go of them by itself. */
  private static final String ACCESSORS = "jdk.internal.reflect.DelegatingClassLoader";

  private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
  private final Supplier<Class<?>[]> loaded;
  private final OldCollections collections;
  private final Pace pace = new Pace(SHARE, TimeUnit.MINUTES.toNanos(1));
  private long listed;
  private long collected;
  private long highest;
  private HandleSeen seen;

  /**
   * @param loaded all loaded classes
   */
  LoaderCensus(Supplier<Class<?>[]> loaded, OldCollections collections) {
    this.loaded = loaded;
    this.collections = collections;
  }

  List<HandleSeen> read(long now) {
    long count = classes.getLoadedClassCount();
    long unloaded = collections.count();
    boolean moved = Math.abs(count - listed) >= Math.max(5, listed / 1_000);
    boolean told = seen == null || (moved && unloaded != collected);
    if (told && pace.due(now, moved, count > highest)) {
      pace.begin();
      highest = Math.max(highest, count);
      listed = count;
      collected = unloaded;
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
