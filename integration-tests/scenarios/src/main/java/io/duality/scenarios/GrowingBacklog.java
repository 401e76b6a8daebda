package io.duality.scenarios;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One worker sends letters, each in five milliseconds, from a queue without a limit, and letters
 * come four times as fast. Its twin gets a heap of them at the start and sends them all.
 */
public final class GrowingBacklog implements Situation {
  private static final long LETTER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int MOST = 40_000;
  private static final int HEAP = 400;

  private final ExecutorService mail =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "mail-sender");
            thread.setDaemon(true);
            return thread;
          });
  private int letters;

  @Override
  public void open(Stage stage) {
    for (int i = 0; i < HEAP; i++) {
      mail.execute(this::send);
    }
    stage.untraced("letter-writer", () -> write(stage));
  }

  private void send() {
    LockSupport.parkNanos(LETTER_NANOS);
  }

  private void write(Stage stage) {
    do {
      mail.execute(this::send);
      letters++;
      LockSupport.parkNanos(LETTER_NANOS / 4);
    } while (stage.stuck() && letters < MOST);
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new GrowingBacklog());
  }
}
