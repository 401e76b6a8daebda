package io.duality.engine.observe;

import io.duality.boot.Peek;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * The virtual threads that the JDK keeps track of: those started by themselves and those of
 * executors that start one per task. Others (of structured scopes) are not listed anywhere in one
 * piece.
 */
final class VirtualThreads {
  private static final String CONTAINERS = "jdk.internal.vm.ThreadContainers";
  private static final Class<?> ROOT =
      Fields.named(CONTAINERS + "$RootContainer$TrackingRootContainer");
  private static final Class<?> REGISTRY = Fields.named(CONTAINERS);
  private static final Class<?> PER_TASK =
      Fields.named(Fields.CONCURRENT + "ThreadPerTaskExecutor");
  private static final long OF_EXECUTOR =
      Fields.of(Fields.CONCURRENT + "ThreadPerTaskExecutor", "threads");

  /** Asked in every glance, and a class that is not there costs an exception each time. */
  private static final boolean EXIST =
      Runtime.version().feature() >= 21 && Fields.named("java.lang.VirtualThread") != null;

  private VirtualThreads() {}

  /** Whether this JDK has them. */
  static boolean exist() {
    return EXIST;
  }

  /** How many there are, as far as they are tracked. */
  static long count() {
    long count = 0;
    for (Collection<?> set : sets()) {
      count += set.size();
    }
    return count;
  }

  /** Shows each of them. */
  static void forEach(Consumer<Thread> seen) {
    for (Collection<?> set : sets()) {
      for (Object each : set) {
        if (each instanceof Thread thread && Peek.isVirtual(thread)) {
          seen.accept(thread);
        }
      }
    }
  }

  /** Is shown executors that start one thread per task. */
  interface PerTask {
    void executor(Object executor, Collection<?> threads);
  }

  /** Shows each executor that starts one thread per task, of whatever kind. */
  static void perTask(PerTask seen) {
    if (REGISTRY != null
        && Peek.staticReference(REGISTRY, "CONTAINER_REGISTRY") instanceof Collection<?> all) {
      for (Object reference : all) {
        Object executor = reference instanceof java.lang.ref.Reference<?> weak ? weak.get() : null;
        if (PER_TASK != null
            && PER_TASK.isInstance(executor)
            && Peek.reference(executor, OF_EXECUTOR) instanceof Collection<?> threads) {
          seen.executor(executor, threads);
        }
      }
    }
  }

  private static List<Collection<?>> sets() {
    List<Collection<?>> sets = new java.util.ArrayList<>();
    if (ROOT != null && Peek.staticReference(ROOT, "VTHREADS") instanceof Collection<?> started) {
      sets.add(started);
    }
    perTask((executor, threads) -> sets.add(threads));
    return sets;
  }
}
