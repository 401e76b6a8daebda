package io.duality.model;

import java.time.Instant;
import java.util.Objects;

/**
 * One of the conditions that were true together when a trigger over others fired.
 *
 * @param trigger the name of the operand's trigger
 * @param type what that watches
 * @param at when it was true last
 * @param alarm what it saw then
 */
public record Operand(String trigger, String type, Instant at, Alarm alarm) {
  public Operand {
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(alarm, "alarm");
  }
}
