package io.duality.engine.capture;

import io.duality.model.StepResult.Status;
import java.util.Objects;

/**
 * An artefact that was not written.
 *
 * @param status {@code FAILED}, or {@code SKIPPED} when a rule forbade it
 * @param reason value, rule and remedy, on one line
 */
public record Failed(Status status, String reason) implements StepOutcome {
  public Failed {
    Objects.requireNonNull(status, "status");
    reason = reason.replaceAll("\\s+", " ").strip();
  }

  /** It was tried. */
  public static Failed because(String reason) {
    return new Failed(Status.FAILED, reason);
  }

  /** It was tried, and this is what came of it. */
  public static Failed because(String what, Throwable cause) {
    return because(what + ": " + describe(cause));
  }

  /** It was not tried, because a rule forbids it. */
  public static Failed skipped(String reason) {
    return new Failed(Status.SKIPPED, reason);
  }

  static String describe(Throwable cause) {
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }
}
