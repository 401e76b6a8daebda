package io.duality.benchmarks;

import java.util.Locale;

/**
 * A number of operations on one uncontended lock, and nothing else: run under a simulator that
 * counts instructions, twice, so that the difference is the cost of the operations alone.
 *
 * <p>Arguments: the kind's key as in {@link Uncontended.Kind}, and how many operations.
 */
public final class Counted {
  private Counted() {}

  public static void main(String[] args) throws InterruptedException {
    for (Uncontended.Kind kind : Uncontended.Kind.values()) {
      if (kind.key().toLowerCase(Locale.ROOT).equals(args[0].toLowerCase(Locale.ROOT))) {
        int operations = Integer.parseInt(args[1]);
        for (int part = 0; part < 20; part++) {
          kind.nanos(operations / 20);
        }
      }
    }
    System.exit(0);
  }
}
