package io.duality.stress;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Bounded buffers as books have them: two conditions of a lock, and wait with notify. */
final class Buffers implements Scene {
  private static final int CAPACITY = 4;

  @Override
  public void play(Crew crew) throws Exception {
    pass(crew, "unfair", new OfConditions(false), true);
    pass(crew, "fair", new OfConditions(true), false);
    pass(crew, "monitor", new OfMonitor(), true);
  }

  private static void pass(Crew crew, String name, Buffer buffer, boolean interrupted)
      throws InterruptedException {
    int each = crew.threads() / 2;
    AtomicLong put = new AtomicLong();
    AtomicLong taken = new AtomicLong();
    crew.add(
        name + "-producer",
        each,
        (self, random) -> {
          for (int i = 0; i < crew.operations(); i++) {
            int value = random.nextInt(1000);
            Undisturbed.run(() -> buffer.put(value));
            put.addAndGet(value);
          }
        });
    crew.add(
        name + "-consumer",
        each,
        (self, random) -> {
          for (int i = 0; i < crew.operations(); i++) {
            taken.addAndGet(Undisturbed.get(buffer::take));
          }
        });
    if (interrupted) {
      crew.runInterrupted();
    } else {
      crew.run();
    }
    crew.report().invariant(name, put.get(), taken.get());
    crew.report().invariant(name + "-left", 0, buffer.size());
  }

  private interface Buffer {
    void put(int value) throws InterruptedException;

    int take() throws InterruptedException;

    int size();
  }

  private static final class OfConditions implements Buffer {
    private final ReentrantLock lock;
    private final Condition notFull;
    private final Condition notEmpty;
    private final Deque<Integer> values = new ArrayDeque<>();

    OfConditions(boolean fair) {
      lock = new ReentrantLock(fair);
      notFull = lock.newCondition();
      notEmpty = lock.newCondition();
    }

    @Override
    public void put(int value) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (values.size() == CAPACITY) {
          notFull.await();
        }
        values.addLast(value);
        notEmpty.signal();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public int take() throws InterruptedException {
      lock.lock();
      try {
        while (values.isEmpty()) {
          notEmpty.awaitUninterruptibly();
        }
        int value = values.removeFirst();
        notFull.signal();
        return value;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public int size() {
      return values.size();
    }
  }

  private static final class OfMonitor implements Buffer {
    private final Deque<Integer> values = new ArrayDeque<>();

    @Override
    public synchronized void put(int value) throws InterruptedException {
      while (values.size() == CAPACITY) {
        wait();
      }
      values.addLast(value);
      notifyAll();
    }

    @Override
    public synchronized int take() throws InterruptedException {
      while (values.isEmpty()) {
        wait();
      }
      int value = values.removeFirst();
      notifyAll();
      return value;
    }

    @Override
    public synchronized int size() {
      return values.size();
    }
  }
}
