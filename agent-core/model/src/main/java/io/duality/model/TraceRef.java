package io.duality.model;

import java.util.Objects;

/**
 * The trace context that a thread carried.
 *
 * @param traceId 32 lower-case hex digits
 * @param spanId 16 lower-case hex digits
 * @param spanName what the span was called at its start, or null when no hook saw that start
 * @param sampled whether the tracing backend was told to keep it
 */
public record TraceRef(String traceId, String spanId, String spanName, boolean sampled) {
  public TraceRef {
    Objects.requireNonNull(traceId, "traceId");
    Objects.requireNonNull(spanId, "spanId");
    if (traceId.length() != 32 || spanId.length() != 16) {
      throw new IllegalArgumentException(
          "a trace id has 32 hex digits and a span id 16, not " + traceId + " and " + spanId);
    }
  }
}
