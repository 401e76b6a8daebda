package io.duality.engine.detect;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long work that looked like a spin took until it ended: a computation does so again. */
final class Ended {
  private static final int MOST = 64;

  /** The next one may take so much longer. */
  private static final double LONGER = 1.5;

  private final Map<String, Long> longest = new LinkedHashMap<>();
  private final long least;

  /**
   * @param least what is shorter is suspected of nothing
   */
  Ended(long least) {
    this.least = least;
  }

  /** It has got somewhere: what ran until now was no spin. */
  void add(Spinner spinner, long now) {
    long took = now - spinner.since;
    if (took <= least || spinner.shown == null || spinner.frames.tries()) {
      return; // who tries until he is lucky does not compute
    }
    String key = key(spinner);
    if (longest.size() < MOST || longest.containsKey(key)) {
      longest.merge(key, took, Math::max);
    }
  }

  /** How long it may run before it is suspected; 0 when nothing like it has ended. */
  long patience(Spinner spinner) {
    Long took = spinner.shown == null ? null : longest.get(key(spinner));
    return took == null ? 0 : (long) (LONGER * took);
  }

  private static String key(Spinner spinner) {
    String span = spinner.trace() == null ? null : spinner.trace().spanName();
    return (span == null ? "" : span) + ' ' + SpinWords.place(spinner);
  }
}
