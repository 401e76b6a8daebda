package io.duality.scenarios.waits;

import static io.duality.scenarios.waits.Cells.sampled;
import static io.duality.scenarios.waits.Cells.seen;
import static io.duality.scenarios.waits.Place.VIRTUAL_25;

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
                .nobody(Reasons.PERMITS)),
        Row.of(
            "semaphore-timed",
            "`Semaphore.tryAcquire(1h)`",
            seen("semaphore", "acquire")
                .within()
                .field("SynchronizerWaits.mailPermits")
                .nobody(Reasons.PERMITS)),
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
                sampled("barrier", "await", "sample")
                    .field("SynchronizerWaits.stagePhaser")
                    .nobody(Reasons.EVENT))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK),
        Row.of(
                "exchanger",
                "`Exchanger.exchange`",
                sampled("barrier", "await", "sample")
                    .field("SynchronizerWaits.deskExchanger")
                    .nobody(Reasons.EVENT))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK),
        Row.of(
                "exchanger-timed",
                "`Exchanger.exchange(1h)`",
                sampled("barrier", "await", "sample")
                    .withinUnknown()
                    .field("SynchronizerWaits.tillExchanger")
                    .nobody(Reasons.EVENT))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK));
  }
}
