package io.duality.model.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of one JSON object, read with their types. Unknown fields are ignored; a mandatory one
 * that is missing or of another type ends in a {@link JsonException} that names file and field.
 */
public final class Fields {
  private final String file;
  private final String path;
  private final Map<?, ?> object;

  private Fields(String file, String path, Map<?, ?> object) {
    this.file = file;
    this.path = path;
    this.object = object;
  }

  /**
   * The fields of a document's root.
   *
   * @param file the name that messages give to the document
   */
  public static Fields of(String file, Map<String, ?> root) {
    return new Fields(file, "", root);
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    return object.get(name) != null;
  }

  /** A mandatory text. */
  public String text(String name) {
    return typed(name, String.class, "a text");
  }

  /** A text, or null when it is absent. */
  public String textOrNull(String name) {
    return has(name) ? text(name) : null;
  }

  /** A text, or {@code otherwise} when it is absent. */
  public String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  /** A mandatory whole number. */
  public long integer(String name) {
    return typed(name, Long.class, "a whole number");
  }

  /** A whole number, or {@code otherwise} when it is absent. */
  public long integer(String name, long otherwise) {
    return has(name) ? integer(name) : otherwise;
  }

  /** A number, or {@code otherwise} when it is absent. */
  public double number(String name, double otherwise) {
    return has(name) ? typed(name, Number.class, "a number").doubleValue() : otherwise;
  }

  /** A mandatory truth value. */
  public boolean flag(String name) {
    return typed(name, Boolean.class, "true or false");
  }

  /** A truth value, or null when it is absent. */
  public Boolean flagOrNull(String name) {
    return has(name) ? (Boolean) flag(name) : null;
  }

  /** A mandatory instant. */
  public Instant instant(String name) {
    String text = text(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw wrong(name, "is '" + text + "', not an instant such as 2026-11-21T01:46:11.123Z");
    }
  }

  /** A mandatory object. */
  public Fields object(String name) {
    return new Fields(file, at(name), typed(name, Map.class, "an object"));
  }

  /** An object, or one without fields when it is absent. */
  public Fields objectOrEmpty(String name) {
    return has(name) ? object(name) : new Fields(file, at(name), Map.of());
  }

  /** A mandatory array of objects. */
  public List<Fields> objects(String name) {
    List<Fields> all = new ArrayList<>();
    for (Object element : typed(name, List.class, "an array")) {
      if (!(element instanceof Map<?, ?> map)) {
        throw wrong(name + "/" + all.size(), "is not an object");
      }
      all.add(new Fields(file, at(name) + "/" + all.size(), map));
    }
    return all;
  }

  /** An array of objects, or none when it is absent. */
  public List<Fields> objectsOrNone(String name) {
    return has(name) ? objects(name) : List.of();
  }

  /** An array of texts, or none when it is absent. */
  public List<String> texts(String name) {
    return elements(name, String.class, "a text");
  }

  /** An array of whole numbers, or none when it is absent. */
  public List<Long> integers(String name) {
    return elements(name, Long.class, "a whole number");
  }

  /** An object whose values are texts, or an empty one when it is absent. */
  public Map<String, String> textMap(String name) {
    Map<String, String> all = new LinkedHashMap<>();
    Fields inner = objectOrEmpty(name);
    for (Object key : inner.object.keySet()) {
      all.put((String) key, inner.text((String) key));
    }
    return all;
  }

  /** The exception for a field whose value breaks a rule, such as {@code is 'x', not one of …}. */
  public JsonException wrong(String name, String what) {
    return new JsonException(file + ": field " + at(name) + " " + what);
  }

  private <T> List<T> elements(String name, Class<T> type, String expected) {
    List<T> all = new ArrayList<>();
    if (has(name)) {
      for (Object element : typed(name, List.class, "an array")) {
        if (!type.isInstance(element)) {
          throw wrong(name + "/" + all.size(), "is not " + expected);
        }
        all.add(type.cast(element));
      }
    }
    return all;
  }

  private <T> T typed(String name, Class<T> type, String expected) {
    Object value = object.get(name);
    if (value == null) {
      throw wrong(name, "is missing, " + expected + " must be there");
    }
    if (!type.isInstance(value)) {
      throw wrong(name, "is " + kindOf(value) + ", not " + expected);
    }
    return type.cast(value);
  }

  private static String kindOf(Object value) {
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "an array";
    }
    String shown = String.valueOf(value);
    return "'" + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown) + "'";
  }

  private String at(String name) {
    return path + "/" + name;
  }
}
