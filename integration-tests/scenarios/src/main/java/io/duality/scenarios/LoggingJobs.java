package io.duality.scenarios;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.helpers.NOPAppender;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.log4j.varia.NullAppender;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;

/** Jobs that fail each time and say so, each to another logger or in another way. */
final class LoggingJobs {
  private static final System.Logger SYSTEM = System.getLogger("jobs.system");
  private static final Logger JUL = Logger.getLogger("jobs.jul");
  private static final org.apache.logging.log4j.Logger LOG4J = LogManager.getLogger("jobs.log4j");
  private static final ch.qos.logback.classic.Logger LOGBACK = logback();
  private static final org.apache.log4j.Logger LOG4J_1 = log4j1();
  private static final org.apache.logging.log4j.Logger ASYNC = async();
  private static final Executor TELLER =
      Executors.newFixedThreadPool(1, Workers.named("told-of-failures"));

  private LoggingJobs() {}

  private static ch.qos.logback.classic.Logger logback() {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    NOPAppender<ILoggingEvent> nowhere = new NOPAppender<>();
    nowhere.setContext(context);
    nowhere.start();
    ch.qos.logback.classic.Logger logger = context.getLogger("jobs.logback");
    logger.addAppender(nowhere);
    return logger;
  }

  private static org.apache.log4j.Logger log4j1() {
    org.apache.log4j.Logger logger = org.apache.log4j.Logger.getLogger("jobs.log4j1");
    logger.setAdditivity(false);
    logger.addAppender(new NullAppender());
    return logger;
  }

  /** Its appenders run on a thread of its own, and it has none. */
  private static org.apache.logging.log4j.Logger async() {
    AsyncLoggerContext context = new AsyncLoggerContext("jobs");
    context.start(ConfigurationBuilderFactory.newConfigurationBuilder().build(false));
    LoggerConfig root = context.getConfiguration().getRootLogger();
    List.copyOf(root.getAppenders().keySet()).forEach(root::removeAppender);
    context.updateLoggers();
    return context.getLogger("jobs.async");
  }

  static void schedule(ScheduledExecutorService timers) {
    JUL.setUseParentHandlers(false);
    Logger.getLogger("jobs.system").setUseParentHandlers(false);
    start(timers, LoggingJobs::stackToJul, 520);
    start(timers, LoggingJobs::stackToSystem, 540);
    start(timers, LoggingJobs::messageToJul, 560);
    start(timers, LoggingJobs::messageToLogback, 580);
    start(timers, LoggingJobs::classToLog4j, 620);
    start(timers, LoggingJobs::stackToLog4j1, 640);
    start(timers, LoggingJobs::messageToLog4j1, 660);
    start(timers, LoggingJobs::stackToRing, 680);
    start(timers, LoggingJobs::messageByAnotherThread, 700);
  }

  private static void start(ScheduledExecutorService timers, Runnable job, long millis) {
    if (timers.scheduleAtFixedRate(job, 150, millis, TimeUnit.MILLISECONDS).isDone()) {
      System.out.println("NOT SCHEDULED");
    }
  }

  private static void stackToJul() {
    try {
      throw new IllegalStateException("no such depot");
    } catch (IllegalStateException e) {
      JUL.log(Level.WARNING, "depot", e);
    }
  }

  private static void stackToSystem() {
    try {
      throw new IllegalStateException("no such harbour");
    } catch (IllegalStateException e) {
      SYSTEM.log(System.Logger.Level.WARNING, "harbour", e);
    }
  }

  private static void messageToJul() {
    try {
      throw new IllegalStateException("no such bridge");
    } catch (IllegalStateException e) {
      JUL.warning("the bridge failed: " + e.getMessage());
    }
  }

  private static void messageToLogback() {
    try {
      throw new IllegalStateException("no such tunnel");
    } catch (IllegalStateException e) {
      LOGBACK.warn("{} failed: {}", "tunnel", e.getMessage());
    }
  }

  private static void classToLog4j() {
    try {
      throw new IllegalStateException("no such ferry");
    } catch (IllegalStateException e) {
      LOG4J.error("{} failed: {}", "ferry", e.toString());
    }
  }

  private static void stackToLog4j1() {
    try {
      throw new IllegalStateException("no such wharf");
    } catch (IllegalStateException e) {
      LOG4J_1.error("wharf", e);
    }
  }

  private static void messageToLog4j1() {
    try {
      throw new IllegalStateException("no such crane");
    } catch (IllegalStateException e) {
      LOG4J_1.warn("the crane failed: " + e.getMessage());
    }
  }

  private static void stackToRing() {
    try {
      throw new IllegalStateException("no such barge");
    } catch (IllegalStateException e) {
      ASYNC.error("barge", e);
    }
  }

  /** As of a future that somebody else reads. */
  private static void messageByAnotherThread() {
    try {
      throw new IllegalStateException("no such lighthouse");
    } catch (IllegalStateException e) {
      TELLER.execute(() -> JUL.warning("the lighthouse failed: " + e.getMessage()));
    }
  }
}
