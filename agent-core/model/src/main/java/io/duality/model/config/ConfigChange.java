package io.duality.model.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a configuration in force when its sources are read again.
 *
 * @param config what is in force now: new where a key may change at run time, else as before
 * @param changed values that are new in it, by key
 * @param frozen one line for each key whose change has to wait for the next start
 */
public record ConfigChange(Config config, List<ConfigValue<?>> changed, List<String> frozen) {
  public ConfigChange {
    changed = List.copyOf(changed);
    frozen = List.copyOf(frozen);
  }

  /** The change from the configuration in force to the one that was read now. */
  public static ConfigChange of(Config before, Config read) {
    Map<String, ConfigValue<?>> values = new LinkedHashMap<>();
    List<String> frozen = new ArrayList<>();
    for (Key<?> key : Keys.fixed()) {
      ConfigValue<?> old = before.value(key.name());
      ConfigValue<?> now = read.value(key.name());
      boolean stays = !key.live() && !old.value().equals(now.value());
      if (stays) {
        frozen.add(stays(now, old.text().isEmpty() ? "as it was" : old.text()));
      }
      values.put(key.name(), stays ? old : now);
    }
    for (ConfigValue<?> now : read.values()) {
      if (now.key().startsWith(TriggerKeys.PREFIX) || now.key().startsWith(HeartbeatKeys.PREFIX)) {
        values.put(now.key(), now);
      } else if (isName(now) && !sameText(before.value(now.key()), now)) {
        frozen.add(stays(now, "as it was"));
      }
    }
    for (ConfigValue<?> old : before.values()) {
      if (isName(old)) {
        values.put(old.key(), old);
        if (read.value(old.key()) == null) {
          frozen.add(old.key() + " is gone: cannot change at run time, stays until the next start");
        }
      }
    }
    return new ConfigChange(
        new Config(values, read.triggers(), read.heartbeats(), before.names(), read.problems()),
        changed(before, values),
        frozen);
  }

  private static List<ConfigValue<?>> changed(Config before, Map<String, ConfigValue<?>> values) {
    List<ConfigValue<?>> changed = new ArrayList<>();
    for (ConfigValue<?> value : values.values()) {
      ConfigValue<?> old = before.value(value.key());
      if (old == null || !old.value().equals(value.value())) {
        changed.add(value);
      }
    }
    return changed;
  }

  private static boolean isName(ConfigValue<?> value) {
    return value.key().startsWith(NameRules.PREFIX)
        && !value.key().equals(Keys.NAMES_FIELDS.name());
  }

  private static boolean sameText(ConfigValue<?> old, ConfigValue<?> now) {
    return old != null && old.text().equals(now.text());
  }

  private static String stays(ConfigValue<?> now, String old) {
    return now.line() + ": cannot change at run time; stays " + old + " until the next start";
  }
}
