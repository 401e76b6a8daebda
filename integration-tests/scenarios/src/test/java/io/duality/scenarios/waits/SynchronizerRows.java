package io.duality.scenarios.waits;

import static io.duality.scenarios.waits.Cells.seen;

import java.util.List;

/** Permits, latches, barriers. */
final class SynchronizerRows {
  private SynchronizerRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "semaphore",
            "`Semaphore.acquire`",
            seen("semaphore", "acquire")
                .field("SynchronizerWaits.uploadPermits")
                .nobody(Reasons.PERMITS, "; 0 are left")),
        Row.of(
            "semaphore-timed",
            "`Semaphore.tryAcquire(1h)`",
            seen("semaphore", "acquire")
                .within()
                .field("SynchronizerWaits.mailPermits")
                .nobody(Reasons.PERMITS, "; 0 are left")),
        Row.of(
            "latch",
            "`CountDownLatch.await`",
            seen("latch", "await").field("SynchronizerWaits.cacheWarm").nobody(Reasons.EVENT)),
        Row.of(
            "latch-timed",
            "`CountDownLatch.await(1h)`",
            seen("latch", "await")
                .within()
                .field("SynchronizerWaits.indexReady")
                .nobody(Reasons.EVENT)),
        Row.of(
            "barrier",
            "`CyclicBarrier.await`",
            seen("barrier", "await").field("SynchronizerWaits.roundBarrier").nobody(Reasons.EVENT)),
        Row.of(
            "barrier-timed",
            "`CyclicBarrier.await(1h)`",
            seen("barrier", "await")
                .within()
                .field("SynchronizerWaits.lapBarrier")
                .nobody(Reasons.EVENT)),
        Row.of(
            "phaser",
            "`Phaser.awaitAdvance`",
            seen("barrier", "await").field("SynchronizerWaits.stagePhaser").nobody(Reasons.EVENT)),
        Row.of(
            "exchanger",
            "`Exchanger.exchange`",
            seen("barrier", "exchange")
                .field("SynchronizerWaits.deskExchanger")
                .nobody(Reasons.EVENT)),
        Row.of(
            "exchanger-timed",
            "`Exchanger.exchange(1h)`",
            seen("barrier", "exchange")
                .within()
                .field("SynchronizerWaits.tillExchanger")
                .nobody(Reasons.EVENT)));
  }
}
