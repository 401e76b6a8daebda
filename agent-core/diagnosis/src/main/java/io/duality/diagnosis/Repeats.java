package io.duality.diagnosis;

import java.util.List;

/** What comes again and again in a stack. */
final class Repeats {
  private static final int LEAST = 3;

  private Repeats() {}

  /**
   * The shortest block of at most so many frames that the stack consists of from near its top on;
   * empty when it does not repeat.
   */
  static List<StackTraceElement> block(List<StackTraceElement> frames, int most) {
    for (int length = 1; length <= most; length++) {
      for (int from = 0; from <= most && from + length * LEAST <= frames.size(); from++) {
        if (repeats(frames, from, length)) {
          return frames.subList(from, from + length);
        }
      }
    }
    return List.of();
  }

  private static boolean repeats(List<StackTraceElement> frames, int from, int length) {
    for (int i = from; i < from + length * (LEAST - 1); i++) {
      if (!frames.get(i).equals(frames.get(i + length))) {
        return false;
      }
    }
    return true;
  }
}
