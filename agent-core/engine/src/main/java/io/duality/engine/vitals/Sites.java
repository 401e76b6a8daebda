package io.duality.engine.vitals;

import java.util.List;
import java.util.Set;

/** Where an error was made, by its stack alone. */
final class Sites {
  private static final List<String> LIBRARY =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "io.opentelemetry.");
  private static final List<String> LOGGING =
      List.of(
          "java.util.logging.",
          "org.slf4j.",
          "ch.qos.logback.",
          "org.apache.logging.",
          "org.apache.log4j.",
          "org.apache.commons.logging.",
          "org.jboss.logging.",
          "org.tinylog.");
  private static final Set<String> SCHEDULERS =
      Set.of(
          "java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask",
          "java.util.concurrent.FutureTask.runAndReset",
          "java.util.TimerThread",
          "org.quartz.core.JobRunShell",
          "org.springframework.scheduling.support.DelegatingErrorHandlingRunnable");

  private Sites() {}

  /** The stack without the constructors of what was thrown. */
  static List<StackTraceElement> made(String className, List<StackTraceElement> frames) {
    int from = 0;
    for (int i = 0; i < frames.size() && frames.get(i).getMethodName().equals("<init>"); i++) {
      String owner = frames.get(i).getClassName();
      if (owner.equals(className) || owner.equals("java.lang.Throwable")) {
        from = i + 1;
      }
    }
    return frames.subList(from, frames.size());
  }

  /** The first frame that is the application's, or null when there is none. */
  static StackTraceElement application(List<StackTraceElement> made) {
    for (StackTraceElement frame : made) {
      if (!startsWith(frame.getClassName(), LIBRARY)) {
        return frame;
      }
    }
    return null;
  }

  /** {@code com.acme.Orders.save(Orders.java:12)}; empty for null. */
  static String site(StackTraceElement frame) {
    if (frame == null) {
      return "";
    }
    String file = frame.getFileName();
    if (file == null) { // the flight recorder does not know it; most are named as their class is
      String name = frame.getClassName();
      int end = name.indexOf('$');
      name = end < 0 ? name : name.substring(0, end);
      file = name.substring(name.lastIndexOf('.') + 1) + ".java";
    }
    String line = frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "";
    return frame.getClassName() + '.' + frame.getMethodName() + '(' + file + line + ')';
  }

  /** Whether it is the stack of a job that a scheduler runs again and again. */
  static boolean scheduled(List<StackTraceElement> frames) {
    for (StackTraceElement frame : frames) {
      if (SCHEDULERS.contains(frame.getClassName())
          || SCHEDULERS.contains(frame.getClassName() + '.' + frame.getMethodName())) {
        return true;
      }
    }
    return false;
  }

  /** Whether it was made or handled inside a logging library. */
  static boolean logged(List<StackTraceElement> frames) {
    for (StackTraceElement frame : frames) {
      if (startsWith(frame.getClassName(), LOGGING)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(String name, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
