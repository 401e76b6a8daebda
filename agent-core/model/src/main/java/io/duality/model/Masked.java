package io.duality.model;

/** A name without what differs among those that belong together. */
public final class Masked {
  private Masked() {}

  /** The name with each run of digits as one {@code *}. */
  public static String of(String name) {
    StringBuilder out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isDigit(c)) {
        out.append(c);
      } else if (out.length() == 0 || out.charAt(out.length() - 1) != '*') {
        out.append('*');
      }
    }
    return out.toString();
  }
}
