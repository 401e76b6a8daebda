package io.duality.scenarios;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Four clerks take turns at one ledger, which each keeps for fifteen milliseconds: nobody waits for
 * long, and all of them wait most of the time. In its twin they have other work in between.
 */
public final class BusyLock implements Situation {
  private static final int CLERKS = 4;
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

  private final ReentrantLock ledger = new ReentrantLock(true);

  @Override
  public void open(Stage stage) {
    for (int i = 1; i <= CLERKS; i++) {
      stage.untraced("clerk-" + i, () -> write(stage));
    }
  }

  private void write(Stage stage) {
    do {
      ledger.lock();
      try {
        LockSupport.parkNanos(stage.stuck() ? TURN_NANOS : TURN_NANOS / 15);
      } finally {
        ledger.unlock();
      }
    } while (stage.stuck());
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new BusyLock());
  }
}
