package io.duality.boot;

/** Reads the trace context of any thread, without calling a method of the application. */
public abstract class TraceReader {
  /**
   * Reads the ids.
   *
   * @return false when the thread carries no known context; {@code into} is cleared then
   */
  public abstract boolean read(Thread thread, TraceIds into);

  /** A number that spans of one name share; negative when the span is not remembered. */
  public int nameId(long span) {
    return -1;
  }
}
