package io.duality.engine.capture;

import io.duality.model.HookState;
import io.duality.model.config.Config;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The agent's own part of {@code context.json}.
 *
 * @param configuration the values in force and where each comes from
 * @param hooks the hooks and their state
 * @param jdkVerified whether tests have run on this JDK version
 * @param featureFlags the application's feature flags that were named in the configuration
 * @param cost that it does less than configured because of what it costs; null mostly
 */
public record AgentState(
    Config configuration,
    List<HookState> hooks,
    boolean jdkVerified,
    Map<String, String> featureFlags,
    AgentCost cost) {
  /** The state of an agent that does everything. */
  public AgentState(
      Config configuration,
      List<HookState> hooks,
      boolean jdkVerified,
      Map<String, String> featureFlags) {
    this(configuration, hooks, jdkVerified, featureFlags, null);
  }

  public AgentState {
    Objects.requireNonNull(configuration, "configuration");
    hooks = List.copyOf(hooks);
    featureFlags = Map.copyOf(featureFlags);
  }
}
