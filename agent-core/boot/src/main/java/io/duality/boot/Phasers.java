package io.duality.boot;

/** What a phaser's node says of the wait that it stands for, read by offset. */
final class Phasers {
  private static final Class<?> NODE = node();
  private static final long TIMED = offset("timed");
  private static final long NANOS = offset("nanos");
  private static final long INTERRUPTIBLE = offset("interruptible");
  private static final long INTERRUPTED = offset("wasInterrupted");

  private Phasers() {}

  /** After how many nanoseconds it gives up; 0 for never. */
  static long timeout(Object node) {
    return Peek.bool(node, TIMED) ? Math.max(1, Peek.longInteger(node, NANOS)) : 0;
  }

  static boolean isInterruptible(Object node) {
    return Peek.bool(node, INTERRUPTIBLE);
  }

  static boolean wasInterrupted(Object node) {
    return Peek.bool(node, INTERRUPTED);
  }

  private static Class<?> node() {
    try {
      return Class.forName("java.util.concurrent.Phaser$QNode", false, null);
    } catch (Throwable absent) {
      return null; // its waits seem endless and uninterruptible
    }
  }

  private static long offset(String field) {
    return NODE == null ? Peek.NONE : Peek.offset(NODE, field);
  }
}
