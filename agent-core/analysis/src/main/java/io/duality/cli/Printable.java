package io.duality.cli;

/** Texts of bundles and agents as a terminal may see them: without its control sequences. */
final class Printable {
  private Printable() {}

  /** Several lines. */
  static String text(String text) {
    return clean(text, true);
  }

  /** One line. */
  static String line(String text) {
    return clean(text, false);
  }

  private static String clean(String text, boolean lines) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean kept = !Character.isISOControl(c) || c == '\t' || (lines && c == '\n');
      if (kept) {
        out.append(c);
      } else if (c != '\r') {
        out.append(c == '\n' ? ' ' : '?');
      }
    }
    return out.toString();
  }
}
