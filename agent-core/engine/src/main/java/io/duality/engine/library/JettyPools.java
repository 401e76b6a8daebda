package io.duality.engine.library;

import io.duality.engine.library.LibraryPool.Backlog;
import io.duality.engine.library.LibraryPool.Part;
import io.duality.model.PoolSeen;
import io.duality.model.PoolSeen.Phase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Jetty's QueuedThreadPool, 9.4 to 12. */
final class JettyPools implements PoolRule {
  private static final String UTIL = "org/eclipse/jetty/util/";
  private static final String NAME = "jetty pools";

  private enum Role {
    POOL,
    RUNNER,
    QUEUE,
    RESERVE,
    RESERVED
  }

  private static final int COUNTS = 0;
  private static final int JOBS = 1;
  private static final int POOL_NAME = 2;
  private static final int MAXIMUM = 3;
  private static final int TRY_EXECUTOR = 4;

  private static final int SIZE = 0;
  private static final int CAPACITY = 1;

  static final List<KnownClass> CLASSES =
      List.of(
          KnownClass.of(
                  NAME,
                  Role.POOL,
                  UTIL + "thread/QueuedThreadPool",
                  "_counts",
                  "Lorg/eclipse/jetty/util/AtomicBiInteger;",
                  "_jobs",
                  "Ljava/util/concurrent/BlockingQueue;",
                  "_name",
                  "Ljava/lang/String;",
                  "_maxThreads",
                  "I",
                  "_tryExecutor",
                  "Lorg/eclipse/jetty/util/thread/TryExecutor;")
              .withSubclasses(),
          KnownClass.of(
              NAME,
              Role.RUNNER,
              UTIL + "thread/QueuedThreadPool$Runner",
              "this$0",
              "Lorg/eclipse/jetty/util/thread/QueuedThreadPool;"),
          KnownClass.of(
              NAME,
              Role.QUEUE,
              UTIL + "BlockingArrayQueue",
              "_size",
              "Ljava/util/concurrent/atomic/AtomicInteger;",
              "_maxCapacity",
              "I"),
          KnownClass.of(
                  NAME,
                  Role.RESERVE,
                  UTIL + "thread/ReservedThreadExecutor",
                  "_threads",
                  "Lorg/eclipse/jetty/util/thread/ThreadIdPool;")
              .or("before 12", "_executor", "Ljava/util/concurrent/Executor;"),
          KnownClass.of(
              NAME,
              Role.RESERVED,
              UTIL + "thread/ThreadIdPool",
              "_items",
              "Ljava/util/concurrent/atomic/AtomicReferenceArray;"));

  private final KnownClasses known;

  JettyPools(KnownClasses known) {
    this.known = known;
  }

  @Override
  public Object poolOf(Thread thread, Shape shape, Object target, Shape targetShape) {
    Object pool = targetShape.is(Role.RUNNER) ? targetShape.reference(target, 0) : null;
    return known.of(pool).as(Role.POOL) == Shape.UNKNOWN ? null : pool;
  }

  @Override
  public Object queueOf(Object pool, Shape shape) {
    return shape.as(Role.POOL).reference(pool, JOBS);
  }

  @Override
  public long depth(Object pool, Object queue) {
    Shape shape = known.of(queue);
    return shape.is(Role.QUEUE) && shape.reference(queue, SIZE) instanceof AtomicInteger size
        ? size.get()
        : PoolSeen.UNKNOWN;
  }

  @Override
  public LibraryPool read(Object pool, List<Thread> workers) {
    Shape shape = known.of(pool).as(Role.POOL);
    String name = shape.text(pool, POOL_NAME);
    Object jobs = shape.reference(pool, JOBS);
    Backlog backlog = backlog(jobs, "queue of pool " + name);
    long counts = shape.reference(pool, COUNTS) instanceof AtomicLong both ? both.get() : 0;
    boolean stopped = (int) (counts >> Integer.SIZE) == Integer.MIN_VALUE;
    // The low half is what is idle, less what is queued: a demand for threads makes it negative.
    long queued = backlog == null ? 0 : Math.max(0, backlog.depth());
    long idle = Math.max(0, (int) counts + queued) + reserved(shape.reference(pool, TRY_EXECUTOR));
    return new LibraryPool(
        Part.POOL,
        pool,
        "jetty",
        "pool " + (name == null ? PoolNames.prefix(workers.get(0).getName()) : name),
        shape.integer(pool, MAXIMUM),
        workers,
        (int) Math.max(0, workers.size() - idle),
        backlog,
        PoolSeen.UNKNOWN,
        stopped ? Phase.SHUTDOWN : Phase.RUNNING);
  }

  private Backlog backlog(Object jobs, String name) {
    if (jobs == null) {
      return null;
    }
    Shape shape = known.of(jobs);
    int capacity = shape.is(Role.QUEUE) ? shape.integer(jobs, CAPACITY) : Integer.MAX_VALUE;
    return new Backlog(
        jobs,
        name,
        depth(null, jobs),
        capacity == Integer.MAX_VALUE ? PoolSeen.UNBOUNDED : capacity,
        List.of());
  }

  /** Threads that wait in reserve for a task of which nobody may wait for a thread. */
  private int reserved(Object executor) {
    Shape shape = known.of(executor);
    boolean counted = shape.is(Role.RESERVE) && shape.variant() == 0;
    Object threads = counted ? shape.reference(executor, 0) : null;
    Shape its = known.of(threads);
    int count = 0;
    if (its.is(Role.RESERVED) && its.reference(threads, 0) instanceof AtomicReferenceArray<?> all) {
      for (int i = 0; i < all.length(); i++) {
        count += all.get(i) == null ? 0 : 1;
      }
    }
    return count;
  }
}
