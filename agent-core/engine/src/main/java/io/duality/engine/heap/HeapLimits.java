package io.duality.engine.heap;

import io.duality.model.config.Config;
import io.duality.model.config.KeepFree;
import io.duality.model.config.Keys;
import java.time.Duration;

/**
 * What the configuration says of heap dumps.
 *
 * @param onTrigger {@code never}, {@code auto} or {@code always}
 * @param onOom {@code never}, {@code auto} or {@code always}
 * @param maxPause how long a dump may be predicted to stop the application
 * @param sanitize whether data is zeroed
 * @param compress whether the file is compressed
 * @param keepFree what stays free on the file system
 * @param maxTime how long dumping, sanitising and compressing may take
 */
public record HeapLimits(
    String onTrigger,
    String onOom,
    Duration maxPause,
    boolean sanitize,
    boolean compress,
    KeepFree keepFree,
    Duration maxTime) {
  public static final String NEVER = "never";
  public static final String ALWAYS = "always";

  /** What the configuration in force says. */
  public static HeapLimits of(Config config) {
    return new HeapLimits(
        config.get(Keys.HEAP_ON_TRIGGER),
        config.get(Keys.HEAP_ON_OOM),
        config.get(Keys.HEAP_MAX_PAUSE),
        config.get(Keys.HEAP_SANITIZE),
        config.get(Keys.HEAP_COMPRESS),
        config.get(Keys.BUNDLE_KEEP_FREE),
        config.get(Keys.CAPTURE_MAX_TIME));
  }
}
