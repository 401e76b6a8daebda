package io.duality.scenarios.waits;

import java.util.concurrent.atomic.AtomicInteger;

/** A class whose initialisation takes long. */
final class Catalogue {
  static final AtomicInteger SIZE = new AtomicInteger(read());

  private Catalogue() {}

  private static int read() {
    try {
      Initialiser.gate.hold();
      return 1;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the initialiser", e);
    }
  }

  /** Where the initialiser finds its gate. */
  static final class Initialiser {
    static volatile Gate gate;

    private Initialiser() {}
  }
}
