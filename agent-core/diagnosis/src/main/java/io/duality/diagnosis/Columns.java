package io.duality.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** Lines whose parts stand below each other, for a fenced block. */
final class Columns {
  private static final int MOST = 132;

  private Columns() {}

  /** One line for each row; the last part is not filled up. */
  static List<String> of(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = Words.fenced(row.get(i)).length();
        if (i == widths.size()) {
          widths.add(width);
        } else {
          widths.set(i, Math.max(widths.get(i), width));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = Words.fenced(row.get(i));
        line.append(cell).append(" ".repeat(widths.get(i) - cell.length() + 2));
      }
      String whole = line.toString().stripTrailing();
      lines.add(whole.length() <= MOST ? whole : whole.substring(0, MOST - 1) + "…");
    }
    return lines;
  }
}
