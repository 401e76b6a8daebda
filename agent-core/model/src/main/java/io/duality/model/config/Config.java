package io.duality.model.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration in force; immutable. Each value knows where it comes from. */
public final class Config {
  private final Map<String, ConfigValue<?>> values;
  private final List<TriggerSettings> triggers;
  private final List<HeartbeatSettings> heartbeats;
  private final NameRules names;
  private final List<ConfigProblem> problems;

  Config(
      Map<String, ConfigValue<?>> values,
      List<TriggerSettings> triggers,
      List<HeartbeatSettings> heartbeats,
      NameRules names,
      List<ConfigProblem> problems) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    this.triggers = List.copyOf(triggers);
    this.heartbeats = List.copyOf(heartbeats);
    this.names = names;
    this.problems = List.copyOf(problems);
  }

  /** The configuration when nobody configures anything. */
  public static Config defaults() {
    return ConfigResolver.resolve(List.of(), List.of());
  }

  /** The value of a fixed key. */
  public <T> T get(Key<T> key) {
    return value(key).value();
  }

  /**
   * The value of a fixed key with its origin.
   *
   * @throws IllegalArgumentException when the key is a family of keys
   */
  @SuppressWarnings("unchecked") // the resolver put it there under its own key
  public <T> ConfigValue<T> value(Key<T> key) {
    ConfigValue<?> value = values.get(key.name());
    if (value == null) {
      throw new IllegalArgumentException(key.name() + " is a family of keys, not a key");
    }
    return (ConfigValue<T>) value;
  }

  /** All values in force: fixed keys, then triggers, heartbeats, names. */
  public List<ConfigValue<?>> values() {
    return List.copyOf(values.values());
  }

  /** The value of a full key, or null when it has none. */
  ConfigValue<?> value(String key) {
    return values.get(key);
  }

  /** All triggers that this version can watch, disabled ones included. */
  public List<TriggerSettings> triggers() {
    return triggers;
  }

  /** The trigger of that name, or null. */
  public TriggerSettings trigger(String name) {
    for (TriggerSettings trigger : triggers) {
      if (trigger.name().equals(name)) {
        return trigger;
      }
    }
    return null;
  }

  /** What is declared to move all the time. */
  public List<HeartbeatSettings> heartbeats() {
    return heartbeats;
  }

  /** The configured names of resources. */
  public NameRules names() {
    return names;
  }

  /** What is wrong with the configuration; empty when nothing is. */
  public List<ConfigProblem> problems() {
    return problems;
  }

  /** The problems because of which a strict agent disarms itself; empty when it need not. */
  public List<ConfigProblem> disarmedBy() {
    List<ConfigProblem> reasons = new ArrayList<>();
    if (get(Keys.STRICT)) {
      for (ConfigProblem problem : problems) {
        if (problem.disarms()) {
          reasons.add(problem);
        }
      }
    }
    return List.copyOf(reasons);
  }

  /** Whether the agent has to stay passive: switched off, or strict and with problems. */
  public boolean disarmed() {
    return !get(Keys.ENABLED) || !disarmedBy().isEmpty();
  }
}
