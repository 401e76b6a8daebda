package io.duality.model.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one JSON reader and writer. A document is a tree of {@code Map<String, ?>}, {@code List<?>},
 * {@code String}, {@code Number}, {@code Boolean} and {@code null}; maps keep their order.
 */
public final class Json {
  private static final int MAX_DEPTH = 200;

  private Json() {}

  /**
   * Builds an object from alternating keys and values. A value that is null is kept as JSON null;
   * use {@link #put} for fields that are absent when unknown.
   */
  public static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /** Adds a field unless its value is null. */
  public static void put(Map<String, Object> object, String key, Object value) {
    if (value != null) {
      object.put(key, value);
    }
  }

  /** A whole document on one line, without a line end. */
  public static String line(Object value) {
    StringBuilder out = new StringBuilder();
    try {
      inline(out, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringBuilder does not fail
    }
    return out.toString();
  }

  /**
   * A document as bundles keep it: each field of the root on a line of its own, each element of an
   * array of objects on a line of its own, everything deeper inline, so that {@code grep} works.
   */
  public static String document(Map<String, ?> root) {
    StringBuilder out = new StringBuilder();
    try {
      write(out, root);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringBuilder does not fail
    }
    return out.toString();
  }

  /** Writes what {@link #document} returns. */
  public static void write(Appendable out, Map<String, ?> root) throws IOException {
    out.append("{\n");
    int i = 0;
    for (Map.Entry<String, ?> field : root.entrySet()) {
      out.append("  ");
      string(out, field.getKey());
      out.append(": ");
      if (field.getValue() instanceof Iterable<?> list && startsWithObject(list)) {
        out.append("[\n");
        int n = 0;
        for (Object element : list) {
          out.append(n++ == 0 ? "    " : ",\n    ");
          inline(out, element);
        }
        out.append("\n  ]");
      } else {
        inline(out, field.getValue());
      }
      out.append(++i < root.size() ? ",\n" : "\n");
    }
    out.append("}\n");
  }

  private static boolean startsWithObject(Iterable<?> list) {
    var elements = list.iterator();
    return elements.hasNext() && elements.next() instanceof Map;
  }

  private static void inline(Appendable out, Object value) throws IOException {
    if (value == null) {
      out.append("null");
    } else if (value instanceof Map<?, ?> map) {
      out.append('{');
      int i = 0;
      for (Map.Entry<?, ?> field : map.entrySet()) {
        out.append(i++ == 0 ? "" : ", ");
        string(out, String.valueOf(field.getKey()));
        out.append(": ");
        inline(out, field.getValue());
      }
      out.append('}');
    } else if (value instanceof Iterable<?> list) {
      out.append('[');
      int i = 0;
      for (Object element : list) {
        out.append(i++ == 0 ? "" : ", ");
        inline(out, element);
      }
      out.append(']');
    } else if (value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Short) {
      out.append(value.toString());
    } else if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      out.append(
          Double.isNaN(number) || Double.isInfinite(number)
              ? "null"
              : number == Math.rint(number) && Math.abs(number) < 1e15
                  ? Long.toString((long) number)
                  : Double.toString(number));
    } else {
      string(out, value.toString());
    }
  }

  private static void string(Appendable out, String text) throws IOException {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f || loneSurrogate(text, i)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean loneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  /**
   * Reads a document.
   *
   * @throws JsonException with line and column when the text is not JSON
   */
  public static Object parse(String text) {
    Parser parser = new Parser(text);
    Object value = parser.value(0);
    parser.space();
    if (parser.at < text.length()) {
      throw parser.wrong("the end of the document");
    }
    return value;
  }

  /**
   * Reads a document whose root is an object.
   *
   * @throws JsonException when it is not
   */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> parseObject(String text) {
    if (parse(text) instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new JsonException("the document is not an object");
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    Object value(int depth) {
      if (depth > MAX_DEPTH) {
        throw wrong("at most " + MAX_DEPTH + " nested values");
      }
      space();
      if (at >= text.length()) {
        throw wrong("a value");
      }
      char c = text.charAt(at);
      return switch (c) {
        case '{' -> object(depth);
        case '[' -> array(depth);
        case '"' -> string();
        case 't' -> literal("true", Boolean.TRUE);
        case 'f' -> literal("false", Boolean.FALSE);
        case 'n' -> literal("null", null);
        default -> number();
      };
    }

    private Map<String, Object> object(int depth) {
      Map<String, Object> map = new LinkedHashMap<>();
      at++;
      space();
      if (skip('}')) {
        return map;
      }
      do {
        space();
        if (at >= text.length() || text.charAt(at) != '"') {
          throw wrong("a field name");
        }
        String key = string();
        space();
        expect(':');
        map.put(key, value(depth + 1));
        space();
      } while (skip(','));
      expect('}');
      return map;
    }

    private List<Object> array(int depth) {
      List<Object> list = new ArrayList<>();
      at++;
      space();
      if (skip(']')) {
        return list;
      }
      do {
        list.add(value(depth + 1));
        space();
      } while (skip(','));
      expect(']');
      return list;
    }

    private String string() {
      StringBuilder out = new StringBuilder();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '"') {
          return out.toString();
        }
        if (c < 0x20) {
          at--;
          throw wrong("an escaped control character");
        }
        if (c != '\\') {
          out.append(c);
          continue;
        }
        if (at >= text.length()) {
          break;
        }
        char escape = text.charAt(at++);
        switch (escape) {
          case '"', '\\', '/' -> out.append(escape);
          case 'b' -> out.append('\b');
          case 'f' -> out.append('\f');
          case 'n' -> out.append('\n');
          case 'r' -> out.append('\r');
          case 't' -> out.append('\t');
          case 'u' -> {
            try {
              out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
              throw wrong("four hex digits");
            }
            at += 4;
          }
          default -> throw wrong("a known escape");
        }
      }
      throw wrong("the end of a string");
    }

    private Object literal(String word, Object value) {
      if (!text.startsWith(word, at)) {
        throw wrong("a value");
      }
      at += word.length();
      return value;
    }

    private Number number() {
      int from = at;
      while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      String digits = text.substring(from, at);
      try {
        if (digits.indexOf('.') < 0 && digits.indexOf('e') < 0 && digits.indexOf('E') < 0) {
          return Long.valueOf(digits);
        }
        return Double.valueOf(digits);
      } catch (NumberFormatException e) {
        at = from;
        throw wrong("a value");
      }
    }

    private void expect(char c) {
      if (!skip(c)) {
        throw wrong("'" + c + "'");
      }
    }

    private boolean skip(char c) {
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private void space() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private JsonException wrong(String expected) {
      int line = 1;
      int column = 1;
      for (int i = 0; i < Math.min(at, text.length()); i++) {
        column = text.charAt(i) == '\n' ? 1 : column + 1;
        line += text.charAt(i) == '\n' ? 1 : 0;
      }
      String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
      return new JsonException(
          "line " + line + ", column " + column + ": expected " + expected + ", found " + found);
    }
  }
}
