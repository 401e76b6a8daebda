package io.duality.model;

import java.util.Objects;

/**
 * A time in which threads stood still that nobody had stopped by a lock.
 *
 * @param endNanos when it ended, on the clock of {@link Look#nanos()}
 * @param durationNanos how long it was
 * @param cause what made them stand
 * @param operation the VM operation or the collection, such as {@code G1CollectFull}; of threads
 *     that got no processor what counted that, such as {@link #STOLEN}; or null
 * @param caller the thread that asked for the operation, or null
 */
public record StallSeen(
    long endNanos, long durationNanos, Cause cause, String operation, String caller) {
  /** The operation that writes the heap because memory was exhausted. */
  public static final String OOM_DUMP = "HeapDumper at an OutOfMemoryError";

  /** The host of the virtual machine gave its processors to others. */
  public static final String STOLEN = "steal";

  /** Only the machine's pressure says so: somebody waited for a processor all that time. */
  public static final String PRESSURE = "pressure";

  /** The operation of a machine that slept: nobody waited meanwhile by any clock. */
  public static final String MACHINE_SLEPT = "the machine slept";

  /** A debugger may have stopped the threads at a breakpoint: nothing else is known of it. */
  public static final String DEBUGGER = "a debugger";

  /** What made threads stand still. */
  public enum Cause {
    /** A collection stopped the world. */
    GC,
    /** Another operation of the VM did. */
    VM_OPERATION,
    /** Threads were ready and got no processor: the machine is busy. */
    STARVED,
    /** The container's quota was used up. */
    THROTTLED,
    /** The whole process was stopped, or its machine: a stop signal, a migration, a sleep. */
    SUSPENDED,
    /** A thread was late and nothing says why. */
    UNKNOWN
  }

  public StallSeen {
    Objects.requireNonNull(cause, "cause");
  }
}
