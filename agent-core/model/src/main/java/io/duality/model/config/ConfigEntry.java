package io.duality.model.config;

import java.util.Objects;

/**
 * One key and its text, as a source gives it, before anybody judged it.
 *
 * @param key the full key, {@code duality.} included
 * @param text the value as it was written
 * @param origin where it was written
 */
public record ConfigEntry(String key, String text, Origin origin) {
  public ConfigEntry {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(origin, "origin");
  }
}
