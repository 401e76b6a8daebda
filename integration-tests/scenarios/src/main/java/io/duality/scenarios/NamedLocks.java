package io.duality.scenarios;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Seven locks, each kept in another way, all held by one job. */
public final class NamedLocks implements Situation {
  private static final ReentrantLock STATIC_LOCK = new ReentrantLock();

  private final Map<String, Lock> byArticle = new ConcurrentHashMap<>();
  private final ReentrantLock finalLock = new ReentrantLock();
  private Lock instanceLock;
  private Lock lambdaLock;
  private volatile boolean held;
  private final AtomicInteger passed = new AtomicInteger();

  private record Tariff(ReentrantLock tariffLock) {}

  @SuppressWarnings("ImmutableEnumChecker") // a lock in an enum is one of the seven ways
  private enum Depot {
    NORTH;

    private final ReentrantLock depotLock = new ReentrantLock();
  }

  private static Lock create() {
    return new ReentrantLock();
  }

  @Override
  public void open(Stage stage) {
    Runnable lazily = () -> lambdaLock = new ReentrantLock();
    lazily.run();
    instanceLock = new ReentrantLock();
    List<Lock> locks =
        List.of(
            instanceLock,
            finalLock,
            STATIC_LOCK,
            new Tariff(new ReentrantLock()).tariffLock(),
            Depot.NORTH.depotLock,
            lambdaLock,
            byArticle.computeIfAbsent("article 17", article -> create()));
    stage.traced("inventory-sync", "SyncJob", () -> holdAll(stage, locks));
    stage.await(() -> held);
    for (int i = 0; i < locks.size(); i++) {
      Lock lock = locks.get(i);
      stage.awaitWaiting(stage.traced("http-" + (i + 1), "POST /orders", () -> pass(lock)));
    }
  }

  private void holdAll(Stage stage, List<Lock> locks) {
    locks.forEach(Lock::lock);
    held = true;
    try {
      stage.work();
    } finally {
      locks.forEach(Lock::unlock);
    }
  }

  private void pass(Lock lock) {
    lock.lock();
    try {
      passed.incrementAndGet();
    } finally {
      lock.unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new NamedLocks());
  }
}
