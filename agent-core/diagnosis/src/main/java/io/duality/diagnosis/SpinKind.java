package io.duality.diagnosis;

import io.duality.model.ThreadSeen;
import java.util.List;

/** What loops usually are, by the JDK's code at the top of the stack. */
final class SpinKind {
  private SpinKind() {}

  /** {@code a regular expression}, {@code a HashMap}; empty when the code is the application's. */
  static String of(ThreadSeen thread) {
    for (StackTraceElement frame :
        thread == null ? List.<StackTraceElement>of() : thread.frames()) {
      String name = frame.getClassName();
      if (!Stacks.isJdk(frame)) {
        return "";
      } else if (name.startsWith("java.util.regex.")) {
        return "a regular expression";
      } else if (name.matches("java\\.util\\.(Hash|LinkedHash|WeakHash|Tree|Identity)\\w*.*")) {
        return "a " + name.replaceAll("java\\.util\\.(\\w+).*", "$1");
      }
    }
    return "";
  }
}
