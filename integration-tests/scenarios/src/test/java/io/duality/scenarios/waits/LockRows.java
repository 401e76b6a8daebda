package io.duality.scenarios.waits;

import static io.duality.scenarios.waits.Cells.seen;

import java.util.List;

/** Locks, conditions and an application's own synchronizers. */
final class LockRows {
  private LockRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "reentrant-lock",
            "`ReentrantLock.lock`",
            seen("lock", "lock").field("LockWaits.stockLock").heldBy("reentrant-lock-holder")),
        Row.of(
            "reentrant-lock-timed",
            "`ReentrantLock.tryLock(1h)`",
            seen("lock", "lock")
                .within()
                .field("LockWaits.orderLock")
                .heldBy("reentrant-lock-timed-holder")),
        Row.of(
            "read-lock",
            "`ReentrantReadWriteLock.readLock`",
            seen("read-write-lock", "read-lock")
                .field("LockWaits.priceLock")
                .heldBy("read-lock-holder")),
        Row.of(
            "write-lock",
            "`ReentrantReadWriteLock.writeLock`",
            seen("read-write-lock", "write-lock")
                .field("LockWaits.taxLock")
                .heldBy("write-lock-holder")),
        Row.of(
            "stamped-read",
            "`StampedLock.readLock`",
            seen("read-write-lock", "read-lock")
                .field("LockWaits.routeLock")
                .nobody(Reasons.STAMPS, "does not record who holds it")),
        Row.of(
            "stamped-write",
            "`StampedLock.writeLock`",
            seen("read-write-lock", "write-lock")
                .field("LockWaits.mapLock")
                .nobody(Reasons.STAMPS, "does not record who holds it")),
        Row.of(
            "condition",
            "`Condition.await`",
            seen("condition", "await").field("LockWaits.mailArrived").nobody(Reasons.EVENT)),
        Row.of(
            "condition-timed",
            "`Condition.awaitNanos(1h)`",
            seen("condition", "await").within().field("LockWaits.jobDone").nobody(Reasons.EVENT)),
        Row.of(
            "own-mutex",
            "own lock on `AbstractQueuedSynchronizer`",
            seen("lock", "lock").field("LockWaits.cartMutex").heldBy("own-mutex-holder")),
        Row.of(
            "own-long-mutex",
            "own lock on `AbstractQueuedLongSynchronizer`",
            seen("lock", "lock").field("LockWaits.basketMutex").heldBy("own-long-mutex-holder")),
        Row.of(
            "own-signal",
            "own signal on `AbstractQueuedSynchronizer`, shared",
            seen("synchronizer", "acquire")
                .named("its class", "class", "io\\.duality\\.scenarios\\.waits\\.OwnSignal")
                .nobody(Reasons.EVENT)));
  }
}
