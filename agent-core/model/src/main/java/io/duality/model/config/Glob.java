package io.duality.model.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A name with {@code *} for any run of characters, dots and nothing included.
 *
 * @param pattern as it was written
 */
public record Glob(String pattern) {
  public Glob {
    Objects.requireNonNull(pattern, "pattern");
  }

  /** Whether the whole text is met. */
  public boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int retry = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /**
   * What each star stands for, leftmost stars as short as possible; null when the text is not met.
   */
  List<String> stars(String text) {
    if (!matches(text)) {
      return null;
    }
    List<String> found = new ArrayList<>();
    int from = pattern.indexOf('*');
    int t = from;
    while (from >= 0) {
      int next = pattern.indexOf('*', from + 1);
      String literal = pattern.substring(from + 1, next < 0 ? pattern.length() : next);
      int end = next < 0 ? text.length() - literal.length() : text.indexOf(literal, t);
      found.add(text.substring(t, end));
      t = end + literal.length();
      from = next;
    }
    return found;
  }

  /** How many characters it fixes: of two globs that are met, the one that fixes more is meant. */
  int literals() {
    int count = 0;
    for (int i = 0; i < pattern.length(); i++) {
      count += pattern.charAt(i) == '*' ? 0 : 1;
    }
    return count;
  }
}
