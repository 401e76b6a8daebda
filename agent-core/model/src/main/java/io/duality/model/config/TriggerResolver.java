package io.duality.model.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes triggers of the keys {@code duality.trigger.<name>.<parameter>}. */
final class TriggerResolver {
  /** The triggers that exist without configuration. */
  static final Map<String, TriggerType> GIVEN = given();

  /** Of those, the ones that are off until they are enabled: what is slow may be meant so. */
  static final List<String> OFF =
      List.of("pool-wait", "contention", "activity", "metric", "schedule");

  private static final int LONGEST_NAME = 40;

  private final Candidates candidates;
  private final Map<String, ConfigValue<?>> values;
  private final Map<String, TriggerType> types = new LinkedHashMap<>();
  private final Map<String, Together> together = new LinkedHashMap<>();
  private final Map<String, ConfigEntry> written = new LinkedHashMap<>();

  private TriggerResolver(Candidates candidates, Map<String, ConfigValue<?>> values) {
    this.candidates = candidates;
    this.values = values;
  }

  private static Map<String, TriggerType> given() {
    Map<String, TriggerType> given = new LinkedHashMap<>();
    given.put("stall", TriggerType.WAIT);
    for (TriggerType type : TriggerType.values()) {
      if (type != TriggerType.WAIT && type != TriggerType.ALL) {
        given.put(type.label(), type);
      }
    }
    return Collections.unmodifiableMap(given);
  }

  static List<TriggerSettings> resolve(Candidates candidates, Map<String, ConfigValue<?>> values) {
    TriggerResolver resolver = new TriggerResolver(candidates, values);
    for (String name : resolver.names()) {
      TriggerType type = resolver.type(name);
      if (type != null) {
        resolver.types.put(name, type);
      }
    }
    TogetherResolver.refused(resolver.types, resolver.together).forEach(resolver::refuse);
    List<TriggerSettings> triggers = new ArrayList<>();
    resolver.types.forEach((name, type) -> triggers.add(resolver.settings(name, type)));
    return resolver.withOperands(triggers);
  }

  private void refuse(String name, String why) {
    candidates.error(written.get(name), why + "; trigger " + name + " is off");
    types.remove(name);
    together.remove(name);
    values.remove(TriggerKeys.name(name, TriggerKeys.ON));
    off(name);
  }

  /** What an enabled trigger builds on is watched, whether it may fire itself or not. */
  private List<TriggerSettings> withOperands(List<TriggerSettings> triggers) {
    Set<String> needed = new LinkedHashSet<>();
    for (TriggerSettings trigger : triggers) {
      if (trigger.enabled()) {
        needed.addAll(TogetherResolver.operands(trigger.name(), together));
      }
    }
    return triggers.stream()
        .map(trigger -> needed.contains(trigger.name()) ? trigger.watchedForOthers() : trigger)
        .toList();
  }

