package io.duality.engine.library;

/** The names of pools from what their threads are called. */
final class PoolNames {
  private PoolNames() {}

  /** A thread's name without the number that tells it from its siblings. */
  static String prefix(String threadName) {
    int end = threadName.length();
    while (end > 0 && Character.isDigit(threadName.charAt(end - 1))) {
      end--;
    }
    return end == 0 ? threadName : trimmed(threadName.substring(0, end));
  }

  /** A prefix of thread names without what joins it to the number. */
  static String trimmed(String prefix) {
    int end = prefix.length();
    while (end > 0 && "-_# ".indexOf(prefix.charAt(end - 1)) >= 0) {
      end--;
    }
    return end == 0 ? prefix : prefix.substring(0, end);
  }
}
