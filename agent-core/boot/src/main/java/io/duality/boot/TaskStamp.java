package io.duality.boot;

/** A reader's copy of who handed a task over, and when; filled by {@link Tasks#stampOf}. */
public final class TaskStamp {
  /** {@code System.nanoTime} of the hand-over. */
  public long submittedNanos;

  /** The id of the thread that handed it over. */
  public long submitterId;

  /** What that thread worked for; all zero for nothing known. */
  public final TraceIds trace = new TraceIds();
}
