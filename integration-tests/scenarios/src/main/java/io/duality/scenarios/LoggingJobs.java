package io.duality.scenarios;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.helpers.NOPAppender;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.logging.log4j.LogManager;

/** Jobs that fail each time and say so, each to another logger or in another way. */
final class LoggingJobs {
  private static final System.Logger SYSTEM = System.getLogger("jobs.system");
  private static final Logger JUL = Logger.getLogger("jobs.jul");
  private static final org.apache.logging.log4j.Logger LOG4J = LogManager.getLogger("jobs.log4j");
  private static final ch.qos.logback.classic.Logger LOGBACK = logback();

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

  static void schedule(ScheduledExecutorService timers) {
    JUL.setUseParentHandlers(false);
    Logger.getLogger("jobs.system").setUseParentHandlers(false);
    start(timers, LoggingJobs::stackToJul, 520);
    start(timers, LoggingJobs::stackToSystem, 540);
    start(timers, LoggingJobs::messageToJul, 560);
    start(timers, LoggingJobs::messageToLogback, 580);
    start(timers, LoggingJobs::classToLog4j, 620);
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
}
