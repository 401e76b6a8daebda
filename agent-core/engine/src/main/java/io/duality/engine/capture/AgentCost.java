package io.duality.engine.capture;

import java.time.Instant;
import java.util.Objects;

/**
 * That the agent does less than it is configured to, because it cost too much.
 *
 * @param level {@code thinned}, {@code sparse}, {@code off}, or {@code full} again
 * @param since since when it has done less than everything
 * @param until until when it did; null while it does
 * @param observed what it cost when that was judged last
 * @param threshold what it may cost
 * @param does what it does at that level
 */
public record AgentCost(
    String level, Instant since, Instant until, String observed, String threshold, String does) {
  public AgentCost {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(observed, "observed");
    Objects.requireNonNull(threshold, "threshold");
    Objects.requireNonNull(does, "does");
  }
}
