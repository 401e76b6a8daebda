package io.duality.hosts;

import java.util.logging.LogManager;

/** The log manager of {@link ChoosesLogManager}. */
public final class OwnLogManager extends LogManager {
  /** Called by the JDK, by reflection. */
  public OwnLogManager() {}
}
