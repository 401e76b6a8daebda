package io.duality.model;

import java.util.Objects;

/**
 * One hook, what it expected to find and what it found: a line of {@code duality status} and of the
 * trace plan.
 *
 * @param name such as {@code AbstractQueuedSynchronizer.acquire/6}
 * @param expected how many places its expectation table names; 0 while its library is not loaded
 * @param found how many were woven
 * @param armed whether it works, proven by its self-test
 * @param reason why it is off; null while it is armed
 */
public record HookState(String name, int expected, int found, boolean armed, String reason) {
  public HookState {
    Objects.requireNonNull(name, "name");
  }

  /** Whether there is nothing to weave so far: a library that the application has not loaded. */
  public boolean idle() {
    return !armed && expected == 0;
  }

  /** Whether it should work and does not: a blind spot. */
  public boolean off() {
    return !armed && expected > 0;
  }

  /** {@code AbstractQueuedSynchronizer.acquire/6: 1 of 1}, with the reason when it is off. */
  public String line() {
    if (idle()) {
      return name + ": nothing to weave, " + reason;
    }
    return name + ": " + found + " of " + expected + (armed ? "" : ", off: " + reason);
  }
}
