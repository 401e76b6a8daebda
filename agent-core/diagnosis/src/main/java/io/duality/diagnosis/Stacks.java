package io.duality.diagnosis;

import io.duality.model.ThreadSeen;
import java.util.List;

/** Reading stacks: which frame is the application's, and how a frame is written. */
final class Stacks {
  private static final List<String> JDK =
      List.of(
          "java.", "javax.", "jdk.", "sun.", "com.sun.", "io.duality.boot.", "io.duality.engine.");

  private Stacks() {}

  static boolean isJdk(StackTraceElement frame) {
    return isJdk(frame.getClassName());
  }

  static boolean isJdk(String name) {
    for (String prefix : JDK) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** The topmost frame that is the application's or a library's, or null when there is none. */
  static StackTraceElement application(ThreadSeen thread) {
    if (thread == null) {
      return null;
    }
    for (StackTraceElement frame : thread.frames()) {
      if (!isJdk(frame)) {
        return frame;
      }
    }
    return null;
  }

  /** Whether the thread is inside {@code Thread.sleep}. */
  static boolean sleeps(ThreadSeen thread) {
    return top(thread, "java.lang.Thread", "sleep");
  }

  /** Whether the thread is parked by a call of its own, not inside a lock, a queue or the like. */
  static boolean parks(ThreadSeen thread) {
    int frames = 0;
    for (StackTraceElement frame : thread.frames()) {
      if (!isJdk(frame)) {
        break;
      }
      frames++;
      boolean park =
          frame.getClassName().equals("java.util.concurrent.locks.LockSupport")
              || frame.getMethodName().startsWith("park");
      if (!park && !frame.getClassName().startsWith("java.lang.")) {
        return false;
      }
    }
    return frames > 0 && top(thread, "java.util.concurrent.locks.LockSupport", "park");
  }

  private static boolean top(ThreadSeen thread, String type, String method) {
    for (StackTraceElement frame : thread.frames()) {
      if (!isJdk(frame)) {
        return false;
      }
      if (frame.getClassName().equals(type) && frame.getMethodName().startsWith(method)) {
        return true;
      }
    }
    return false;
  }

  /** {@code com.acme.Sync.copy(Sync.java:42)}. */
  static String full(StackTraceElement frame) {
    boolean known = frame.getFileName() != null; // the flight recorder knows only the line
    String file =
        known ? frame.getFileName() : frame.getLineNumber() < 0 ? "Unknown Source" : "line";
    return Words.plain(
        frame.getClassName()
            + "."
            + frame.getMethodName()
            + (frame.isNativeMethod()
                ? "(Native Method)"
                : frame.getLineNumber() < 0
                    ? "(" + file + ")"
                    : "(" + file + (known ? ":" : " ") + frame.getLineNumber() + ")"));
  }

  /** {@code com.acme.Sync.copy:42}. */
  static String dotted(StackTraceElement frame) {
    return Words.plain(
        frame.getClassName()
            + "."
            + frame.getMethodName()
            + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber()));
  }

  /** {@code Sync.copy:42}. */
  static String brief(StackTraceElement frame) {
    String name = frame.getClassName();
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return Words.plain(
        simple
            + "."
            + frame.getMethodName()
            + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber()));
  }
}
