package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A request waits for a signal that nobody is left to give: {@code latch}, whose counter died on
 * the way; {@code notify}, which came before the wait.
 */
public final class SignalLost implements Situation {
  private final String kind;
  private final Mailbox mailbox = new Mailbox();
  private final CountDownLatch loaded = new CountDownLatch(1);

  private SignalLost(String kind) {
    this.kind = kind;
  }

  static SignalLost of(String kind) {
    return new SignalLost(kind);
  }

  private static final class Mailbox {
    private boolean full;

    synchronized void post() {
      full = true;
      notifyAll();
    }

    synchronized void forgetToPost() {
      notifyAll();
    }

    synchronized void collect() throws InterruptedException {
      while (!full) {
        wait();
      }
      full = false;
    }
  }

  @Override
  public void open(Stage stage) {
    Thread signaller = stage.traced(kind + "-loader", "LoadCatalogue", () -> signal(stage));
    stage.await(() -> !signaller.isAlive());
    stage.awaitWaiting(stage.traced(kind + "-http-1", "GET /catalogue", this::await));
  }

  private void signal(Stage stage) {
    if (kind.equals("latch")) {
      if (!stage.stuck()) {
        loaded.countDown();
      }
    } else if (stage.stuck()) {
      mailbox.forgetToPost();
    } else {
      mailbox.post();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void await() throws InterruptedException {
    if (kind.equals("latch")) {
      loaded.await();
    } else {
      mailbox.collect();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, of(args[1]));
  }
}
