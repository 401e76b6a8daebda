package io.duality.scenarios;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Requests that wait for subclasses and copies of the JDK's locks and queues, and for a
 * synchronizer of the application's own.
 */
public final class OwnLocks implements Situation {
  private final StockLock stockLock = new StockLock();
  private final PriceLock priceLock = new PriceLock();
  private final TurnMutex turnMutex = new TurnMutex();
  private final OpeningLatch openingLatch = new OpeningLatch();
  private final OrderQueue orderQueue = new OrderQueue();
  private final AtomicInteger passed = new AtomicInteger();
  private volatile boolean held;

  private static final class StockLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;
  }

  private static final class PriceLock extends ReentrantReadWriteLock {
    private static final long serialVersionUID = 1L;
  }

  /** Built as the JDK's own lock is, and related to none of its types. */
  private static final class TurnMutex {
    private final Sync sync = new Sync();

    private static final class Sync extends AbstractQueuedSynchronizer {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean tryAcquire(int ignored) {
        boolean free = compareAndSetState(0, 1);
        if (free) {
          setExclusiveOwnerThread(Thread.currentThread());
        }
        return free;
      }

      @Override
      protected boolean tryRelease(int ignored) {
        setExclusiveOwnerThread(null);
        setState(0);
        return true;
      }
    }

    void enter() {
      sync.acquire(1);
    }

    void leave() {
      sync.release(1);
    }
  }

  private static final class OpeningLatch extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1L;

    @Override
    protected int tryAcquireShared(int ignored) {
      return getState() != 0 ? 1 : -1;
    }

    @Override
    protected boolean tryReleaseShared(int ignored) {
      setState(1);
      return true;
    }
  }

  private static final class OrderQueue extends LinkedBlockingQueue<String> {
    private static final long serialVersionUID = 1L;

    OrderQueue() {
      super(1);
    }
  }

  @Override
  public void open(Stage stage) {
    if (stage.stuck()) {
      orderQueue.add("the only one that fits");
    } else {
      openingLatch.releaseShared(1);
    }
    stage.traced("inventory-sync", "SyncJob", () -> holdAll(stage));
    stage.await(() -> held);
    stage.awaitWaiting(
        stage.traced("http-1", "POST /orders", this::passStock),
        stage.traced("http-2", "GET /prices", this::readPrice),
        stage.traced("http-3", "POST /turns", this::turn),
        stage.traced("http-4", "GET /opening", () -> openingLatch.acquireShared(1)),
        stage.traced("http-5", "POST /orders", this::order));
  }

  private void holdAll(Stage stage) {
    stockLock.lock();
    priceLock.writeLock().lock();
    turnMutex.enter();
    held = true;
    try {
      stage.work();
    } finally {
      turnMutex.leave();
      priceLock.writeLock().unlock();
      stockLock.unlock();
    }
  }

  private void passStock() {
    stockLock.lock();
    try {
      passed.incrementAndGet();
    } finally {
      stockLock.unlock();
    }
  }

  private void readPrice() {
    priceLock.readLock().lock();
    try {
      passed.incrementAndGet();
    } finally {
      priceLock.readLock().unlock();
    }
  }

  private void turn() {
    turnMutex.enter();
    try {
      passed.incrementAndGet();
    } finally {
      turnMutex.leave();
    }
  }

  private void order() throws InterruptedException {
    orderQueue.put("order");
    orderQueue.poll();
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new OwnLocks());
  }
}
