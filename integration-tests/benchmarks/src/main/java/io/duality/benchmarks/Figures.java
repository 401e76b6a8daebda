package io.duality.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What each round gave, by its name: one row of a table each. */
final class Figures {
  private final Map<String, List<Double>> byName = new TreeMap<>();

  void add(String name, double value) {
    byName.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  /**
   * Prints the table.
   *
   * @param title of its first column
   */
  void print(String title) {
    System.out.println("\n| " + title + " | median | min | max |");
    System.out.println("|---|---|---|---|");
    byName.forEach(
        (name, values) -> {
          Spread spread = Spread.of(values);
          System.out.printf(
              Locale.ROOT,
              "| %s | %.1f | %.1f | %.1f |%n",
              name,
              spread.median(),
              spread.min(),
              spread.max());
        });
  }
}
