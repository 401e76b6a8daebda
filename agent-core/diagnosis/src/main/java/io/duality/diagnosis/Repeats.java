package io.duality.diagnosis;

import java.util.List;

/** What comes again and again in a stack. */
final class Repeats {
  private static final int LEAST = 3;

  /** A few frames alike are no recursion. */
  private static final int LEAST_FRAMES = 8;

  private Repeats() {}

  /**
   * The shortest block of at most so many frames that the stack consists of from near its top on;
   * empty when it does not repeat. A method may be at another line in each round.
   */
  static List<StackTraceElement> block(List<StackTraceElement> frames, int most) {
    for (int length = 1; length <= most; length++) {
      int needed = Math.max(LEAST_FRAMES, length * LEAST);
      for (int from = 0; from <= most && from + needed <= frames.size(); from++) {
        if (repeats(frames.subList(from, from + needed), length)) {
          return frames.subList(from, from + length);
        }
      }
    }
    return List.of();
  }

  private static boolean repeats(List<StackTraceElement> frames, int length) {
    for (int i = 0; i + length < frames.size(); i++) {
      StackTraceElement frame = frames.get(i);
      StackTraceElement later = frames.get(i + length);
      if (!frame.getMethodName().equals(later.getMethodName())
          || !frame.getClassName().equals(later.getClassName())) {
        return false;
      }
    }
    return true;
  }
}
