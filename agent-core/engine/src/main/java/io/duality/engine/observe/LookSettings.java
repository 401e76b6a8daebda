package io.duality.engine.observe;

import io.duality.model.config.NameRules;
import java.nio.file.Path;
import java.util.Objects;

/**
 * How looks are taken.
 *
 * @param waitsAfterNanos how old a wait must be before a glance asks for a look
 * @param framesAfterNanos how old a wait must be before its thread's stack is taken
 * @param frameDepth how many frames are taken of one stack
 * @param maxVirtual with how many virtual threads a dump may still be asked for monitor owners
 * @param scratch a directory for such dumps, deleted at once; null for none
 * @param renames names of the configuration
 */
public record LookSettings(
    long waitsAfterNanos,
    long framesAfterNanos,
    int frameDepth,
    int maxVirtual,
    Path scratch,
    NameRules renames) {
  public LookSettings {
    Objects.requireNonNull(renames, "renames");
  }

  /** 500 ms, one second, 64 frames, 2,000 virtual threads, no directory, no names. */
  public static LookSettings defaults() {
    return new LookSettings(500_000_000L, 1_000_000_000L, 64, 2_000, null, NameRules.NONE);
  }
}
