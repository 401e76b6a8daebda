package io.duality.scenarios.waits;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Waits for permits, and for others to come along. */
final class SynchronizerWaits {
  private final Semaphore uploadPermits = new Semaphore(1);
  private final Semaphore mailPermits = new Semaphore(1);
  private final CyclicBarrier roundBarrier = new CyclicBarrier(2);
  private final CyclicBarrier lapBarrier = new CyclicBarrier(2);
  private final Phaser stagePhaser = new Phaser(1);
  private final Exchanger<String> deskExchanger = new Exchanger<>();
  private final Exchanger<String> tillExchanger = new Exchanger<>();
  private volatile CountDownLatch cacheWarm;
  private volatile CountDownLatch indexReady;
  private volatile int stage;

  List<WaitKind> kinds() {
    return List.of(
        new WaitKind("semaphore", held(uploadPermits), this::upload),
        new WaitKind("semaphore-timed", held(mailPermits), this::mail),
        new WaitKind("latch", this::warmCache, () -> cacheWarm.await()),
        new WaitKind("latch-timed", this::index, () -> indexReady.await(1, TimeUnit.HOURS)),
        new WaitKind("barrier", meets(roundBarrier), roundBarrier::await),
        new WaitKind("barrier-timed", meets(lapBarrier), () -> lapBarrier.await(1, TimeUnit.HOURS)),
        new WaitKind("phaser", this::arrive, () -> stagePhaser.awaitAdvance(stage)),
        new WaitKind("exchanger", gives(deskExchanger), () -> deskExchanger.exchange("order")),
        new WaitKind(
            "exchanger-timed",
            gives(tillExchanger),
            () -> tillExchanger.exchange("bill", 1, TimeUnit.HOURS)));
  }

  private static Holding held(Semaphore permits) {
    return gate -> {
      permits.acquire();
      try {
        gate.hold();
      } finally {
        permits.release();
      }
    };
  }

  private static Holding meets(CyclicBarrier barrier) {
    return gate -> {
      gate.hold();
      barrier.await();
    };
  }

  private static Holding gives(Exchanger<String> exchanger) {
    return gate -> {
      gate.hold();
      exchanger.exchange("receipt");
    };
  }

  private void upload() throws InterruptedException {
    uploadPermits.acquire();
    uploadPermits.release();
  }

  private void mail() throws InterruptedException {
    if (mailPermits.tryAcquire(1, TimeUnit.HOURS)) {
      mailPermits.release();
    }
  }

  private void warmCache(Gate gate) throws InterruptedException {
    cacheWarm = new CountDownLatch(1);
    gate.hold();
    cacheWarm.countDown();
  }

  private void index(Gate gate) throws InterruptedException {
    indexReady = new CountDownLatch(1);
    gate.hold();
    indexReady.countDown();
  }

  private void arrive(Gate gate) throws InterruptedException {
    stage = stagePhaser.getPhase();
    gate.hold();
    stagePhaser.arrive();
  }
}
