package io.duality.stress;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;

/** All wait for all, in rounds: latch, barrier, phaser; and two by two at an exchanger. */
final class Meetings implements Scene {
  @Override
  public void play(Crew crew) throws Exception {
    int rounds = Math.max(2, crew.operations() / 8);
    int parties = crew.threads();
    CountDownLatch[] latches = new CountDownLatch[rounds];
    for (int i = 0; i < rounds; i++) {
      latches[i] = new CountDownLatch(parties);
    }
    AtomicLong generations = new AtomicLong();
    AtomicLong met = new AtomicLong();
    CyclicBarrier barrier = new CyclicBarrier(parties, generations::incrementAndGet);
    Phaser phaser = new Phaser(parties);
    crew.add(
            "party",
            parties,
            (self, random) -> {
              for (int round = 0; round < rounds; round++) {
                latches[round].countDown();
                latches[round].await();
                arrive(barrier);
                phaser.arriveAndAwaitAdvance();
                met.incrementAndGet();
              }
            })
        .run();
    crew.report().invariant("met", (long) rounds * parties, met.get());
    crew.report().invariant("generations", rounds, generations.get());
    crew.report().invariant("phase", rounds, phaser.getPhase());
    exchange(crew);
  }

  private static void arrive(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("nobody breaks this barrier", e);
    }
  }

  private static void exchange(Crew crew) throws InterruptedException {
    int pairs = crew.threads() / 2;
    Exchanger<Integer>[] tables = tables(pairs);
    AtomicLong given = new AtomicLong();
    AtomicLong got = new AtomicLong();
    crew.add(
            "trader",
            pairs * 2,
            (self, random) -> {
              for (int i = 0; i < crew.operations(); i++) {
                int value = random.nextInt(1000);
                given.addAndGet(value);
                got.addAndGet(Undisturbed.get(() -> tables[self / 2].exchange(value)));
              }
            })
        .runInterrupted();
    crew.report().invariant("exchanged", given.get(), got.get());
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Exchanger<Integer>[] tables(int count) {
    Exchanger<Integer>[] tables = new Exchanger[count];
    for (int i = 0; i < count; i++) {
      tables[i] = new Exchanger<>();
    }
    return tables;
  }
}
