package io.duality.scenarios;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.StampedLock;

/**
 * A thread waits for what it has itself: a {@code stamped} lock, which is not reentrant, or the
 * only permit of a {@code semaphore}.
 */
public final class SelfMade implements Situation {
  private final String kind;
  private final StampedLock priceLock = new StampedLock();
  private final Semaphore uploadPermit = new Semaphore(1);
  private final AtomicInteger done = new AtomicInteger();

  private SelfMade(String kind) {
    this.kind = kind;
  }

  static SelfMade of(String kind) {
    return new SelfMade(kind);
  }

  @Override
  public void open(Stage stage) {
    boolean stamped = kind.equals("stamped");
    Step job = stamped ? () -> price(stage) : () -> upload(stage);
    stage.awaitWaiting(stage.traced(kind + "-job", "NightJob", job));
  }

  private void price(Stage stage) {
    long stamp = priceLock.writeLock();
    try {
      if (stage.stuck()) {
        priceLock.unlockRead(priceLock.readLock());
      }
      done.incrementAndGet();
    } finally {
      priceLock.unlockWrite(stamp);
    }
  }

  private void upload(Stage stage) throws InterruptedException {
    uploadPermit.acquire();
    try {
      if (stage.stuck()) {
        uploadPermit.acquire();
      }
      done.incrementAndGet();
    } finally {
      uploadPermit.release();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, of(args[1]));
  }
}
