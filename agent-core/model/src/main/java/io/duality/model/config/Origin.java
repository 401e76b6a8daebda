package io.duality.model.config;

import java.util.Objects;

/**
 * Where a value comes from.
 *
 * @param source which kind of place
 * @param detail which one: the variable, {@code file:line}; empty when the kind says it all
 */
public record Origin(Source source, String detail) {

  /** The origin of everything nobody configured. */
  public static final Origin DEFAULT = new Origin(Source.DEFAULT, "");

  /** The kinds of places, strongest first. */
  public enum Source {
    ARGUMENTS("agent arguments"),
    PROPERTY("system property"),
    ENVIRONMENT("environment"),
    FILE("file"),
    DEFAULT("default");

    private final String label;

    Source(String label) {
      this.label = label;
    }

    /** The spelling used in messages, {@code context.json} and {@code status}. */
    public String label() {
      return label;
    }
  }

  public Origin {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(detail, "detail");
  }

  /** Such as {@code file duality.properties:12} or {@code default}. */
  public String label() {
    return detail.isEmpty() ? source.label() : source.label() + " " + detail;
  }
}
