package io.duality.model.config;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One trigger as it is configured.
 *
 * @param name its name, part of bundle names
 * @param type what it watches
 * @param enabled whether it may fire
 * @param age of a wait trigger: how old a wait has to be
 * @param names of a wait trigger: resource, thread or span names it is about
 * @param kinds of a wait trigger: labels of resource kinds it is about
 * @param confirm looks in a row before it fires, at least 1
 * @param capture what it asks for
 * @param cooldown how long a signature stays quiet after it fired
 * @param limit bundles in a sliding window
 */
public record TriggerSettings(
    String name,
    TriggerType type,
    boolean enabled,
    Duration age,
    Globs names,
    Globs kinds,
    int confirm,
    List<CaptureStep> capture,
    Duration cooldown,
    Rate limit) {
  public TriggerSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(age, "age");
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(kinds, "kinds");
    capture = List.copyOf(capture);
    Objects.requireNonNull(cooldown, "cooldown");
    Objects.requireNonNull(limit, "limit");
  }

  /** The artefacts as a capture request names them. */
  public List<String> steps() {
    return capture.stream().map(CaptureStep::label).toList();
  }
}
