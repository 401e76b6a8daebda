package io.duality.boot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;

/** The JDK's own tasks: what is inside them, and how they ended. Reads fields, calls nothing. */
final class TaskKinds {
  /** It ended well, or nobody can tell. */
  static final int COMPLETED = 0;

  static final int FAILED = 1;
  static final int CANCELLED = 2;

  private static final String JUC = "java.util.concurrent.";
  private static final Class<?> SCHEDULED = type("ScheduledThreadPoolExecutor$ScheduledFutureTask");
  private static final Class<?> ADAPTER = type("Executors$RunnableAdapter");
  private static final Class<?> SUPPLY = type("CompletableFuture$AsyncSupply");
  private static final Class<?> RUN = type("CompletableFuture$AsyncRun");
  private static final Class<?> STAGE = type("CompletableFuture$UniCompletion");
  private static final Class<?> OUTCOME = type("CompletableFuture$AltResult");

  private static final long CALLABLE = Peek.offset(FutureTask.class, "callable");
  private static final long STATE = Peek.offset(FutureTask.class, "state");
  private static final long THROWN = Peek.offset(FutureTask.class, "outcome");
  private static final long ADAPTED = in(ADAPTER, "task");
  private static final long DUE = in(SCHEDULED, "time");
  private static final long PERIOD = in(SCHEDULED, "period");
  private static final long SUPPLIES = in(SUPPLY, "dep");
  private static final long SUPPLIER = in(SUPPLY, "fn");
  private static final long RUNS = in(RUN, "dep");
  private static final long RUNNABLE = in(RUN, "fn");
  private static final long CONTINUES = in(STAGE, "dep");
  private static final long RESULT = Peek.offset(CompletableFuture.class, "result");
  private static final long EXCEPTION = in(OUTCOME, "ex");
  private static final long STATUS = Peek.offset(ForkJoinTask.class, "status");

  /** How a {@code FutureTask} says that it threw, and what cancelled ones begin with. */
  private static final int EXCEPTIONAL = 3;

  private static final int CANCELLING = 4;

  /** How a fork-join task says that it threw. */
  private static final int HAS_THROWN = 1 << 17;

  private TaskKinds() {}

  /** The class of what the application gave the JDK to run. */
  static Class<?> work(Object task) {
    Object work = given(task);
    return TaskWrappers.isWrapper(work.getClass()) ? TaskWrappers.inside(work) : work.getClass();
  }

  /** What is in a task of the JDK's; never null. */
  static Object given(Object task) {
    Object work = task;
    if (task instanceof FutureTask) {
      work = Peek.reference(task, CALLABLE);
      if (work != null && work.getClass() == ADAPTER) {
        work = Peek.reference(work, ADAPTED);
      }
    } else if (task.getClass() == SUPPLY) {
      work = Peek.reference(task, SUPPLIER);
    } else if (task.getClass() == RUN) {
      work = Peek.reference(task, RUNNABLE);
    }
    return work == null ? task : work;
  }

  /** The {@code CompletableFuture} that a task completes, or null. */
  static Object future(Object task) {
    Class<?> type = task.getClass();
    if (type == FutureTask.class) {
      return null;
    }
    if (type == SUPPLY) {
      return Peek.reference(task, SUPPLIES);
    }
    if (type == RUN) {
      return Peek.reference(task, RUNS);
    }
    return STAGE != null && STAGE.isInstance(task) ? Peek.reference(task, CONTINUES) : null;
  }

  static boolean isScheduled(Object task) {
    return task.getClass() == SCHEDULED;
  }

  /** When a scheduled task is due, in {@code System.nanoTime}. */
  static long due(Object scheduled) {
    return Peek.longInteger(scheduled, DUE);
  }

  static boolean isPeriodic(Object task) {
    return isScheduled(task) && Peek.longInteger(task, PERIOD) != 0;
  }

  /** How a task ended whose future, if it has one, is known. */
  static int outcome(Object task, Object future) {
    if (task instanceof FutureTask) {
      int state = Peek.integer(task, STATE);
      return state < EXCEPTIONAL ? COMPLETED : state < CANCELLING ? FAILED : CANCELLED;
    }
    if (future != null) {
      return thrownIn(future) == null ? COMPLETED : FAILED;
    }
    if (task instanceof ForkJoinTask) {
      return (Peek.integer(task, STATUS) & HAS_THROWN) == 0 ? COMPLETED : FAILED;
    }
    return COMPLETED;
  }

  /** The class of what a failed task has thrown, or null when its future does not tell. */
  static Throwable thrown(Object task, Object future) {
    Object thrown = null;
    if (task instanceof FutureTask) {
      thrown = Peek.reference(task, THROWN);
    } else if (future != null) {
      thrown = thrownIn(future);
    }
    return thrown instanceof Throwable error ? error : null;
  }

  private static Object thrownIn(Object future) {
    Object result = future instanceof CompletableFuture ? Peek.reference(future, RESULT) : null;
    if (result == null || result.getClass() != OUTCOME) {
      return null;
    }
    Object thrown = Peek.reference(result, EXCEPTION);
    return thrown == null ? null : Wrapped.cause(thrown);
  }

  /** Loads what {@link #outcome} needs of failed futures, without making one. */
  static void warm() {
    Wrapped.cause(TaskKinds.class);
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(JUC.concat(name), false, null);
    } catch (Throwable absent) {
      return null; // a JDK that has no such class: then no object is of it
    }
  }

  private static long in(Class<?> type, String field) {
    return type == null ? Peek.NONE : Peek.offset(type, field);
  }

  /** What is inside an exception that only says that another one was thrown. */
  private static final class Wrapped {
    private static final Class<?> COMPLETION = type("CompletionException");
    private static final long CAUSE = Peek.offset(Throwable.class, "cause");

    static Object cause(Object thrown) {
      Object cause = thrown.getClass() == COMPLETION ? Peek.reference(thrown, CAUSE) : null;
      return cause == null ? thrown : cause;
    }
  }
}
