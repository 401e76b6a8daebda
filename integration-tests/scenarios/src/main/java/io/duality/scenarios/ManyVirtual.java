package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Very many virtual threads wait for one lock that a thread holds while it works; needs Java 21.
 * The argument is how many. Says {@code READY} when all wait and {@code DONE <passed>} after it was
 * told to let them through.
 */
public final class ManyVirtual {
  private ManyVirtual() {}

  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    ReentrantLock lock = new ReentrantLock();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger passed = new AtomicInteger();
    Thread holder =
        new Thread(
            () -> {
              lock.lock();
              try {
                held.countDown();
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                lock.unlock();
              }
            },
            "holder");
    holder.start();
    held.await();
    Thread[] threads = new Thread[count];
    for (int i = 0; i < count; i++) {
      threads[i] =
          VirtualThreads.unstarted(
              "",
              () -> {
                lock.lock();
                try {
                  passed.incrementAndGet();
                } finally {
                  lock.unlock();
                }
              });
      threads[i].start();
    }
    while (lock.getQueueLength() < count) {
      Thread.onSpinWait();
    }
    System.out.println("READY");
    while (System.in.read() > '\n') {
      // until it is told to let them through
    }
    end.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("DONE " + passed.get());
    while (System.in.read() > '\n') {
      // until it is told to end
    }
  }
}
