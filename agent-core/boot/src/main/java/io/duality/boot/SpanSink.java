package io.duality.boot;

/** Hears of spans as the tracing SDK starts and ends them, on the application's threads. */
public abstract class SpanSink {
  /**
   * A span was started.
   *
   * @param span the SDK's span, recording or not
   * @param builder the SDK's builder it came from
   */
  public abstract void started(Object span, Object builder);

  /** A recording span was ended. */
  public abstract void ended(Object span);

  /**
   * A recording span was told of an error.
   *
   * @param thrown what was recorded, or null when the status says no more than that there was one
   */
  public void failed(Object span, Throwable thrown) {}
}
