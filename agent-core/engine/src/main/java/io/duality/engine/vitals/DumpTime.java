package io.duality.engine.vitals;

import io.duality.model.StallSeen;
import io.duality.model.StallSeen.Cause;

/**
 * Which stall was the JVM's dump at an OutOfMemoryError: the one at which its file came. All
 * threads stand while it is written, and the recorder's event of it may be lost with the memory.
 */
final class DumpTime {
  private final VmDump dump;
  private long before;
  private long since;

  DumpTime(VmDump dump) {
    this.dump = dump;
  }

  /** Asks for the file; once a second. */
  void read(long now) {
    if (since == 0 && dump.begun()) {
      since = now;
    } else if (since == 0) {
      before = now;
    }
  }

  /**
   * The same stall, explained when it was the dump.
   *
   * @param guessed whether no event tells its cause: the collections before the dump are not it
   */
  StallSeen explained(StallSeen stall, boolean guessed) {
    boolean open =
        stall.cause() == Cause.UNKNOWN
            || (guessed && stall.cause() == Cause.GC)
            || (stall.cause() == Cause.SUSPENDED && stall.operation() == null)
            || "HeapDumper".equals(stall.operation());
    long begun = stall.endNanos() - stall.durationNanos();
    boolean its = since != 0 && before != 0 && stall.endNanos() - before >= 0 && begun - since <= 0;
    return open && its
        ? new StallSeen(
            stall.endNanos(),
            stall.durationNanos(),
            Cause.VM_OPERATION,
            StallSeen.OOM_DUMP,
            stall.caller())
        : stall;
  }
}
