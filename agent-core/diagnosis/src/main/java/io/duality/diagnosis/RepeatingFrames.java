package io.duality.diagnosis;

import java.util.List;

/** The block of methods of which a recursion consists. */
final class RepeatingFrames {
  /** What is on top of the recursion when the stack ends: what its last call had begun. */
  private static final int TOP = 24;

  private static final int LEAST_TIMES = 3;
  private static final int LEAST_FRAMES = 8;

  private RepeatingFrames() {}

  /**
   * The shortest block that comes again and again from near the top on; lines may differ.
   *
   * @param longest how many frames it may have
   * @return one round of it, empty when there is none
   */
  static List<StackTraceElement> of(List<StackTraceElement> frames, int longest) {
    for (int length = 1; length <= longest; length++) {
      int needed = Math.max(LEAST_FRAMES, length * LEAST_TIMES);
      for (int from = 0; from <= TOP && from + needed <= frames.size(); from++) {
        if (repeats(frames, from, length, needed)) {
          return frames.subList(from, from + length);
        }
      }
    }
    return List.of();
  }

  private static boolean repeats(List<StackTraceElement> frames, int from, int length, int needed) {
    for (int i = from; i + length < from + needed; i++) {
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
