package io.duality.engine.observe;

import io.duality.boot.Peek;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Phaser;

/** How large a synchronizer is and how far it is filled, read from its fields. */
final class Extents {
  private static final long PARTIES = Fields.of(Fields.CONCURRENT + "CyclicBarrier", "parties");
  private static final long ABSENT = Fields.of(Fields.CONCURRENT + "CyclicBarrier", "count");

  private static final long PHASER_STATE = Fields.of(Fields.CONCURRENT + "Phaser", "state");
  private static final int PHASER_PARTIES = 16;
  private static final int PHASER_COUNT = 0xffff;

  private Extents() {}

  /** How many it lets in or holds at most; -1 for no limit, or none that is known. */
  static long limit(Object object, Blocker blocker) {
    return switch (blocker.kind()) {
      case LOCK -> 1;
      case QUEUE -> QueueFill.limit(object);
      case BARRIER -> parties(object);
      default -> -1;
    };
  }

  private static long parties(Object barrier) {
    if (barrier instanceof CyclicBarrier && PARTIES != Peek.NONE) {
      return Peek.integer(barrier, PARTIES);
    }
    long state = phaserState(barrier);
    return state < 0 ? -1 : state >>> PHASER_PARTIES & PHASER_COUNT;
  }

  private static long arrived(Object barrier) {
    if (barrier instanceof CyclicBarrier && ABSENT != Peek.NONE) {
      return (long) Peek.integer(barrier, PARTIES) - Peek.integer(barrier, ABSENT);
    }
    long state = phaserState(barrier);
    return state < 0 ? -1 : (state >>> PHASER_PARTIES & PHASER_COUNT) - (state & PHASER_COUNT);
  }

  /** Negative when it is no phaser, or one that has ended. */
  private static long phaserState(Object barrier) {
    return barrier instanceof Phaser && PHASER_STATE != Peek.NONE
        ? Peek.longInteger(barrier, PHASER_STATE)
        : -1;
  }

  /** How many are in it, hold it or are missing from it; -1 when that is not known. */
  static long depth(Object object, Blocker blocker) {
    return switch (blocker.kind()) {
      case LOCK -> Peek.reference(object, Fields.OWNER) == null ? 0 : 1;
      case READ_WRITE_LOCK -> blocker.owned() ? ReadHolds.holds(object) : -1;
      case LATCH -> Peek.integer(object, Fields.STATE);
      case QUEUE -> QueueFill.depth(object);
      case BARRIER -> arrived(object);
      default -> -1;
    };
  }
}
