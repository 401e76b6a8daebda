package io.duality.engine.capture;

import io.duality.model.HookState;
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
 */
public record AgentState(
    List<Setting> configuration,
    List<HookState> hooks,
    boolean jdkVerified,
    Map<String, String> featureFlags) {
  public AgentState {
    configuration = List.copyOf(configuration);
    hooks = List.copyOf(hooks);
    featureFlags = Map.copyOf(featureFlags);
  }

  /**
   * One value of the configuration.
   *
   * @param key begins with {@code duality.}
   * @param value as it would be written in the file
   * @param origin agent arguments, system property, environment, file, default
   */
  public record Setting(String key, String value, String origin) {
    public Setting {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(origin, "origin");
    }
  }
}
