package io.duality.boot;

/** Where ended waits go while emission is open: an event of the flight recorder. */
public abstract class WaitSink {
  /** A wait of at least the recording threshold ended on the current thread. */
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
