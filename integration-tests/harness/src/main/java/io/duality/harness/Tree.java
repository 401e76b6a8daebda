package io.duality.harness;

import io.duality.model.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An object of a JSON file, with errors that say what is missing from what. */
public final class Tree {
  private final Map<?, ?> fields;

  Tree(Map<?, ?> fields) {
    this.fields = fields;
  }

  /** Reads a file whose root is an object. */
  public static Tree read(Path file) {
    try {
      return new Tree(Json.parseObject(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Whether the field is there and not null. */
  public boolean has(String field) {
    return fields.get(field) != null;
  }

  /** A field's text. */
  public String text(String field) {
    return required(field, String.class);
  }

  /** A field's text, or the other one when it is absent. */
  public String text(String field, String otherwise) {
    return has(field) ? text(field) : otherwise;
  }

  /** A field's number. */
  public double number(String field) {
    return required(field, Number.class).doubleValue();
  }

  /** Whether a field says true. */
  public boolean is(String field) {
    return required(field, Boolean.class);
  }

  /** A field's object. */
  public Tree tree(String field) {
    return new Tree(required(field, Map.class));
  }

  /** A field's list of objects. */
  public List<Tree> trees(String field) {
    return ((List<?>) required(field, List.class))
        .stream().map(element -> new Tree((Map<?, ?>) element)).toList();
  }

  /** A field's list of texts. */
  public List<String> texts(String field) {
    return ((List<?>) required(field, List.class)).stream().map(String::valueOf).toList();
  }

  private <T> T required(String field, Class<T> type) {
    Object value = fields.get(field);
    if (!type.isInstance(value)) {
      throw new AssertionError(
          "expected field '"
              + field
              + "' to be a "
              + type.getSimpleName()
              + ", but it is "
              + value
              + " in "
              + this);
    }
    return type.cast(value);
  }

  @Override
  public String toString() {
    return Json.line(fields);
  }
}
