package io.duality.model.config;

import java.util.List;

/** Prints the key table. */
public final class ConfigDocs {
  private static final List<String> HEAD =
      List.of("key", "type", "unit", "default", "allowed", "since", "at run time", "meaning");

  private ConfigDocs() {}

  /** For a terminal: each key with two indented lines. */
  public static String text() {
    StringBuilder out = new StringBuilder();
    for (Key<?> key : Keys.all()) {
      List<String> row = row(key);
      out.append((row.get(0) + " = " + row.get(3)).stripTrailing()).append('\n');
      out.append("    ").append(row.get(7)).append('\n');
      out.append("    ").append(row.get(1));
      out.append(row.get(2).isEmpty() ? "" : " (" + row.get(2) + ")");
      out.append(row.get(4).isEmpty() ? "" : ", " + row.get(4));
      out.append(", since ").append(row.get(5)).append(", ");
      out.append(key.live() ? "changeable at run time" : "takes effect at the next start");
      out.append('\n');
    }
    return out.toString();
  }

  /** A table for a document. */
  public static String markdown() {
    StringBuilder out = new StringBuilder();
    line(out, HEAD);
    out.append("|---".repeat(HEAD.size())).append("|\n");
    for (Key<?> key : Keys.all()) {
      List<String> row = row(key);
      out.append("| `").append(row.get(0)).append("` ");
      for (int i = 1; i < row.size(); i++) {
        String cell = row.get(i).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
        out.append("| ").append(cell.isEmpty() ? "" : cell + " ");
      }
      out.append("|\n");
    }
    return out.toString();
  }

  private static void line(StringBuilder out, List<String> cells) {
    for (String cell : cells) {
      out.append("| ").append(cell).append(' ');
    }
    out.append("|\n");
  }

  private static List<String> row(Key<?> key) {
    return List.of(
        key.name(),
        key.type().name(),
        key.type().unit(),
        key.defaultText(),
        key.type().range(),
        key.since(),
        key.live() ? "yes" : "no",
        key.sentence());
  }
}
