package io.duality.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Short sections under one lock that several threads want at once: prints, for 2 and 8 threads,
 * nanoseconds per section, of CPU over all threads and of wall time, each the median of many short
 * windows.
 */
public final class Contended {
  private static final int WINDOWS = 15;
  private static final int WARM_UP = 5;
  private static final int SECTIONS = 1_000_000;
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static long inside;

  private Contended() {}

  public static void main(String[] args) throws InterruptedException {
    int[] crowds = {2, 8};
    double[][] cpu = new double[crowds.length][WINDOWS];
    double[][] wall = new double[crowds.length][WINDOWS];
    for (int window = -WARM_UP; window < WINDOWS; window++) {
      for (int i = 0; i < crowds.length; i++) {
        double[] cost = crowd(crowds[i]);
        if (window >= 0) {
          cpu[i][window] = cost[0];
          wall[i][window] = cost[1];
        }
      }
    }
    for (int i = 0; i < crowds.length; i++) {
      System.out.println("cpu" + crowds[i] + "=" + Spread.median(cpu[i]));
      System.out.println("wall" + crowds[i] + "=" + Spread.median(wall[i]));
    }
    System.out.println("inside=" + inside);
    System.exit(0);
  }

  private static double[] crowd(int threads) throws InterruptedException {
    long[] nanos = new long[threads];
    Thread[] all = new Thread[threads];
    int each = SECTIONS / threads;
    CountDownLatch ready = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      int self = i;
      all[i] =
          new Thread(
              () -> {
                ready.countDown();
                while (ready.getCount() > 0) {
                  Thread.onSpinWait(); // so that all begin at once and none is done before
                }
                long begun = ThreadCpu.nanos();
                long outside = self;
                for (int n = 0; n < each; n++) {
                  outside = work(outside, 20);
                  LOCK.lock();
                  try {
                    inside = work(inside + outside, 5);
                  } finally {
                    LOCK.unlock();
                  }
                }
                nanos[self] = ThreadCpu.nanos() - begun;
              });
    }
    for (Thread thread : all) {
      thread.start();
    }
    long begun = System.nanoTime();
    long cpu = 0;
    for (int i = 0; i < threads; i++) {
      all[i].join();
      cpu += nanos[i];
    }
    double sections = (double) each * threads;
    return new double[] {cpu / sections, (System.nanoTime() - begun) / sections};
  }

  /** A few nanoseconds that no compiler takes away. */
  private static long work(long seed, int turns) {
    long x = seed;
    for (int i = 0; i < turns; i++) {
      x = x * 0x5DEECE66DL + 0xBL;
    }
    return x;
  }
}
