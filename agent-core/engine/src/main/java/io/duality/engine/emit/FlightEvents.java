package io.duality.engine.emit;

/**
 * The {@code duality.*} events, as the flight ring sees them. Nothing of {@code jdk.jfr} stands in
 * its signature, so that it can be named where that module is absent.
 */
public interface FlightEvents {
  /** Registers every event class, always in the same order; called once, with a recorder. */
  void register();

  /** Opens emission; called after the ring runs. */
  void open();

  /** Emits what waits for the next beat; called before the ring is dumped. */
  default void flush() {}

  /** Closes emission; called before the ring stops. */
  void close();

  /** No events of our own: only those of the JDK. */
  static FlightEvents none() {
    return new FlightEvents() {
      @Override
      public void register() {}

      @Override
      public void open() {}

      @Override
      public void close() {}
    };
  }
}
