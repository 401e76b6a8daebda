package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.library.ThreadTargets;

/** Where the JDK's classes keep what looks read. A field that is missing reads as absent. */
final class Fields {
  static final String LOCKS = "java.util.concurrent.locks.";
  static final String CONCURRENT = "java.util.concurrent.";

  static final long OWNER = of(LOCKS + "AbstractOwnableSynchronizer", "exclusiveOwnerThread");
  static final long STATE = of(LOCKS + "AbstractQueuedSynchronizer", "state");
  static final long LONG_STATE = of(LOCKS + "AbstractQueuedLongSynchronizer", "state");
  static final long CONDITION_OF =
      of(LOCKS + "AbstractQueuedSynchronizer$ConditionObject", "this$0");
  static final long LONG_CONDITION_OF =
      of(LOCKS + "AbstractQueuedLongSynchronizer$ConditionObject", "this$0");

  static final long FIRST_READER = of(LOCKS + "ReentrantReadWriteLock$Sync", "firstReader");
  static final long FIRST_HOLDS = of(LOCKS + "ReentrantReadWriteLock$Sync", "firstReaderHoldCount");
  static final long READ_HOLDS = of(LOCKS + "ReentrantReadWriteLock$Sync", "readHolds");
  static final long HOLD_COUNT = of(LOCKS + "ReentrantReadWriteLock$Sync$HoldCounter", "count");

  static final long RUNNER = of(CONCURRENT + "FutureTask", "runner");
  static final long CALLABLE = of(CONCURRENT + "FutureTask", "callable");
  static final long ADAPTED = of(CONCURRENT + "Executors$RunnableAdapter", "task");
  static final long SUPPLY_FOR = of(CONCURRENT + "CompletableFuture$AsyncSupply", "dep");
  static final long RUN_FOR = of(CONCURRENT + "CompletableFuture$AsyncRun", "dep");

  static final Class<?> WORKER = named(CONCURRENT + "ThreadPoolExecutor$Worker");
  static final long WORKER_OF = of(CONCURRENT + "ThreadPoolExecutor$Worker", "this$0");
  static final long WORK_QUEUE = of(CONCURRENT + "ThreadPoolExecutor", "workQueue");
  static final long FORK_JOIN_POOL = of(CONCURRENT + "ForkJoinWorkerThread", "pool");
  static final long FORK_JOIN_QUEUES = of(CONCURRENT + "ForkJoinPool", "queues");
  static final long FORK_JOIN_TASKS = of(CONCURRENT + "ForkJoinPool$WorkQueue", "array");
  static final long COMPLETION_DEP = of(CONCURRENT + "CompletableFuture$UniCompletion", "dep");

  private Fields() {}

  /** What a platform thread was created to run, or null. */
  static Object target(Thread thread) {
    return ThreadTargets.of(thread);
  }

  static Class<?> named(String name) {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException absent) {
      return null; // another JDK; what depends on it is not seen, and said so by its user
    }
  }

  static long of(String owner, String field) {
    Class<?> type = named(owner);
    return type == null ? Peek.NONE : Peek.offset(type, field);
  }
}
