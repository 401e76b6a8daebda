package io.duality.engine.trigger;

import java.time.Instant;
import java.util.Objects;

/**
 * How one trigger and one signature stand: a line of {@code duality status}.
 *
 * @param trigger the trigger's name
 * @param signature the condition
 * @param sentence the last alarm's sentence
 * @param looks in how many looks in a row it has been true; 0 when it is not true now
 * @param confirm how many it takes
 * @param lastFired when it last fired, or null
 * @param text the last decision
 */
public record Standing(
    String trigger,
    String signature,
    String sentence,
    int looks,
    int confirm,
    Instant lastFired,
    String text) {
  public Standing {
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(sentence, "sentence");
    Objects.requireNonNull(text, "text");
  }
}
