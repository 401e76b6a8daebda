package io.duality.model;

/** By what the agent's recordings beside its ring are told from those of users. */
public final class OwnRecording {
  /** A setting of an event that no JDK has, so that it changes nothing. */
  public static final String MARK = "duality.Own#enabled";

  private OwnRecording() {}
}
