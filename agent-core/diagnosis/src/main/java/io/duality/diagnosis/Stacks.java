package io.duality.diagnosis;

import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.List;

/** Reading stacks: which frame is the application's, and how a frame is written. */
final class Stacks {
  private static final List<String> JDK =
      List.of(
          "java.", "javax.", "jdk.", "sun.", "com.sun.", "io.duality.boot.", "io.duality.engine.");

  /** Frames of the JDK at the top that say what failed. */
  private static final int TOP = 2;

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

  /**
   * The frames of a stack, a line each: those at its top, and those of the application, for which
   * the JDK's between them are left out.
   */
  static List<String> lines(List<StackTraceElement> frames, int most) {
    int application = 0;
    while (application < frames.size() && isJdk(frames.get(application))) {
      application++;
    }
    boolean far = application > TOP + 1 && application < frames.size();
    List<String> lines = new ArrayList<>();
    int next = 0;
    while (next < frames.size() && lines.size() < most) {
      if (far && next == TOP) {
        lines.add("… " + (application - TOP) + " of the JDK");
        next = application;
      }
      lines.add("at " + Words.fenced(full(frames.get(next))));
      next++;
    }
    if (next < frames.size()) {
      lines.add("… " + (frames.size() - next) + " more");
    }
    return lines;
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
