package io.duality.engine.library;

import io.duality.engine.library.LibraryPool.Backlog;
import io.duality.engine.library.LibraryPool.Part;
import io.duality.model.PoolSeen;
import io.duality.model.PoolSeen.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Netty's executors of one thread, 4.1 and 4.2: event loops of every transport, which Vert.x,
 * Reactor Netty, gRPC and others bring along under names of their own.
 */
final class NettyLoops implements PoolRule {
  private static final String UTIL = "io/netty/util/";
  private static final String QUEUES = UTIL + "internal/shaded/org/jctools/queues/";
  private static final String NAME = "netty event loops";

  private enum Role {
    LOOP,
    COMMAND,
    PRODUCED,
    CONSUMED
  }

  private static final int TASKS = 0;
  private static final int MOST_PENDING = 1;

  /** Numbers of states differ between 4.1 and 4.2; this is 0 until an end is asked for. */
  private static final int ENDING_SINCE = 2;

  private static final int PRODUCER_INDEX = 0;
  private static final int CONSUMER_INDEX = 0;
  private static final int CONSUMER_MASK = 1;
  private static final int CONSUMER_BUFFER = 2;

  static final List<KnownClass> CLASSES = classes();

  private final KnownClasses known;

  NettyLoops(KnownClasses known) {
    this.known = known;
  }

  private static List<KnownClass> classes() {
    List<KnownClass> classes = new ArrayList<>();
    classes.add(
        KnownClass.of(
                NAME,
                Role.LOOP,
                UTIL + "concurrent/SingleThreadEventExecutor",
                "taskQueue",
                "Ljava/util/Queue;",
                "maxPendingTasks",
                "I",
                "gracefulShutdownStartTime",
                "J")
            .withSubclasses());
    classes.add(
        KnownClass.of(
            NAME,
            Role.COMMAND,
            UTIL + "internal/ThreadExecutorMap$2",
            "val$eventExecutor",
            "Lio/netty/util/concurrent/EventExecutor;"));
    classes.add(
        KnownClass.of(
            NAME,
            Wrapper.WRAPPER,
            UTIL + "concurrent/FastThreadLocalRunnable",
            "runnable",
            "Ljava/lang/Runnable;"));
    classes.add(
        KnownClass.of(
                NAME,
                Wrapper.WRAPPER,
                UTIL + "concurrent/PromiseTask",
                "task",
                "Ljava/lang/Object;")
            .or("before 4.1.45", "task", "Ljava/util/concurrent/Callable;")
            .withSubclasses());
    classes.add(
        KnownClass.of(
            NAME,
            Wrapper.WRAPPER,
            UTIL + "concurrent/PromiseTask$RunnableAdapter",
            "task",
            "Ljava/lang/Runnable;"));
    for (String kind : List.of("Linked", "atomic/LinkedAtomic", "varhandle/LinkedVarHandle")) {
      int slash = kind.indexOf('/') + 1;
      String base =
          QUEUES + kind.substring(0, slash) + "BaseMpsc" + kind.substring(slash) + "ArrayQueue";
      classes.add(
          KnownClass.of(NAME, Role.PRODUCED, base + "ProducerFields", "producerIndex", "J")
              .withSubclasses());
      classes.add(
          KnownClass.of(
                  NAME,
                  Role.CONSUMED,
                  base + "ConsumerFields",
                  "consumerIndex",
                  "J",
                  "consumerMask",
                  "J",
                  "consumerBuffer",
                  slash > 0 && kind.startsWith("atomic")
                      ? "Ljava/util/concurrent/atomic/AtomicReferenceArray;"
                      : "[Ljava/lang/Object;")
              .withSubclasses());
    }
    return classes;
  }

  @Override
  public Object poolOf(Thread thread, Shape shape, Object target, Shape targetShape) {
    Object loop = targetShape.is(Role.COMMAND) ? targetShape.reference(target, 0) : null;
    return known.of(loop).as(Role.LOOP) == Shape.UNKNOWN ? null : loop;
  }

  @Override
  public Object queueOf(Object pool, Shape shape) {
    return shape.as(Role.LOOP).reference(pool, TASKS);
  }

  @Override
  public long depth(Object pool, Object queue) {
    return depth(queue);
  }

  @Override
  public Object head(Object queue) {
    Shape consumed = known.of(queue).as(Role.CONSUMED);
    long index = consumed.longInteger(queue, CONSUMER_INDEX);
    long mask = consumed.longInteger(queue, CONSUMER_MASK);
    return at(consumed.reference(queue, CONSUMER_BUFFER), (int) ((index & mask) >> 1));
  }

  @Override
  public LibraryPool read(Object loop, List<Thread> workers) {
    Shape all = known.of(loop);
    Shape shape = all.as(Role.LOOP);
    String thread = workers.get(0).getName();
    boolean vertx = thread.startsWith("vert.x-");
    String name = (vertx ? "vert.x" : "netty") + " event loop " + thread;
    Object queue = shape.reference(loop, TASKS);
    int most = shape.integer(loop, MOST_PENDING);
    Backlog backlog =
        queue == null
            ? null
            : new Backlog(
                queue,
                "tasks of " + name,
                depth(queue),
                most == Integer.MAX_VALUE ? PoolSeen.UNBOUNDED : most,
                first(queue));
    return new LibraryPool(
        Part.EVENT_LOOP,
        loop,
        vertx ? "vertx" : "netty",
        name,
        1,
        workers,
        PoolSeen.UNKNOWN,
        backlog,
        PoolSeen.UNKNOWN,
        shape.longInteger(loop, ENDING_SINCE) == 0 ? Phase.RUNNING : Phase.SHUTDOWN);
  }

  private long depth(Object queue) {
    Shape all = known.of(queue);
    Shape produced = all.as(Role.PRODUCED);
    Shape consumed = all.as(Role.CONSUMED);
    if (produced == Shape.UNKNOWN || consumed == Shape.UNKNOWN) {
      return PoolSeen.UNKNOWN;
    }
    // Both count by two; the lowest bit says that the array is being replaced.
    long from = consumed.longInteger(queue, CONSUMER_INDEX);
    long to = produced.longInteger(queue, PRODUCER_INDEX);
    return Math.max(0, (to - from) >> 1);
  }

  /** The first tasks, up to the end of the array from which they are taken. */
  private List<Object> first(Object queue) {
    Shape consumed = known.of(queue).as(Role.CONSUMED);
    List<Object> first = new ArrayList<>();
    Object buffer = consumed.reference(queue, CONSUMER_BUFFER);
    long index = consumed.longInteger(queue, CONSUMER_INDEX);
    long mask = consumed.longInteger(queue, CONSUMER_MASK);
    for (int i = 0; buffer != null && i < PoolSeen.MOST_TASKS; i++) {
      int at = (int) (((index + 2L * i) & mask) >> 1);
      Object task = at(buffer, at);
      if (task == null || task instanceof Queue<?> || !(task instanceof Runnable)) {
        break;
      }
      first.add(task);
    }
    return first;
  }

  private static Object at(Object buffer, int index) {
    if (buffer instanceof Object[] array) {
      return index >= 0 && index < array.length ? array[index] : null;
    }
    return buffer instanceof AtomicReferenceArray<?> array && index >= 0 && index < array.length()
        ? array.get(index)
        : null;
  }
}
