package io.duality.model;

import java.util.Objects;

/**
 * One hook, what it expected to find and what it found: a line of {@code duality status} and of the
 * trace plan.
 *
 * @param name such as {@code AbstractQueuedSynchronizer.acquire/6}
 * @param expected how many places its expectation table names; 0 while its library is not loaded
 * @param found how many were woven
 * @param standing how far it got
 * @param reason why it is off, or what it cannot see; null when there is nothing to say
 */
public record HookState(String name, int expected, int found, Standing standing, String reason) {
  /** How far a hook got. */
  public enum Standing {
    /** Woven, and its self-test saw a wait begin and end. */
    PROVEN("proven"),
    /** Woven; its self-test has not run, or got no processor. */
    UNPROVEN("self-test pending"),
    /** Woven, and of a kind that has no self-test. */
    WOVEN("woven"),
    /** There is nothing to weave until the application loads its class. */
    WAITING("waiting for its class to load"),
    /** It should work and does not: a blind spot. */
    OFF("off"),
    /** Switched off with the whole agent, by a person or by the configuration. */
    DISARMED("disarmed");

    private final String label;

    Standing(String label) {
      this.label = label;
    }

    /** The spelling used in {@code context.json}. */
    public String label() {
      return label;
    }
  }

  public HookState {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(standing, "standing");
  }

  /**
   * A hook without a self-test.
   *
   * @param armed whether it works; what does not and expects nothing yet waits for its library
   */
  public HookState(String name, int expected, int found, boolean armed, String reason) {
    this(
        name,
        expected,
        found,
        armed ? Standing.WOVEN : expected == 0 ? Standing.WAITING : Standing.OFF,
        reason);
  }

  /** Whether it sees waits now, as far as anybody knows. */
  public boolean armed() {
    return standing == Standing.PROVEN
        || standing == Standing.UNPROVEN
        || standing == Standing.WOVEN;
  }

  /** Whether there is nothing to weave so far: a class that the application has not loaded. */
  public boolean idle() {
    return standing == Standing.WAITING;
  }

  /** Whether it should work and does not: a blind spot. */
  public boolean off() {
    return standing == Standing.OFF;
  }

  /** {@code AbstractQueuedSynchronizer.acquire/6: 1 of 1}, with what keeps it from working. */
  public String line() {
    if (idle() && expected == 0) {
      return name + ": nothing to weave, " + reason;
    }
    String places = name + ": " + found + " of " + expected;
    return switch (standing) {
      case PROVEN, WOVEN -> reason == null ? places : places + ", " + reason;
      case UNPROVEN, WAITING, DISARMED -> places + ", " + standing.label();
      case OFF -> places + ", off: " + reason;
    };
  }
}
