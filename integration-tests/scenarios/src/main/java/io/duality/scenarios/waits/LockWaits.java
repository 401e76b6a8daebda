package io.duality.scenarios.waits;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Waits for locks, and for what happens under them. */
final class LockWaits {
  private final ReentrantLock stockLock = new ReentrantLock();
  private final ReentrantLock orderLock = new ReentrantLock();
  private final ReentrantReadWriteLock priceLock = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock taxLock = new ReentrantReadWriteLock();
  private final StampedLock routeLock = new StampedLock();
  private final StampedLock mapLock = new StampedLock();
  private final ReentrantLock mailLock = new ReentrantLock();
  private final Condition mailArrived = mailLock.newCondition();
  private final ReentrantLock jobLock = new ReentrantLock();
  private final Condition jobDone = jobLock.newCondition();
  private final OwnMutex cartMutex = new OwnMutex();
  private final OwnLongMutex basketMutex = new OwnLongMutex();
  private final OwnSignal startSignal = new OwnSignal();
  private boolean mail;
  private boolean done;

  List<WaitKind> kinds() {
    return List.of(
        new WaitKind("reentrant-lock", held(stockLock), through(stockLock)),
        new WaitKind("reentrant-lock-timed", held(orderLock), this::tryOrder),
        new WaitKind("read-lock", held(priceLock.writeLock()), through(priceLock.readLock())),
        new WaitKind("write-lock", held(taxLock.readLock()), through(taxLock.writeLock())),
        new WaitKind(
            "stamped-read", held(routeLock.asWriteLock()), through(routeLock.asReadLock())),
        new WaitKind("stamped-write", held(mapLock.asReadLock()), through(mapLock.asWriteLock())),
        new WaitKind("condition", this::sendMail, this::awaitMail),
        new WaitKind("condition-timed", this::finishJob, this::awaitJob),
        new WaitKind("own-mutex", this::holdCart, this::lockCart),
        new WaitKind("own-long-mutex", this::holdBasket, this::lockBasket),
        new WaitKind("own-signal", this::signal, () -> startSignal.acquireShared(1)));
  }

  private static Holding held(Lock lock) {
    return gate -> {
      lock.lock();
      try {
        gate.hold();
      } finally {
        lock.unlock();
      }
    };
  }

  private static Blocking through(Lock lock) {
    return () -> {
      lock.lock();
      try {
        Thread.onSpinWait();
      } finally {
        lock.unlock();
      }
    };
  }

  private void tryOrder() throws InterruptedException {
    if (orderLock.tryLock(1, TimeUnit.HOURS)) {
      orderLock.unlock();
    }
  }

  private void sendMail(Gate gate) throws InterruptedException {
    gate.hold();
    mailLock.lock();
    try {
      mail = true;
      mailArrived.signal();
    } finally {
      mailLock.unlock();
    }
  }

  private void awaitMail() throws InterruptedException {
    mailLock.lock();
    try {
      while (!mail) {
        mailArrived.await();
      }
      mail = false;
    } finally {
      mailLock.unlock();
    }
  }

  private void finishJob(Gate gate) throws InterruptedException {
    gate.hold();
    jobLock.lock();
    try {
      done = true;
      jobDone.signal();
    } finally {
      jobLock.unlock();
    }
  }

  private void awaitJob() throws InterruptedException {
    jobLock.lock();
    try {
      long left = TimeUnit.HOURS.toNanos(1);
      while (!done && left > 0) {
        left = jobDone.awaitNanos(left);
      }
      done = false;
    } finally {
      jobLock.unlock();
    }
  }

  private void holdCart(Gate gate) throws InterruptedException {
    cartMutex.acquire(1);
    try {
      gate.hold();
    } finally {
      cartMutex.release(1);
    }
  }

  private void lockCart() {
    cartMutex.acquire(1);
    cartMutex.release(1);
  }

  private void holdBasket(Gate gate) throws InterruptedException {
    basketMutex.acquire(1);
    try {
      gate.hold();
    } finally {
      basketMutex.release(1);
    }
  }

  private void lockBasket() {
    basketMutex.acquire(1);
    basketMutex.release(1);
  }

  private void signal(Gate gate) throws InterruptedException {
    startSignal.reset();
    gate.hold();
    startSignal.releaseShared(1);
  }
}
