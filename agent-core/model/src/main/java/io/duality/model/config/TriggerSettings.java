package io.duality.model.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One trigger as it is configured.
 *
 * @param name its name, part of bundle names
 * @param type what it watches
 * @param enabled whether it may fire
 * @param watched whether its condition is watched: it may fire, or one that may needs it
 * @param together the triggers it watches, when its type is {@link TriggerType#ALL}; else null
 * @param own the keys that only some types have, with their values; see {@link #get}
 * @param confirm looks in a row before it fires, at least 1
 * @param capture what it asks for
 * @param cooldown how long a signature stays quiet after it fired
 * @param limit bundles in a sliding window
 */
public record TriggerSettings(
    String name,
    TriggerType type,
    boolean enabled,
    boolean watched,
    Together together,
    Map<Key<?>, Object> own,
    int confirm,
    List<CaptureStep> capture,
    Duration cooldown,
    Rate limit) {
  public TriggerSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
    capture = List.copyOf(capture);
    Objects.requireNonNull(cooldown, "cooldown");
    Objects.requireNonNull(limit, "limit");
  }

  /**
   * The value of a key that not every trigger has.
   *
   * @throws IllegalArgumentException when triggers of this type do not have it
   */
  @SuppressWarnings("unchecked") // the resolver put it there under its own key
  public <T> T get(Key<T> key) {
    Object value = own.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "a trigger on " + type.label() + " has no " + TriggerKeys.parameter(key));
    }
    return (T) value;
  }

  /** How old what it watches has to be. */
  public Duration age() {
    return get(TriggerKeys.AGE);
  }

  /** What names it is about. */
  public Globs names() {
    return get(TriggerKeys.NAMES);
  }

  /** What kinds of resources a wait trigger is about. */
  public Globs kinds() {
    return get(TriggerKeys.KINDS);
  }

  /** What it captures beside the usual when an incident comes again and again. */
  public Escalation escalation() {
    return own.containsKey(TriggerKeys.ESCALATE) ? get(TriggerKeys.ESCALATE) : Escalation.NONE;
  }

  /** The artefacts as a capture request names them. */
  public List<String> steps() {
    return capture.stream().map(CaptureStep::label).toList();
  }

  /** The same with those to which it escalates. */
  public List<String> escalatedSteps() {
    return escalation().beside(capture).stream().map(CaptureStep::label).toList();
  }

  TriggerSettings watchedForOthers() {
    return new TriggerSettings(
        name, type, enabled, true, together, own, confirm, capture, cooldown, limit);
  }
}
