package io.duality.engine.library;

import io.duality.engine.library.LibraryPool.Backlog;
import io.duality.engine.library.LibraryPool.Part;
import io.duality.model.PoolSeen;
import io.duality.model.PoolSeen.Phase;
import java.util.List;

/** The queues between loggers and slow appenders: logback's AsyncAppender and log4j 2's. */
final class LoggingBacklogs implements PoolRule {
  private static final String LOGBACK = "logback async appenders";
  private static final String LOG4J = "log4j async appenders";
  private static final String QUEUE = "Ljava/util/concurrent/BlockingQueue;";
  private static final String STRING = "Ljava/lang/String;";

  private enum Role {
    APPENDER,
    NAMED,
    WORKER,
    DISPATCHER
  }

  static final List<KnownClass> CLASSES =
      List.of(
          KnownClass.of(
                  LOGBACK,
                  Role.APPENDER,
                  "ch/qos/logback/core/AsyncAppenderBase",
                  "blockingQueue",
                  QUEUE)
              .withSubclasses(),
          KnownClass.of(
                  LOGBACK,
                  Role.NAMED,
                  "ch/qos/logback/core/UnsynchronizedAppenderBase",
                  "name",
                  STRING)
              .withSubclasses(),
          KnownClass.of(
              LOGBACK,
              Role.WORKER,
              "ch/qos/logback/core/AsyncAppenderBase$Worker",
              "this$0",
              "Lch/qos/logback/core/AsyncAppenderBase;"),
          KnownClass.of(
              LOG4J,
              Role.DISPATCHER,
              "org/apache/logging/log4j/core/appender/AsyncAppenderEventDispatcher",
              "queue",
              QUEUE));

  private static final String DISPATCHER = "AsyncAppenderEventDispatcher-";

  private final KnownClasses known;

  LoggingBacklogs(KnownClasses known) {
    this.known = known;
  }

  @Override
  public Object poolOf(Thread thread, Shape shape, Object target, Shape targetShape) {
    if (shape.is(Role.WORKER)) {
      Object appender = shape.reference(thread, 0);
      return known.of(appender).as(Role.APPENDER) == Shape.UNKNOWN ? null : appender;
    }
    return shape.is(Role.DISPATCHER) ? thread : null;
  }

  @Override
  public Object queueOf(Object pool, Shape shape) {
    Object queue = shape.as(Role.APPENDER).reference(pool, 0);
    return queue == null ? shape.as(Role.DISPATCHER).reference(pool, 0) : queue;
  }

  @Override
  public LibraryPool read(Object appender, List<Thread> workers) {
    Shape shape = known.of(appender);
    boolean logback = shape.as(Role.APPENDER) != Shape.UNKNOWN;
    Object queue = queueOf(appender, shape);
    String own = logback ? shape.as(Role.NAMED).text(appender, 0) : dispatched(workers.get(0));
    String name =
        (logback ? "logback" : "log4j") + " AsyncAppender" + (own == null ? "" : " " + own);
    return queue == null
        ? null
        : new LibraryPool(
            Part.BACKLOG,
            appender,
            logback ? "logback" : "log4j",
            name,
            1,
            workers,
            PoolSeen.UNKNOWN,
            new Backlog(queue, name, PoolSeen.UNKNOWN, PoolSeen.UNKNOWN, List.of()),
            PoolSeen.UNKNOWN,
            Phase.RUNNING);
  }

  /** The thread is called {@code AsyncAppenderEventDispatcher-1-<appender>}. */
  private static String dispatched(Thread dispatcher) {
    String name = dispatcher.getName();
    int dash = name.indexOf('-', DISPATCHER.length());
    return name.startsWith(DISPATCHER) && dash > 0 ? name.substring(dash + 1) : null;
  }
}
