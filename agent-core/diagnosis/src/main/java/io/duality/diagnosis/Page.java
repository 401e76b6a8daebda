package io.duality.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** A Markdown page that grows line by line; sections without content do not appear. */
final class Page {
  private static final int WIDTH = 132;
  private static final int MOST = 60;

  private final List<String> lines = new ArrayList<>();

  /** A line that must stay whole: a heading, a table row. */
  void line(String text) {
    lines.add(text);
  }

  /** A paragraph or list item, folded at word boundaries. */
  void folded(String text) {
    String indent = text.startsWith("- ") ? "  " : text.matches("[0-9]\\. .*") ? "   " : "";
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH && line.length() > 4) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(indent).append(word);
      } else {
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
    }
    lines.add(line.toString());
  }

  /** How many lines can still be written when so many are kept for what follows. */
  int room(int reserve) {
    return MOST - reserve - lines.size();
  }

  /**
   * A section of list items; nothing when there are none, fewer when the page is full.
   *
   * @param reserve lines to keep for the sections that follow
   */
  void section(String heading, List<String> items, int reserve) {
    if (items.isEmpty() || room(reserve) < 3) {
      return;
    }
    blank();
    line("## " + heading);
    for (int i = 0; i < items.size(); i++) {
      int before = lines.size();
      folded(items.get(i));
      if (room(reserve) < (i + 1 < items.size() ? 1 : 0)) {
        lines.subList(before, lines.size()).clear();
        line("- " + (items.size() - i) + " more: `findings.json`");
        return;
      }
    }
  }

  void blank() {
    if (!lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty()) {
      lines.add("");
    }
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }
}
