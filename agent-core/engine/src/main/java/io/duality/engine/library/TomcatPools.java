package io.duality.engine.library;

import io.duality.boot.Peek;
import io.duality.engine.library.LibraryPool.Backlog;
import io.duality.engine.library.LibraryPool.Part;
import io.duality.model.PoolSeen;
import io.duality.model.PoolSeen.Phase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/** Tomcat's own copy of the JDK's pool, which its connectors and its StandardThreadExecutor use. */
final class TomcatPools implements PoolRule {
  private static final String THREADS = "org/apache/tomcat/util/threads/";
  private static final String NAME = "tomcat pools";

  private enum Role {
    POOL,
    WORKER,
    FACTORY
  }

  private static final int CTL = 0;
  private static final int QUEUE = 1;
  private static final int MAXIMUM = 2;
  private static final int COMPLETED = 3;
  private static final int FACTORY = 4;

  private static final int WORKER_POOL = 0;
  private static final int WORKER_COMPLETED = 1;

  static final List<KnownClass> CLASSES =
      List.of(
          KnownClass.of(
                  NAME,
                  Role.POOL,
                  THREADS + "ThreadPoolExecutor",
                  "ctl",
                  "Ljava/util/concurrent/atomic/AtomicInteger;",
                  "workQueue",
                  "Ljava/util/concurrent/BlockingQueue;",
                  "maximumPoolSize",
                  "I",
                  "completedTaskCount",
                  "J",
                  "threadFactory",
                  "Ljava/util/concurrent/ThreadFactory;")
              .withSubclasses(),
          KnownClass.of(
              NAME,
              Role.WORKER,
              THREADS + "ThreadPoolExecutor$Worker",
              "this$0",
              "Lorg/apache/tomcat/util/threads/ThreadPoolExecutor;",
              "completedTasks",
              "J"),
          KnownClass.of(
                  NAME,
                  Role.FACTORY,
                  THREADS + "TaskThreadFactory",
                  "namePrefix",
                  "Ljava/lang/String;")
              .withSubclasses(),
          KnownClass.of(
              NAME,
              Wrapper.WRAPPER,
              THREADS + "TaskThread$WrappingRunnable",
              "wrappedRunnable",
              "Ljava/lang/Runnable;"));

  private static final long STATE = Peek.offset(AbstractQueuedSynchronizer.class, "state");

  /** The pool's state is in the three high bits, the lowest of which is the 29th. */
  private static final int STATE_SHIFT = 29;

  private final KnownClasses known;

  TomcatPools(KnownClasses known) {
    this.known = known;
  }

  @Override
  public Object poolOf(Thread thread, Shape shape, Object target, Shape targetShape) {
    Object pool = targetShape.is(Role.WORKER) ? targetShape.reference(target, WORKER_POOL) : null;
    return known.of(pool).as(Role.POOL) == Shape.UNKNOWN ? null : pool;
  }

  @Override
  public Object queueOf(Object pool, Shape shape) {
    return shape.as(Role.POOL).reference(pool, QUEUE);
  }

  @Override
  public LibraryPool read(Object pool, List<Thread> workers) {
    Shape shape = known.of(pool).as(Role.POOL);
    long completed = shape.longInteger(pool, COMPLETED);
    int busy = 0;
    for (Thread thread : workers) {
      Object worker = LibraryPools.target(known, thread);
      Shape its = known.of(worker);
      if (its.is(Role.WORKER)) {
        completed += its.longInteger(worker, WORKER_COMPLETED);
        busy += Peek.integer(worker, STATE) > 0 ? 1 : 0; // a worker locks itself for its task
      }
    }
    String name = name(shape.reference(pool, FACTORY), workers.get(0));
    Object queue = shape.reference(pool, QUEUE);
    return new LibraryPool(
        Part.POOL,
        pool,
        "tomcat",
        "pool " + name,
        shape.integer(pool, MAXIMUM),
        workers,
        busy,
        queue == null
            ? null
            : new Backlog(
                queue, "queue of pool " + name, PoolSeen.UNKNOWN, PoolSeen.UNKNOWN, List.of()),
        completed,
        phase(shape.reference(pool, CTL)));
  }

  /** {@code http-nio-8080} of threads that are called {@code http-nio-8080-exec-1}. */
  private String name(Object factory, Thread worker) {
    Shape shape = known.of(factory).as(Role.FACTORY);
    String prefix = shape.text(factory, 0);
    String name = prefix == null ? PoolNames.prefix(worker.getName()) : PoolNames.trimmed(prefix);
    return name.endsWith("-exec") ? name.substring(0, name.length() - "-exec".length()) : name;
  }

  private static Phase phase(Object ctl) {
    int state = ctl instanceof AtomicInteger value ? value.get() >> STATE_SHIFT : -1;
    return state < 0 ? Phase.RUNNING : state >= 2 ? Phase.TERMINATED : Phase.SHUTDOWN;
  }
}
