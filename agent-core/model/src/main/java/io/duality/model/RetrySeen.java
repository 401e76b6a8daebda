package io.duality.model;

import java.util.Objects;

/**
 * One thread that runs into the same error again and again without a pause that grows.
 *
 * @param thread its name
 * @param peer whom it tries to reach, such as {@code tcp 10.0.0.5:5432}; empty when not known
 * @param tries how often it has, as far as that was counted
 * @param sinceNanos the first of them, on the clock of {@link Look#nanos()}
 * @param periodNanos the mean time between the last of them
 * @param threads how many threads do so
 */
public record RetrySeen(
    String thread, String peer, long tries, long sinceNanos, long periodNanos, int threads) {
  public RetrySeen {
    Objects.requireNonNull(thread, "thread");
    Objects.requireNonNull(peer, "peer");
  }
}
