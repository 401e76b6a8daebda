package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;

/**
 * Two threads enter two monitors crosswise, both virtual or, with {@code mixed}, one of them; needs
 * Java 21.
 */
public final class VirtualMonitorDeadlock implements Situation {
  private final boolean mixed;
  private final Ledger credit = new Ledger();
  private final Ledger points = new Ledger();
  private final CountDownLatch bothHoldOne = new CountDownLatch(2);

  private VirtualMonitorDeadlock(boolean mixed) {
    this.mixed = mixed;
  }

  static VirtualMonitorDeadlock of(boolean mixed) {
    return new VirtualMonitorDeadlock(mixed);
  }

  private static final class Ledger {
    private int entries;
  }

  @Override
  public void open(Stage stage) {
    Thread first = stage.virtual("transfer-1", "POST /transfer", () -> book(stage, credit, points));
    Ledger from = stage.stuck() ? points : credit;
    Ledger to = stage.stuck() ? credit : points;
    Step back = () -> book(stage, from, to);
    Thread second =
        mixed
            ? stage.traced("transfer-2", "POST /transfer", back)
            : stage.virtual("transfer-2", "POST /transfer", back);
    stage.awaitWaiting(first, second);
  }

  private void book(Stage stage, Ledger from, Ledger to) throws InterruptedException {
    synchronized (from) {
      stage.meet(bothHoldOne);
      synchronized (to) {
        from.entries = to.entries + 1;
      }
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, of(args.length > 1 && args[1].equals("mixed")));
  }
}
