package io.duality.boot;

/** The ids of one thread's trace context; all zero when it has none. */
public final class TraceIds {
  public long traceHigh;
  public long traceLow;
  public long span;
  public boolean sampled;

  /** Takes over those of another. */
  void copy(TraceIds other) {
    traceHigh = other.traceHigh;
    traceLow = other.traceLow;
    span = other.span;
    sampled = other.sampled;
  }

  /** Back to none. */
  public void clear() {
    traceHigh = 0;
    traceLow = 0;
    span = 0;
    sampled = false;
  }
}
