package io.duality.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table of what existed, or a list when there is nothing to compare.
 *
 * @param columns the heads of the columns; empty for a list
 * @param lines rows or list items, in Markdown
 */
record Existing(List<String> columns, List<String> lines) {
  /** Nothing worth a line. */
  static final Existing NOTHING = new Existing(List.of(), List.of());

  Existing {
    columns = List.copyOf(columns);
    lines = List.copyOf(lines);
  }

  /** What is waited for, by rows that are made already. */
  static Existing resources(List<String> rows) {
    return new Existing(
        List.of("resource", "state", "held or worked by", "limit of the wait", "way out"), rows);
  }

  /** A table with these columns and no row. */
  static Existing columns(String... columns) {
    return new Existing(List.of(columns), List.of());
  }

  /** The same table with one row more; the cells are Markdown. */
  Existing row(String... cells) {
    List<String> more = new ArrayList<>(lines);
    more.add(cells(Arrays.asList(cells)));
    return new Existing(columns, more);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** The two lines above the rows. */
  List<String> head() {
    return List.of(cells(columns), "|" + "---|".repeat(columns.size()));
  }

  private static String cells(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }
}
