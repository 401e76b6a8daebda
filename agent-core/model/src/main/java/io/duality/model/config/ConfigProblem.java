package io.duality.model.config;

import java.util.Objects;

/**
 * Something in the configuration that is not as it was meant.
 *
 * @param level how much it matters
 * @param key the key it is about
 * @param line one line: key, value, what is allowed, what is used instead
 */
public record ConfigProblem(Level level, String key, String line) {

  /** How much a problem matters. */
  public enum Level {
    /** A value that is not used. */
    ERROR,
    /** A key that has no effect. */
    WARNING,
    /** Worth a line, never a reason to disarm. */
    NOTE
  }

  public ConfigProblem {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(line, "line");
  }

  /** Whether {@code duality.strict=true} disarms the agent because of it. */
  public boolean disarms() {
    return level != Level.NOTE;
  }
}
