package io.duality.engine.capture;

import io.duality.model.Unknown;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  /**
   * What a bundle misses because of that.
   *
   * @param dead whether it is about a process that has died
   */
  public Unknown unknown(boolean dead) {
    String when =
        until != null
            ? "did less from " + second(since) + " to " + second(until)
            : dead
                ? "was " + level + " when it died, and had done less since " + second(since)
                : "is " + level + ", and has done less since " + second(since);
    String why =
        "the agent itself "
            + when
            + (until == null ? ": " + does : "")
            + "; the rest is left out, because of what it cost: "
            + observed
            + "; allowed are "
            + threshold;
    return new Unknown("duality-watch", "short waits and what comes between two looks", why);
  }

  private static Instant second(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }
}
