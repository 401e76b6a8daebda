package io.duality.diagnosis;

import io.duality.model.TraceRef;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How numbers, times and names are written; names are untrusted and never break a line. */
final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLI =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int LONGEST_NAME = 160;
  private static final int LONGEST_TITLE = 300;
  private static final Pattern PACKAGE =
      Pattern.compile("(?<![\\w.$])(?:[a-z_][a-z0-9_]*\\.)+(?=[A-Z])");

  private Words() {}

  /** {@code 38 ms}, {@code 5.3 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  static String duration(long nanos) {
    return duration(nanos, " ");
  }

  /** Behind "the last": {@code minute}, {@code 42 s}. */
  static String window(long nanos) {
    return duration(nanos).equals("1 min") ? "minute" : duration(nanos);
  }

  /** {@code 38ms}, {@code 5.3s}, {@code 3min20s}: for lines that are read by programs too. */
  static String compact(long nanos) {
    return duration(nanos, "");
  }

  private static String duration(long nanos, String space) {
    long millis = Math.max(0, nanos) / 1_000_000;
    if (millis < 1000) {
      return millis + space + "ms";
    }
    if (millis < 59_950) {
      long tenths = (millis + 50) / 100;
      return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + space + "s";
    }
    long seconds = (millis + 500) / 1000;
    if (seconds < 3600) {
      return seconds / 60
          + space
          + "min"
          + (seconds % 60 == 0 ? "" : space + seconds % 60 + space + "s");
    }
    long minutes = seconds / 60;
    return minutes / 60
        + space
        + "h"
        + (minutes % 60 == 0 ? "" : space + minutes % 60 + space + "min");
  }

  /** {@code 03:07:41.482}. */
  static String time(Instant at) {
    return TIME.format(at);
  }

  /** {@code 2026-11-21T03:07:41Z}. */
  static String second(Instant at) {
    return SECOND.format(at);
  }

  /** {@code 2026-11-21T03:07:41.482Z}. */
  static String milli(Instant at) {
    return MILLI.format(at);
  }

  /** One word in one of two forms: {@code 1 thread}, {@code 2 threads}. */
  static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  /** A name on one line, without control characters, at most 160 characters long. */
  static String plain(String name) {
    return plain(name, LONGEST_NAME);
  }

  /** The same, at most so many characters long. */
  static String plain(String name, int longest) {
    StringBuilder out = new StringBuilder(name.length());
    name.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (c == '\n') {
                out.append("\\n");
              } else if (c == '\r') {
                out.append("\\r");
              } else if (c == '\t') {
                out.append("\\t");
              } else if (Character.isISOControl(c)
                  || type == Character.FORMAT
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR
                  || type == Character.SURROGATE) {
                out.append(String.format("\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    int end = out.length() <= longest ? out.length() : longest - 1;
    if (end < out.length() && Character.isHighSurrogate(out.charAt(end - 1))) {
      end--;
    }
    return end == out.length() ? out.toString() : out.substring(0, end) + "…";
  }

  /** The span that a trace is in; contexts that are not OpenTelemetry's often have no name. */
  static String span(TraceRef trace) {
    return trace.spanName() == null ? "a span without a name" : code(trace.spanName());
  }

  /** A name as Markdown code: on one line, inside back-quotes that it cannot leave. */
  static String code(String name) {
    return "`" + fenced(name).replace("|", "\\|") + "`";
  }

  /** A name for running text and headings of Markdown: nothing in it is markup. */
  static String text(String name) {
    return text(name, LONGEST_NAME);
  }

  /** A heading: running text, and room for a whole sentence. */
  static String heading(String title) {
    return text(title, LONGEST_TITLE);
  }

  private static String text(String name, int longest) {
    StringBuilder out = new StringBuilder();
    boolean emphasis = name.indexOf('*') != name.lastIndexOf('*'); // one star alone is only a star
    String line = plain(name, longest);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean less = c == '<' && line.startsWith("< ", i); // opens nothing
      if (("\\`[]<|".indexOf(c) >= 0 && !less) || (c == '*' && emphasis)) {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  /** A name inside a fenced block. */
  static String fenced(String name) {
    return plain(name).replace('`', '\'');
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  static String list(List<String> words) {
    if (words.size() < 2) {
      return String.join("", words);
    }
    return String.join(", ", words.subList(0, words.size() - 1))
        + " and "
        + words.get(words.size() - 1);
  }

  /** The first few of a list: {@code a, b and 9 more}. */
  static String some(List<String> words, int most) {
    if (words.size() <= most) {
      return list(words);
    }
    return String.join(", ", words.subList(0, most)) + " and " + (words.size() - most) + " more";
  }

  /**
   * One name for many threads: {@code http-nio-8080-exec-*}; null when they have none in common.
   */
  static String fold(Collection<String> names) {
    String first = names.iterator().next();
    if (names.stream().allMatch(first::equals)) {
      return plain(first);
    }
    int common = first.length();
    for (String name : names) {
      int i = 0;
      while (i < Math.min(common, name.length()) && name.charAt(i) == first.charAt(i)) {
        i++;
      }
      common = i;
    }
    while (common > 0 && Character.isDigit(first.charAt(common - 1))) {
      common--;
    }
    return common < 3 ? null : plain(first.substring(0, common)) + "*";
  }

  /** {@code Inventory.stockLock} of {@code com.acme.Inventory.stockLock}. */
  static String withoutPackages(String name) {
    return PACKAGE.matcher(name).replaceAll("");
  }

  /** A thread name with every run of digits masked, equal in every process. */
  static String mask(String name) {
    return plain(name).replaceAll("[0-9]+", "*");
  }

  /** A resource name without instance number and identity. */
  static String stable(String name) {
    return plain(name).replaceAll("#[0-9]+", "").replaceAll("@[0-9a-f]+", "");
  }
}
