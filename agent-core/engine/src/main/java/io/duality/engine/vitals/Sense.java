package io.duality.engine.vitals;

/**
 * Reads one part of the vitals. For the thread of the watch; what events of the flight recorder
 * tell it arrives on another thread.
 */
public interface Sense {
  /**
   * Reads; must not block, must not call code of the application, and allocates little.
   *
   * @param into takes what was read
   * @param now on the clock of {@code System.nanoTime}
   */
  void read(VitalsBuilder into, long now);

  /** Asks for the events it wants; called once, before the stream begins. */
  default void listen(EventWatch events) {}

  /** The next reading may be the last one: what waits for more evidence is told then. */
  default void hurry() {}

  /**
   * Does less while the agent as a whole costs too much, or what it always does; any thread may
   * call it, and it is in force when it returns or soon after.
   */
  default void spare(boolean less) {}

  /** Whether it is read although the agent does next to nothing: memory may end meanwhile. */
  default boolean essential() {
    return false;
  }

  /** Ends what it has begun, such as a thread. */
  default void stop() {}
}
