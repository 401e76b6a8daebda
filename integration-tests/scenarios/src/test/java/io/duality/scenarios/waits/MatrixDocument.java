package io.duality.scenarios.waits;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The matrix in Markdown. */
final class MatrixDocument {
  private static final String SOURCES =
      "../integration-tests/scenarios/src/test/java/io/duality/scenarios/waits/";

  private final SourceLines sources;
  private final Map<String, Integer> notes = new LinkedHashMap<>();

  MatrixDocument(SourceLines sources) {
    this.sources = sources;
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| wait | 17 seen | 17 named | 17 holder | 17 trace | 17 virtual | 25 seen | 25 named |"
            + " 25 holder | 25 trace | 25 virtual |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|");
    for (Row row : WaitRows.all()) {
      lines.add(
          "| "
              + String.join(
                  " | ",
                  row.label(),
                  four(row, Place.JDK_17),
                  note(Reasons.NO_VIRTUAL),
                  four(row, Place.JDK_25),
                  virtual(row))
              + " |");
    }
    lines.add("");
    for (Row row : WaitRows.all()) {
      lines.add("[" + row.id() + "]: " + SOURCES + sources.of(row.id()));
    }
    lines.add("");
    notes.forEach((reason, number) -> lines.add("[^" + number + "]: " + reason));
    return String.join("\n", lines) + "\n";
  }

  private String four(Row row, Place place) {
    List<String> cells = new ArrayList<>();
    for (Column column : Column.values()) {
      Cell cell = row.cell(place, column);
      cells.add(cell.words() == null ? note(cell.reason()) : link(row, cell.words()));
    }
    return String.join(" | ", cells);
  }

  /** In one word where virtual threads are told of like platform threads; else what differs. */
  private String virtual(Row row) {
    if (row.cell(Place.VIRTUAL_25, Column.SEEN).words() == null) {
      return note(row.cell(Place.VIRTUAL_25, Column.SEEN).reason());
    }
    List<String> differs = new ArrayList<>();
    for (Column column : Column.values()) {
      Cell virtual = row.cell(Place.VIRTUAL_25, column);
      Cell platform = row.cell(Place.JDK_25, column);
      if (virtual.words() == null && platform.words() != null) {
        differs.add("no " + column.label() + note(virtual.reason()));
      } else if (virtual.words() != null && !virtual.words().equals(platform.words())) {
        differs.add(column.label() + " " + link(row, virtual.words()));
      }
    }
    return differs.isEmpty() ? link(row, "the same") : String.join(", ", differs);
  }

  private static String link(Row row, String words) {
    return "[" + words + "][" + row.id() + "]";
  }

  private String note(String reason) {
    int number = notes.computeIfAbsent(reason, r -> notes.size() + 1);
    return "– [^" + number + "]";
  }
}
