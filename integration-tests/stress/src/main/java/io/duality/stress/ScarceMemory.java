package io.duality.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The heap is full again and again while others lock, hand over and await: what an OutOfMemoryError
 * interrupted has not happened, is done again, and comes out right. On platform threads: what a
 * virtual one needs to park is on the heap. The scene itself finds memory whenever it needs some.
 */
final class ScarceMemory implements Scene {
  private static final int CHUNK = 16 * 1024;

  private static final long BREATH_NANOS = 10_000_000;

  private volatile boolean wanted;
  private volatile boolean hoarding;
  private volatile boolean over;
  private final AtomicInteger hoarded = new AtomicInteger();

  @Override
  public void play(Crew crew) throws Exception {
    work(crew, "warm"); // so that nothing is linked for the first time while there is no memory
    Thread hoarder = Threads.platform("stress-hoarder", () -> hoard(crew.random()));
    hoarder.start();
    int errors = 0;
    int times = 0;
    while (hoarded.get() < 5 || times < 3) {
      errors += work(crew, "full-" + ++times);
    }
    over = true;
    hoarder.join();
    work(crew, "after");
    crew.report().count("times", times);
    crew.report().count("errors-of-workers", errors);
    crew.report().count("errors-of-hoarder", hoarded.get());
  }

  /** Returns how often a worker met the end of the heap. */
  private int work(Crew crew, String phase) throws InterruptedException {
    Workshop shop = new Workshop(crew.operations());
    int pairs = crew.threads() / 2;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < pairs * 2; i++) {
      String name = "stress-scarce-" + phase + '-' + i;
      threads.add(Threads.platform(name, shop.worker(i % 2 == 0)));
    }
    for (Thread thread : threads) {
      thread.start();
    }
    wanted = true;
    for (Thread thread : threads) {
      thread.join();
    }
    wanted = false;
    while (hoarding) {
      LockSupport.parkNanos(BREATH_NANOS);
    }
    shop.report(crew.report(), phase.replaceAll("-.*", ""), pairs);
    return shop.errors();
  }

  private void hoard(SplittableRandom random) {
    byte[][] hoard = new byte[16 * 1024][];
    while (!over) {
      if (wanted) {
        hoarding = true;
        fill(hoard, random);
        hoarding = false;
      }
      LockSupport.parkNanos(BREATH_NANOS); // or nobody gets on, and the collector has it all
    }
  }

  private void fill(byte[][] hoard, SplittableRandom random) {
    int count = 0;
    try {
      while (wanted && count < hoard.length) {
        hoard[count] = new byte[CHUNK >> random.nextInt(8)];
        count++;
      }
    } catch (OutOfMemoryError e) {
      hoarded.incrementAndGet();
    }
    for (int i = 0; i < count; i++) {
      hoard[i] = null;
    }
  }
}
