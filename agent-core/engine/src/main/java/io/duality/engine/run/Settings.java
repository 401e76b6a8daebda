package io.duality.engine.run;

import io.duality.diagnosis.IdlePolicy;
import io.duality.engine.capture.CaptureSettings;
import io.duality.engine.capture.RingSettings;
import io.duality.model.config.Config;
import io.duality.model.config.Keys;

/** The configuration in the terms of the parts that follow it. */
final class Settings {
  private Settings() {}

  static CaptureSettings capture(Config config, IdlePolicy policy) {
    CaptureSettings defaults = CaptureSettings.DEFAULT;
    return new CaptureSettings(
        config.get(Keys.CAPTURE_MAX_STEP_TIME),
        config.get(Keys.CAPTURE_MAX_TIME),
        defaults.stopTheWorld(),
        config.get(Keys.THREADS_MAX_VIRTUAL),
        defaults.synchronizersUpTo(),
        config.get(Keys.RECORDING_AFTER),
        defaults.checksums(),
        config.get(Keys.BUNDLE_KEEP_FREE),
        defaults.bundleBytes(),
        config.get(Keys.REDACTION_KEYS).patterns(),
        policy);
  }

  static RingSettings ring(Config config) {
    return new RingSettings(
        config.get(Keys.RECORDING_MAX_AGE), config.get(Keys.RECORDING_MAX_SIZE), null);
  }
}
