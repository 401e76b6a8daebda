package io.duality.stress;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads that wait for this and that, then stay in one place: who asks where they wait must hear
 * of that place and of nothing from before.
 */
final class Residents {
  /** Where they stay. */
  static final class Home {
    private int residents;

    synchronized void stay() {
      residents++;
      while (true) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.onSpinWait(); // nobody leaves
        }
      }
    }

    synchronized int residents() {
      return residents;
    }
  }

  private final Home home = new Home();

  void moveIn(int count) throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    Semaphore permits = new Semaphore(2);
    LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    CountDownLatch latch = new CountDownLatch(count);
    AtomicInteger passed = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      int self = i;
      Runnable life =
          () -> {
            for (int round = 0; round < 50; round++) {
              lock.lock();
              try {
                passed.incrementAndGet();
                Thread.yield();
              } finally {
                lock.unlock();
              }
              permits.acquireUninterruptibly();
              Thread.yield();
              permits.release();
              if (self % 2 == 0) {
                queue.add(round);
              } else {
                Undisturbed.get(queue::take);
              }
            }
            latch.countDown();
            Undisturbed.run(latch::await);
            home.stay();
          };
      Threads.mixed(i / 2, "stress-resident-" + i, life).start();
    }
    while (home.residents() < count) {
      Thread.sleep(5);
    }
  }
}
