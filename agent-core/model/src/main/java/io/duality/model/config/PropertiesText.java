package io.duality.model.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the format of {@code java.util.Properties} with two differences: every entry knows its
 * line, and a {@code #} between blanks ends a value, so that a line may explain itself.
 */
public final class PropertiesText {
  private final String file;
  private final String text;
  private final List<ConfigEntry> entries = new ArrayList<>();
  private final List<ConfigProblem> problems = new ArrayList<>();
  private int at;
  private int line = 1;

  private PropertiesText(String text, String file) {
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.file = file;
  }

  /**
   * What a file says.
   *
   * @param entries in the order of the file; of one key the last counts
   * @param problems what is wrong with the form of the file
   */
  public record Parsed(List<ConfigEntry> entries, List<ConfigProblem> problems) {
    public Parsed {
      entries = List.copyOf(entries);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads a properties file that is already decoded.
   *
   * @param text the whole file
   * @param file its name, for origins and messages
   */
  public static Parsed parse(String text, String file) {
    PropertiesText properties = new PropertiesText(text, file);
    properties.read();
    return new Parsed(properties.entries, properties.problems);
  }

  private void read() {
    while (at < text.length()) {
      int first = line;
      String logical = logicalLine();
      if (!logical.isEmpty()) {
        entry(logical, first);
      }
    }
  }

  /** The next line with its continuations; empty for blank lines and comments. */
  private String logicalLine() {
    String natural = stripLeading(naturalLine());
    if (natural.isEmpty() || natural.charAt(0) == '#' || natural.charAt(0) == '!') {
      return "";
    }
    StringBuilder logical = new StringBuilder(natural);
    while (endsInOddBackslashes(logical)) {
      logical.setLength(logical.length() - 1);
      if (at >= text.length()) {
        break;
      }
      logical.append(stripLeading(naturalLine()));
    }
    return logical.toString();
  }

  private String naturalLine() {
    int from = at;
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
    String natural = text.substring(from, at);
    if (natural.indexOf('\uFFFD') >= 0) {
      problem(ConfigProblem.Level.WARNING, natural, line, "is not UTF-8; save the file as UTF-8");
    }
    if (at < text.length()) {
      boolean pair =
          text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
      at += pair ? 2 : 1;
    }
    line++;
    return natural;
  }

  private void entry(String logical, int first) {
    int end = 0;
    while (end < logical.length() && !endsKey(logical.charAt(end))) {
      end += logical.charAt(end) == '\\' ? 2 : 1;
    }
    end = Math.min(end, logical.length());
    int value = skipBlanks(logical, end);
    if (value < logical.length()
        && (logical.charAt(value) == '=' || logical.charAt(value) == ':')) {
      value = skipBlanks(logical, value + 1);
    }
    String key = unescape(logical.substring(0, end), first);
    String raw = logical.substring(value);
    raw = raw.substring(0, comment(raw));
    entries.add(
        new ConfigEntry(
            key, unescape(raw, first), new Origin(Origin.Source.FILE, file + ":" + first)));
  }

  private static boolean endsKey(char c) {
    return c == '=' || c == ':' || blank(c);
  }

  /** Where a comment behind the value begins, or the length when there is none. */
  private static int comment(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      boolean before = i == 0 || blank(raw.charAt(i - 1));
      boolean after = i + 1 == raw.length() || blank(raw.charAt(i + 1));
      if (raw.charAt(i) == '#' && before && after) {
        int end = i;
        while (end > 0 && blank(raw.charAt(end - 1))) {
          end--;
        }
        return end;
      }
    }
    return raw.length();
  }

  private String unescape(String raw, int first) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\' || i + 1 == raw.length()) {
        out.append(c);
        continue;
      }
      char escape = raw.charAt(++i);
      switch (escape) {
        case 't' -> out.append('\t');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 'f' -> out.append('\f');
        case 'u' -> {
          int code = hex(raw, i + 1);
          if (code < 0) {
            problem(ConfigProblem.Level.ERROR, raw, first, "four hex digits belong behind \\u");
            out.append("\\u");
          } else {
            out.append((char) code);
            i += 4;
          }
        }
        default -> out.append(escape);
      }
    }
    return out.toString();
  }

  private static int hex(String raw, int from) {
    if (from + 4 > raw.length()) {
      return -1;
    }
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit(raw.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }

  private void problem(ConfigProblem.Level level, String what, int where, String why) {
    problems.add(
        new ConfigProblem(
            level, file + ":" + where, file + ":" + where + ": " + what.trim() + ": " + why));
  }

  private static boolean endsInOddBackslashes(CharSequence logical) {
    int count = 0;
    while (count < logical.length() && logical.charAt(logical.length() - 1 - count) == '\\') {
      count++;
    }
    return count % 2 == 1;
  }

  private static String stripLeading(String natural) {
    return natural.substring(skipBlanks(natural, 0));
  }

  private static int skipBlanks(String s, int from) {
    int i = from;
    while (i < s.length() && blank(s.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean blank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
  }
}
