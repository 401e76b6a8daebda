package io.duality.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a trigger asks the capture for.
 *
 * @param bundleId UUIDv7
 * @param trigger the trigger's name, part of the bundle's name
 * @param type the trigger's {@code on}
 * @param at when it fired
 * @param alarm the suspicion behind it; never null, a manual capture has one of its own
 * @param steps the artefacts asked for, such as {@code threads*3/1s}, {@code waits}
 * @param operands the conditions that were true together, of a trigger over others; else empty
 * @param escalated why more than the usual artefacts are asked for, or null
 */
public record CaptureRequest(
    String bundleId,
    String trigger,
    String type,
    Instant at,
    Alarm alarm,
    List<String> steps,
    List<Operand> operands,
    String escalated) {
  public CaptureRequest {
    Objects.requireNonNull(bundleId, "bundleId");
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(alarm, "alarm");
    steps = List.copyOf(steps);
    operands = List.copyOf(operands);
  }

  /** A request of a trigger that watches for itself, with its usual artefacts. */
  public CaptureRequest(
      String bundleId, String trigger, String type, Instant at, Alarm alarm, List<String> steps) {
    this(bundleId, trigger, type, at, alarm, steps, List.of(), null);
  }
}
