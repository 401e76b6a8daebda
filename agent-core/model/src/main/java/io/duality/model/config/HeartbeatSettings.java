package io.duality.model.config;

import java.util.Objects;

/**
 * Something that is declared to move all the time.
 *
 * @param name what the configuration calls it
 * @param expect how often it has to move
 * @param names what it is called: a pool, queue, thread or span
 * @param kinds which of {@code pool}, {@code queue}, {@code thread} and {@code span} it may be
 */
public record HeartbeatSettings(String name, Rate expect, Globs names, Globs kinds) {
  public HeartbeatSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(expect, "expect");
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(kinds, "kinds");
  }
}