  /** The names of triggers that are given or that a known parameter speaks of. */
  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>(GIVEN.keySet());
    for (String key : candidates.keys()) {
      int dot = key.lastIndexOf('.');
      if (key.startsWith(TriggerKeys.PREFIX) && dot > TriggerKeys.PREFIX.length()) {
        String name = key.substring(TriggerKeys.PREFIX.length(), dot);
        String parameter = key.substring(dot + 1);
        if (TriggerKeys.of(parameter) == null) {
          unknownParameter(key, name, parameter);
        } else if (isName(name)) {
          names.add(name);
        } else {
          refuseAll(
              key,
              "the name of a trigger has letters, digits, - and _, at most "
                  + LONGEST_NAME
                  + "; ignored");
        }
      }
    }
    return names;
  }

  private void unknownParameter(String key, String name, String parameter) {
    List<String> known = new ArrayList<>();
    for (Key<?> row : TriggerKeys.all()) {
      known.add(TriggerKeys.parameter(row));
    }
    String nearest = KeyNames.nearest(parameter, known, 0);
    String why =
        "no such key"
            + (nearest == null
                ? ", a trigger has " + String.join(", ", known)
                : ", the nearest is " + TriggerKeys.PREFIX + name + "." + nearest)
            + "; ignored";
    for (ConfigEntry entry : candidates.take(key)) {
      candidates.warn(entry, why);
    }
  }

  private void refuseAll(String key, String why) {
    for (ConfigEntry entry : candidates.take(key)) {
      candidates.error(entry, why);
    }
  }

  static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!word && (i == 0 || (c != '-' && c != '_'))) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST_NAME;
  }

  /** What the trigger watches, or null when it has to stay off. */
  private TriggerType type(String name) {
    String key = TriggerKeys.name(name, TriggerKeys.ON);
    TriggerType given = GIVEN.get(name);
    ConfigValue<String> chosen =
        given == null ? null : new ConfigValue<>(key, given.label(), given.label(), Origin.DEFAULT);
    List<ConfigEntry> refused = new ArrayList<>();
    for (ConfigEntry entry : candidates.take(key)) {
      String on = entry.text().trim();
      if (TriggerType.of(on) != null) {
        chosen = new ConfigValue<>(key, on, on, entry.origin());
        break;
      }
      if (Together.meant(on)) {
        return combined(name, key, entry);
      }
      if (TriggerType.NOT_HERE.contains(on)) {
        candidates.warn(
            entry,
            "this version has no detector for "
                + on
                + ", only "
                + TriggerType.labels()
                + "; trigger "
                + name
                + " is off");
        return off(name);
      }
      refused.add(entry);
    }
    for (ConfigEntry entry : refused) {
      candidates.error(
          entry,
          "allowed is one of "
              + TriggerType.labels()
              + "; "
              + (chosen == null
                  ? "trigger " + name + " is off"
                  : "used instead: " + chosen.text() + " (" + chosen.origin().label() + ")"));
    }
    if (chosen != null) {
      values.put(key, chosen);
      return TriggerType.of(chosen.text());
    }
    return refused.isEmpty() ? missing(name) : off(name);
  }

  private TriggerType combined(String name, String key, ConfigEntry entry) {
    try {
      Together meant = Together.parse(entry.text());
      together.put(name, meant);
      written.put(name, entry);
      values.put(key, new ConfigValue<>(key, meant.label(), meant.label(), entry.origin()));
      return TriggerType.ALL;
    } catch (BadValue e) {
      candidates.error(entry, e.getMessage() + "; trigger " + name + " is off");
      return off(name);
    }
  }

  private TriggerType missing(String name) {
    String nearest = KeyNames.nearest(name, new ArrayList<>(GIVEN.keySet()), 0);
    String key = TriggerKeys.name(name, TriggerKeys.ON);
    candidates
        .problems()
        .add(
            new ConfigProblem(
                ConfigProblem.Level.ERROR,
                key,
                key
                    + " is missing: allowed is one of "
                    + TriggerType.labels()
                    + (nearest == null ? "" : "; the nearest trigger that exists is " + nearest)
                    + "; trigger "
                    + name
                    + " is off"));
    return off(name);
  }

  /** Takes the keys of a trigger that stays off, so that they are not called unknown. */
  private TriggerType off(String name) {
    for (Key<?> key : TriggerKeys.all()) {
      candidates.take(TriggerKeys.name(name, key));
    }
    return null;
  }

  private TriggerSettings settings(String name, TriggerType type) {
    for (Key<?> key : TriggerKeys.all()) {
      if (!TriggerKeys.has(type, key)) {
        for (ConfigEntry entry : candidates.take(TriggerKeys.name(name, key))) {
          candidates.warn(
              entry,
              "a trigger on "
                  + type.label()
                  + " has no "
                  + TriggerKeys.parameter(key)
                  + "; ignored");
        }
      }
    }
    boolean enabled = value(name, type, TriggerKeys.ENABLED);
    Map<Key<?>, Object> own = new LinkedHashMap<>();
    for (Key<?> key : TriggerKeys.own(type)) {
      own.put(key, value(name, type, key));
    }
    kinds(name, type, (Globs) own.get(TriggerKeys.KINDS));
    int confirm = value(name, type, TriggerKeys.CONFIRM);
    List<CaptureStep> capture =
        takable(name, value(TriggerKeys.CAPTURE, name, captured(name, type)));
    Duration cooldown = value(name, type, TriggerKeys.COOLDOWN);
    Rate limit = value(name, type, TriggerKeys.LIMIT);
    heapIsAllowed(name, (Escalation) own.get(TriggerKeys.ESCALATE));
    return new TriggerSettings(
        name, type, enabled, enabled, together.get(name), own, confirm, capture, cooldown, limit);
  }

  /** Who misspells a kind would wait for it for ever. */
  private void kinds(String name, TriggerType type, Globs globs) {
    String unknown = globs == null || globs.all() ? null : KindNames.unknown(type, globs);
    if (unknown != null) {
      ConfigValue<?> value = values.get(TriggerKeys.name(name, TriggerKeys.KINDS));
      candidates.warn(
          new ConfigEntry(value.key(), value.text(), value.origin()),
          "no kind is called '"
              + unknown
              + "', a trigger on "
              + type.label()
              + " knows "
              + String.join(", ", KindNames.of(type))
              + "; it never fires for that one");
    }
  }

  /** Who escalates to a heap dump that the heap's own policy forbids should know it before. */
  private void heapIsAllowed(String name, Escalation escalation) {
    boolean heap =
        escalation != null
            && escalation.steps().stream().anyMatch(step -> step.name().equals("heap"));
    ConfigValue<?> policy = values.get(Keys.HEAP_ON_TRIGGER.name());
    if (heap && policy.value().equals("never")) {
      String key = TriggerKeys.name(name, TriggerKeys.ESCALATE);
      candidates
          .problems()
          .add(
              new ConfigProblem(
                  ConfigProblem.Level.NOTE,
                  key,
                  values.get(key).line()
                      + ": no heap will be dumped while "
                      + policy.line()
                      + "; auto or always allow it within its limits"));
    }
  }

  private String captured(String name, TriggerType type) {
    return type == TriggerType.ALL
        ? TriggerKeys.capture(TogetherResolver.leaves(name, types, together))
        : TriggerKeys.defaultText(TriggerKeys.CAPTURE, name, type);
  }

  private <T> T value(String name, TriggerType type, Key<T> key) {
    return value(key, name, TriggerKeys.defaultText(key, name, type));
  }

  private <T> T value(Key<T> key, String name, String defaultText) {
    ConfigValue<T> value = candidates.choose(key, TriggerKeys.name(name, key), defaultText);
    values.put(value.key(), value);
    return value.value();
  }

  /** The artefacts without those that this version does not take. */
  private List<CaptureStep> takable(String name, List<CaptureStep> steps) {
    List<CaptureStep> kept = new ArrayList<>();
    for (CaptureStep step : steps) {
      if (!CaptureStep.NOT_HERE.contains(step.name())) {
        kept.add(step);
        continue;
      }
      ConfigValue<?> value = values.get(TriggerKeys.name(name, TriggerKeys.CAPTURE));
      candidates.warn(
          new ConfigEntry(value.key(), value.text(), value.origin()),
          "this version takes no " + step.name() + "; it is left out");
    }
    return kept.isEmpty() ? TriggerKeys.CAPTURE.defaultValue() : kept;
  }
}
