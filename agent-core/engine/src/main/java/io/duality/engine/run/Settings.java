package io.duality.engine.run;

import io.duality.engine.capture.RingSettings;
import io.duality.engine.observe.LookSettings;
import io.duality.engine.observe.Renames;
import io.duality.model.config.Config;
import io.duality.model.config.Keys;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration in the terms of the parts that follow it. */
final class Settings {
  private Settings() {}

  static LookSettings looks(Parts parts) {
    LookSettings defaults = LookSettings.defaults();
    Map<String, String> names = new LinkedHashMap<>();
    parts.config().names().rules().forEach(rule -> names.put(rule.glob().pattern(), rule.name()));
    return new LookSettings(
        defaults.waitsAfterNanos(),
        defaults.framesAfterNanos(),
        defaults.frameDepth(),
        parts.config().get(Keys.THREADS_MAX_VIRTUAL),
        parts.directory() == null ? null : parts.directory().partial(),
        new Renames(names));
  }

  static RingSettings ring(Config config) {
    return new RingSettings(
        config.get(Keys.RECORDING_MAX_AGE), config.get(Keys.RECORDING_MAX_SIZE), null);
  }
}
