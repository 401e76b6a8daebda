package io.duality.hosts;

import java.io.IOException;

/** Says {@code READY}, hears a line, and ends in the way that its argument says. */
public final class Endings {
  private Endings() {}

  /**
   * Ends by {@code exit}, {@code throw}, {@code halt}, {@code return}; {@code at-once} hears none.
   */
  public static void main(String[] args) throws IOException {
    System.out.println("READY");
    if (!args[0].equals("at-once")) {
      Console.line();
    }
    System.out.println("END");
    switch (args[0]) {
      case "exit", "at-once" -> System.exit(3);
      case "throw" -> throw new IllegalStateException("thrown by main");
      case "halt" -> Runtime.getRuntime().halt(4);
      default -> {
        // returns
      }
    }
  }
}
