package io.duality.boot;

/** Where ended waits go while emission is open: an event of the flight recorder. */
public abstract class WaitSink {
  /**
   * A wait of at least the recording threshold ended on the current thread.
   *
   * @param resource the resource's name, or null when it has none
   * @param op one of {@link Op}
   * @param timeoutNanos after how long it would have given up, 0 when never
   * @param outcome one of {@link Op}'s outcomes
   * @param holder who held it when the wait began, or null
   * @param holderTrace what that thread worked for when the wait ended, or null
   * @param trace what the current thread worked for; all zero for nothing known
   */
  public abstract void ended(
      String resource,
      String className,
      int identity,
      int op,
      long waitNanos,
      long timeoutNanos,
      int outcome,
      Thread holder,
      TraceIds holderTrace,
      TraceIds trace);
}
