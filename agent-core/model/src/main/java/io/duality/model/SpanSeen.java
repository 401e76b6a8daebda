package io.duality.model;

import java.util.Objects;

/**
 * A span that was begun and has not ended.
 *
 * @param spanId 16 lower-case hex digits
 * @param name its name at its start
 * @param sinceNanos when it began, on the clock of {@link Look#nanos()}
 */
public record SpanSeen(String spanId, String name, long sinceNanos) {
  public SpanSeen {
    Objects.requireNonNull(spanId, "spanId");
    Objects.requireNonNull(name, "name");
  }
}
