package io.duality.model.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes heartbeats of the keys {@code duality.heartbeat.<name>.<parameter>}. */
final class HeartbeatResolver {
  private HeartbeatResolver() {}

  static List<HeartbeatSettings> resolve(
      Candidates candidates, Map<String, ConfigValue<?>> values) {
    List<HeartbeatSettings> heartbeats = new ArrayList<>();
    for (String name : names(candidates)) {
      Rate expect = value(HeartbeatKeys.EXPECT, name, candidates, values);
      Globs names = value(HeartbeatKeys.NAMES, name, candidates, values);
      Globs kinds = value(HeartbeatKeys.KINDS, name, candidates, values);
      Globs called = names.globs().isEmpty() ? Globs.of(name) : names;
      heartbeats.add(new HeartbeatSettings(name, expect, called, kinds));
    }
    return heartbeats;
  }

  /** A heartbeat's name may have dots and stars: it is what a person calls the thing. */
  private static Set<String> names(Candidates candidates) {
    Set<String> names = new TreeSet<>();
    for (String key : candidates.keys()) {
      int dot = key.lastIndexOf('.');
      if (!key.startsWith(HeartbeatKeys.PREFIX)) {
        continue;
      }
      boolean known = false;
      for (Key<?> row : HeartbeatKeys.all()) {
        known |= dot > HeartbeatKeys.PREFIX.length() && key.endsWith(suffix(row));
      }
      if (known) {
        names.add(key.substring(HeartbeatKeys.PREFIX.length(), dot));
      } else {
        for (ConfigEntry entry : candidates.take(key)) {
          candidates.warn(
              entry, "no such key, a heartbeat has a name and expect, names, kinds; ignored");
        }
      }
    }
    return names;
  }

  private static String suffix(Key<?> row) {
    return "." + HeartbeatKeys.parameter(row);
  }

  private static <T> T value(
      Key<T> key, String name, Candidates candidates, Map<String, ConfigValue<?>> values) {
    ConfigValue<T> value = candidates.choose(key, HeartbeatKeys.name(name, key), key.defaultText());
    values.put(value.key(), value);
    return value.value();
  }
}
