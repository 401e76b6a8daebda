package io.duality.engine.run;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Notices that a trigger has fired and nobody captures: memory or stack ended between its decision
 * and the capture, or before anybody heard of the capture's end. Everything that fires later would
 * join that bundle, which never comes. For the thread of the watch.
 */
final class Orphans {
  private final Supplier<String> fired;
  private final BooleanSupplier captures;
  private String suspect;

  /**
   * @param fired the bundle that is to be captured by what triggers know, or null
   * @param captures whether somebody captures, or has something to capture
   */
  Orphans(Supplier<String> fired, BooleanSupplier captures) {
    this.fired = Objects.requireNonNull(fired, "fired");
    this.captures = Objects.requireNonNull(captures, "captures");
  }

  /** Once a round: the bundle of which that was true in the round before as well, or null. */
  String poll() {
    String bundle = fired.get();
    boolean lost = bundle != null && !captures.getAsBoolean();
    if (!lost) {
      suspect = null;
      return null;
    }
    if (!bundle.equals(suspect)) {
      suspect = bundle; // it may be on its way
      return null;
    }
    suspect = null;
    return bundle;
  }
}
