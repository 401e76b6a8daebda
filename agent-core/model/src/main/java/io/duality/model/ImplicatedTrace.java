package io.duality.model;

import java.util.Map;
import java.util.Objects;

/**
 * A trace that the incident touches.
 *
 * @param trace its context
 * @param role {@code victim}, {@code holder}, {@code worker}, {@code producer}, {@code consumer},
 *     {@code allocator}, {@code spinner}, {@code thrower} or {@code bystander}
 * @param thread the label of the thread that carried it
 * @param attributes allow-listed baggage and span attributes, never null
 */
public record ImplicatedTrace(
    TraceRef trace, String role, String thread, Map<String, String> attributes) {
  public ImplicatedTrace {
    Objects.requireNonNull(trace, "trace");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(thread, "thread");
    attributes = Map.copyOf(attributes);
  }
}
