package io.duality.model.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the sources say, by key and strongest first, and the problems found while choosing. */
final class Candidates {
  private final Map<String, List<ConfigEntry>> byKey = new LinkedHashMap<>();
  private final List<ConfigProblem> problems;

  Candidates(List<ConfigEntry> strongestFirst, List<ConfigProblem> found) {
    this.problems = new ArrayList<>(found);
    for (ConfigEntry entry : strongestFirst) {
      List<ConfigEntry> entries = byKey.get(entry.key());
      if (entries == null) {
        entries = new ArrayList<>();
        byKey.put(entry.key(), entries);
      }
      entries.add(entry);
    }
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  /** The keys that nobody has taken yet. */
  Set<String> keys() {
    return new LinkedHashSet<>(byKey.keySet());
  }

  /** Takes what is said about a key, strongest first; empty when nothing is. */
  List<ConfigEntry> take(String key) {
    List<ConfigEntry> entries = byKey.remove(key);
    return entries == null ? List.of() : entries;
  }

  /** Takes the strongest allowed value of a key, and complains about stronger ones that are not. */
  <T> ConfigValue<T> choose(Key<T> key, String name, String defaultText) {
    ConfigValue<T> chosen = null;
    List<ConfigEntry> refused = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (ConfigEntry entry : take(name)) {
      try {
        chosen =
            new ConfigValue<>(name, entry.text().trim(), parse(key, entry.text()), entry.origin());
        break;
      } catch (BadValue e) {
        refused.add(entry);
        reasons.add(e.getMessage());
      }
    }
    if (chosen == null) {
      chosen = new ConfigValue<>(name, defaultText, byDefault(key, defaultText), Origin.DEFAULT);
    }
    for (int i = 0; i < refused.size(); i++) {
      error(refused.get(i), reasons.get(i) + "; used instead: " + said(chosen));
    }
    return chosen;
  }

  private static <T> T parse(Key<T> key, String text) throws BadValue {
    return key.type().parse(text);
  }

  private static <T> T byDefault(Key<T> key, String text) {
    if (text.equals(key.defaultText())) {
      return key.defaultValue();
    }
    try {
      return key.type().parse(text);
    } catch (BadValue e) {
      throw new IllegalArgumentException(key.name() + " = " + text + ": " + e.getMessage(), e);
    }
  }

  private static String said(ConfigValue<?> value) {
    return (value.text().isEmpty() ? "nothing" : value.text())
        + " ("
        + value.origin().label()
        + ")";
  }

  void error(ConfigEntry entry, String why) {
    add(ConfigProblem.Level.ERROR, entry, why);
  }

  void warn(ConfigEntry entry, String why) {
    add(ConfigProblem.Level.WARNING, entry, why);
  }

  private void add(ConfigProblem.Level level, ConfigEntry entry, String why) {
    problems.add(new ConfigProblem(level, entry.key(), line(entry, why)));
  }

  static String line(ConfigEntry entry, String why) {
    return entry.key() + " = " + entry.text().trim() + " (" + entry.origin().label() + "): " + why;
  }
}
