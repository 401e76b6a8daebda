package io.duality.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON Schemas (2020-12) of the files of a bundle, as they ship inside the jar. */
public final class Schemas {
  private static final List<String> NAMES =
      List.of(
          "manifest",
          "findings",
          "waits",
          "threads",
          "resources",
          "context",
          "histogram",
          "ledger");

  private Schemas() {}

  /** The names of all schemas; each is the name of its file without the ending. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The text of one schema.
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException when there is none of that name
   */
  public static String text(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "there is no schema '" + name + "'; the schemas are " + String.join(", ", NAMES));
    }
    String resource = "/io/duality/schema/" + name + ".schema.json";
    try (InputStream in = Schemas.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + resource, e);
    }
  }
}
