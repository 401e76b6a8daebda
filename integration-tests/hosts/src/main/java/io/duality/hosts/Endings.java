package io.duality.hosts;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Says {@code READY} and ends as its argument says, most ways not before it hears a line. */
public final class Endings {
  private Endings() {}

  /**
   * Ends by {@code exit}, {@code throw}, {@code halt}, {@code return}; {@code at-once} exits
   * without hearing a line, {@code stay} never ends.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println("READY");
    switch (args[0]) {
      case "at-once" -> System.exit(3);
      case "stay" -> new CountDownLatch(1).await();
      default -> Console.line();
    }
    System.out.println("END");
    switch (args[0]) {
      case "exit" -> System.exit(3);
      case "throw" -> throw new IllegalStateException("thrown by main");
      case "halt" -> Runtime.getRuntime().halt(4);
      default -> {
        // returns
      }
    }
  }
}
