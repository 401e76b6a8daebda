package io.duality.scenarios;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A cache of soft references that is emptied as fast as it is filled; from the first line of stdin
 * on, in its place, a housekeeper that calls {@code System.gc()} again and again.
 */
public final class MisusedCollector {
  private static final int PIECE = 10_000;
  private static final int MOST = 100_000;
  private static final List<SoftReference<byte[]>> CACHE = new ArrayList<>();

  private static volatile boolean over;

  private MisusedCollector() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch told = Console.end();
    Thread prices = MemoryUser.start("prices", MisusedCollector::cache);
    System.out.println("READY");
    told.await();
    over = true;
    prices.join();
    CACHE.clear();
    MemoryUser.start("housekeeper", MisusedCollector::tidy);
    Console.end().await();
    Runtime.getRuntime().halt(0);
  }

  private static void tidy() {
    while (true) {
      MemoryUser.pause(300);
      System.gc();
    }
  }

  private static void cache() {
    while (!over) {
      for (int i = 0; i < 60; i++) {
        CACHE.add(new SoftReference<>(new byte[PIECE]));
      }
      if (CACHE.size() > MOST) {
        CACHE.subList(0, MOST / 2).clear();
      }
      MemoryUser.pause(10);
    }
  }
}
