package io.duality.model.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes one configuration of what all sources say. */
public final class ConfigResolver {
  private ConfigResolver() {}

  /**
   * The strongest allowed value of every key, and what is wrong with the others.
   *
   * @param strongestFirst what the sources say; of one key the first allowed value counts
   * @param found problems that reading the sources has shown already
   */
  public static Config resolve(List<ConfigEntry> strongestFirst, List<ConfigProblem> found) {
    Candidates candidates = new Candidates(strongestFirst, found);
    Map<String, ConfigValue<?>> values = new LinkedHashMap<>();
    for (Key<?> key : Keys.fixed()) {
      values.put(key.name(), candidates.choose(key, key.name(), key.defaultText()));
    }
    fastIsNotSlowerThanSlow(values, candidates);
    List<TriggerSettings> triggers = TriggerResolver.resolve(candidates, values);
    List<HeartbeatSettings> heartbeats = HeartbeatResolver.resolve(candidates, values);
    NameRules names = names(candidates, values);
    for (String key : candidates.keys()) {
      for (ConfigEntry entry : candidates.take(key)) {
        unknown(entry, candidates);
      }
    }
    return new Config(values, triggers, heartbeats, names, candidates.problems());
  }

  private static void fastIsNotSlowerThanSlow(
      Map<String, ConfigValue<?>> values, Candidates candidates) {
    ConfigValue<?> slow = values.get(Keys.WATCH_INTERVAL.name());
    ConfigValue<?> fast = values.get(Keys.WATCH_FAST_INTERVAL.name());
    Duration interval = (Duration) slow.value();
    if (((Duration) fast.value()).compareTo(interval) > 0) {
      values.put(fast.key(), new ConfigValue<>(fast.key(), slow.text(), interval, slow.origin()));
      if (fast.origin().source() != Origin.Source.DEFAULT) {
        candidates.error(
            new ConfigEntry(fast.key(), fast.text(), fast.origin()),
            "allowed is at most " + slow.line() + "; used instead: " + slow.text());
      }
    }
  }

  private static NameRules names(Candidates candidates, Map<String, ConfigValue<?>> values) {
    List<NameRules.Rule> rules = new ArrayList<>();
    for (String key : candidates.keys()) {
      if (key.startsWith(NameRules.PREFIX) && key.length() > NameRules.PREFIX.length()) {
        List<ConfigEntry> entries = candidates.take(key);
        String name = entries.get(0).text().trim();
        if (name.isEmpty()) {
          candidates.error(entries.get(0), "allowed is a name; the resources keep their own");
          continue;
        }
        values.put(key, new ConfigValue<>(key, name, name, entries.get(0).origin()));
        rules.add(new NameRules.Rule(new Glob(key.substring(NameRules.PREFIX.length())), name));
      }
    }
    return new NameRules(rules);
  }

  private static void unknown(ConfigEntry entry, Candidates candidates) {
    if (KeyNames.later(entry.key())) {
      candidates.warn(entry, "this version does not do that; ignored");
      return;
    }
    String nearest = KeyNames.nearest(entry.key());
    candidates.warn(
        entry,
        "no such key" + (nearest == null ? "" : ", the nearest is " + nearest) + "; ignored");
  }
}
