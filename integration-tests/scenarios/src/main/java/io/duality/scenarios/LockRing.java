package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Members of a ring each hold a lock and want the next member's; others wait behind them. The
 * arguments behind the mode are the number of members, the number of others, and how many such
 * rings there are.
 */
public final class LockRing implements Situation {
  private final String name;
  private final ReentrantLock[] locks;
  private final int others;
  private final CountDownLatch allHoldOne;
  private volatile boolean closed;
  private final AtomicInteger done = new AtomicInteger();

  private LockRing(String name, int members, int others) {
    this.name = name;
    this.others = others;
    locks = new ReentrantLock[members];
    for (int i = 0; i < members; i++) {
      locks[i] = new ReentrantLock();
    }
    allHoldOne = new CountDownLatch(members);
  }

  static LockRing of(String name, int members, int others) {
    return new LockRing(name, members, others);
  }

  @Override
  public void open(Stage stage) {
    fill(stage);
    close(stage);
  }

  /** All members hold a lock, and the others wait behind them. */
  private void fill(Stage stage) {
    int count = locks.length;
    for (int i = 0; i < count; i++) {
      // Moving, all take the lock with the lower number first.
      int next = (i + 1) % count;
      ReentrantLock first = locks[stage.stuck() ? i : Math.min(i, next)];
      ReentrantLock second = locks[stage.stuck() ? next : Math.max(i, next)];
      stage.traced(name + "-" + (i + 1), "POST /" + name, () -> move(stage, first, second));
    }
    stage.await(() -> allHoldOne.getCount() == 0);
    for (int i = 0; i < others; i++) {
      ReentrantLock wanted = locks[i % count];
      stage.traced(name + "-http-" + (i + 1), "GET /" + name, () -> read(wanted));
    }
    stage.await(() -> queued() == others);
  }

  /** The ring closes when all that is to be told of it is there. */
  private void close(Stage stage) {
    closed = true;
    stage.await(() -> queued() == locks.length + others);
  }

  private int queued() {
    int queued = 0;
    for (ReentrantLock lock : locks) {
      queued += lock.getQueueLength();
    }
    return queued;
  }

  private void move(Stage stage, ReentrantLock first, ReentrantLock second) {
    first.lock();
    try {
      allHoldOne.countDown();
      stage.await(() -> closed);
      read(second);
    } finally {
      first.unlock();
    }
  }

  private void read(ReentrantLock lock) {
    lock.lock();
    try {
      done.incrementAndGet();
    } finally {
      lock.unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    int rings = args.length > 3 ? Integer.parseInt(args[3]) : 1;
    LockRing[] all = new LockRing[rings];
    for (int i = 0; i < rings; i++) {
      String name = rings == 1 ? "transfer" : i == 0 ? "transfer" : "booking";
      all[i] = of(name, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }
    Situation atOnce =
        stage -> {
          for (LockRing ring : all) {
            ring.fill(stage);
          }
          for (LockRing ring : all) {
            ring.close(stage);
          }
        };
    Stage.play(args, atOnce);
  }
}
