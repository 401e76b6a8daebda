package io.duality.engine.observe;

import io.duality.boot.Peek;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;

/** What the work behind a future is called: the class that the application wrote. */
final class TaskNames {
  private static final Class<?> ADAPTER =
      Fields.named(Fields.CONCURRENT + "Executors$RunnableAdapter");
  private static final int MAX_WRAPPERS = 4;
  private static final String FORK_JOIN = Fields.CONCURRENT + "ForkJoinTask$";

  private TaskNames() {}

  /** The class of the work, or null when the object is no future. */
  static String of(Object future) {
    if (future instanceof FutureTask<?>) {
      Object work = future;
      for (int i = 0; i < MAX_WRAPPERS && work != null; i++) {
        if (work instanceof FutureTask<?>) {
          work = Peek.reference(work, Fields.CALLABLE);
        } else if (ADAPTER != null && ADAPTER.isInstance(work)) {
          work = Peek.reference(work, Fields.ADAPTED);
        } else {
          return named(work.getClass());
        }
      }
      return "a finished task"; // a FutureTask forgets its work when it is done
    }
    if (future instanceof ForkJoinTask<?>) {
      Object adapted = adapted(future);
      return named(adapted == null ? future.getClass() : adapted.getClass());
    }
    return future instanceof CompletableFuture<?> ? named(future.getClass()) : null;
  }

  /** The class of the work that a pool was given, behind the JDK's wrappers. */
  static String work(Object task) {
    if (task instanceof FutureTask<?>) {
      return of(task);
    }
    if (task instanceof ForkJoinTask<?>) {
      Object function =
          task instanceof CompletableFuture.AsynchronousCompletionTask
              ? Peek.reference(task, Peek.offset(task.getClass(), "fn"))
              : null;
      return function == null ? of(task) : named(function.getClass());
    }
    return named(task.getClass());
  }

  /** What the JDK made a fork-join task of, or null for a task of the application's own class. */
  private static Object adapted(Object task) {
    if (!task.getClass().getName().startsWith(FORK_JOIN)) {
      return null;
    }
    Object runnable = Peek.reference(task, Peek.offset(task.getClass(), "runnable"));
    return runnable != null
        ? runnable
        : Peek.reference(task, Peek.offset(task.getClass(), "callable"));
  }

  /** A class's name without what the JVM calls a lambda. */
  static String named(Class<?> type) {
    return named(type.getName());
  }

  /** A class's name as reports have it. */
  static String named(String name) {
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name : name.substring(0, lambda) + " (lambda)";
  }
}
