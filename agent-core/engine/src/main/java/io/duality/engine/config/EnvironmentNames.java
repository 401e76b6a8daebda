package io.duality.engine.config;

import io.duality.model.config.ConfigEntry;
import io.duality.model.config.ConfigProblem;
import io.duality.model.config.Key;
import io.duality.model.config.KeyNames;
import io.duality.model.config.Keys;
import io.duality.model.config.Origin;
import io.duality.model.config.TriggerKeys;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the keys of environment variables: {@code DUALITY_TRIGGER_STALL_AGE} is {@code
 * duality.trigger.stall.age}. A trigger that no other source names has a name in lower case with
 * {@code -} for {@code _}.
 */
final class EnvironmentNames {
  static final String PREFIX = "DUALITY_";

  private static final String TRIGGER = "DUALITY_TRIGGER_";
  private static final String NAMES = "DUALITY_NAMES_";
  private static final String HEARTBEAT = "DUALITY_HEARTBEAT_";

  private final Set<String> triggers;

  /**
   * Names of an environment beside which other sources speak of some triggers.
   *
   * @param triggers the names of those triggers
   */
  EnvironmentNames(Set<String> triggers) {
    this.triggers = triggers;
  }

  /** Adds what a variable says, or the note that it says nothing. */
  void read(String variable, String text, List<ConfigEntry> entries, List<ConfigProblem> notes) {
    String key = key(variable);
    if (key != null) {
      entries.add(new ConfigEntry(key, text, new Origin(Origin.Source.ENVIRONMENT, variable)));
      return;
    }
    String nearest = KeyNames.nearest(dotted(variable));
    String why =
        variable.startsWith(NAMES)
            ? "resources are renamed by agent arguments, system properties or the file"
            : variable.startsWith(HEARTBEAT)
                ? "heartbeats are declared by agent arguments, system properties or the file"
                : nearest == null
                    ? "no such key"
                    : "no such key, the nearest is " + variable(nearest);
    notes.add(
        new ConfigProblem(
            ConfigProblem.Level.NOTE,
            variable,
            "environment " + variable + ": " + why + "; ignored"));
  }

  private String key(String variable) {
    for (Key<?> key : Keys.all()) {
      if (!key.family() && variable(key.name()).equals(variable)) {
        return key.name();
      }
    }
    if (variable.startsWith(TRIGGER)) {
      for (Key<?> key : Keys.all()) {
        String parameter = key.name().substring(key.name().lastIndexOf('.') + 1);
        String suffix = "_" + parameter.toUpperCase(Locale.ROOT);
        int end = variable.length() - suffix.length();
        if (key.name().startsWith(TriggerKeys.PREFIX)
            && end > TRIGGER.length()
            && variable.endsWith(suffix)) {
          return TriggerKeys.name(trigger(variable.substring(TRIGGER.length(), end)), key);
        }
      }
    }
    return null;
  }

  private String trigger(String upper) {
    for (String known : triggers) {
      if (variable(known).equals(upper)) {
        return known;
      }
    }
    return upper.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static String dotted(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
