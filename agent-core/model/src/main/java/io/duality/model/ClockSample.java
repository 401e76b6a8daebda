package io.duality.model;

import java.util.Objects;

/**
 * Wall and monotonic clock read together, so that files can be put on one time line.
 *
 * @param wallNanos nanoseconds since the epoch
 * @param monotonicNanos {@code System.nanoTime}
 * @param at what was happening: {@code trigger}, {@code threads}, …
 */
public record ClockSample(long wallNanos, long monotonicNanos, String at) {
  public ClockSample {
    Objects.requireNonNull(at, "at");
  }
}
