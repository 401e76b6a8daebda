package io.duality.engine.heap;

import java.util.List;

/** Where in the application something was allocated. */
final class Sites {
  private Sites() {}

  /**
   * The first frame of the application that is no constructor, or its first constructor when there
   * is no other; null when there is no frame of it.
   */
  static String of(List<StackTraceElement> frames) {
    String constructor = null;
    for (StackTraceElement frame : frames) {
      if (!ClassNames.foreign(frame.getClassName())) {
        if (!frame.getMethodName().startsWith("<")) {
          return text(frame);
        }
        constructor = constructor == null ? text(frame) : constructor;
      }
    }
    return constructor;
  }

  private static String text(StackTraceElement frame) {
    String method = frame.getClassName() + "." + frame.getMethodName();
    return frame.getLineNumber() > 0 ? method + ":" + frame.getLineNumber() : method;
  }
}
