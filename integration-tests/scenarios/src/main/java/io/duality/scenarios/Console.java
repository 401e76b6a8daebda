package io.duality.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** The program's stdin, by which whoever started it ends it. */
public final class Console {
  private Console() {}

  /** Opens when stdin brings a line or ends, so that no program outlives who started it. */
  public static CountDownLatch end() {
    CountDownLatch end = new CountDownLatch(1);
    Thread console =
        new Thread(
            () -> {
              try {
                int read = System.in.read();
                while (read >= 0 && read != '\n') {
                  read = System.in.read();
                }
              } catch (IOException e) {
                throw new UncheckedIOException("stdin cannot be read", e);
              } finally {
                end.countDown();
              }
            },
            "console");
    console.setDaemon(true);
    console.start();
    return end;
  }
}
