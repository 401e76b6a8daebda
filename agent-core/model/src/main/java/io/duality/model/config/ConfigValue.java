package io.duality.model.config;

import java.util.Objects;

/**
 * A value in force.
 *
 * @param key the full key; of a trigger with the trigger's name in it
 * @param text the value as it was written, or the default's text
 * @param value what that means
 * @param origin where it was written
 */
public record ConfigValue<T>(String key, String text, T value, Origin origin) {
  public ConfigValue {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(origin, "origin");
  }

  /** {@code duality.strict = true (environment DUALITY_STRICT)}. */
  public String line() {
    return key + " = " + text + " (" + origin.label() + ")";
  }
}
