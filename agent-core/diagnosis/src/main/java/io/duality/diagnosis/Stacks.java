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
    String name = frame.getClassName();
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

  /** {@code com.acme.Sync.copy(Sync.java:42)}, or null when no frame is known. */
  static String where(ThreadSeen thread) {
    StackTraceElement frame = application(thread);
    if (frame == null && thread != null && !thread.frames().isEmpty()) {
      frame = thread.frames().get(0);
    }
    return frame == null ? null : full(frame);
  }

  /** {@code com.acme.Sync.copy(Sync.java:42)}. */
  static String full(StackTraceElement frame) {
    String file = frame.getFileName() == null ? "Unknown Source" : frame.getFileName();
    return Words.plain(
        frame.getClassName()
            + "."
            + frame.getMethodName()
            + (frame.isNativeMethod()
                ? "(Native Method)"
                : frame.getLineNumber() < 0
                    ? "(" + file + ")"
                    : "(" + file + ":" + frame.getLineNumber() + ")"));
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
