package io.duality.diagnosis;

import java.util.Locale;

/** How amounts of memory, shares and rates are written. */
final class Amounts {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  /** Below this a minute says more than a second. */
  private static final double SLOW = 1 << 20;

  private Amounts() {}

  /** {@code 512 B}, {@code 2.1 MiB}, {@code 119 MiB}. */
  static String bytes(long bytes) {
    double value = Math.abs((double) bytes);
    int unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return (bytes < 0 ? "-" : "") + figure(value) + " " + UNITS[unit];
  }

  /** {@code 2.1 MiB/s}. */
  static String bytesPerSecond(double perSecond) {
    return perSecond < SLOW
        ? bytes(Math.round(60 * perSecond)) + "/min"
        : bytes(Math.round(perSecond)) + "/s";
  }

  /** {@code 0.9 s}, {@code 28 min}: what is reckoned is not told to the millisecond. */
  static String about(long nanos) {
    long step = nanos < 120_000_000_000L ? 100_000_000L : 60_000_000_000L;
    long rounded = Math.max(step, (nanos + step / 2) / step * step);
    return rounded < 1_000_000_000L
        ? "0." + rounded / 100_000_000L + " s"
        : Words.duration(rounded);
  }

  /** {@code 93 %}, {@code 0.4 %}. */
  static String percent(double share) {
    double value = share * 100;
    return (value > 0 && value < 0.95
            ? String.format(Locale.ROOT, "%.1f", value)
            : String.valueOf(Math.round(value)))
        + " %";
  }

  /** {@code 3.2}, {@code 41}: two figures are enough. */
  static String figure(double value) {
    return value < 9.95 && value != Math.rint(value)
        ? String.format(Locale.ROOT, "%.1f", value)
        : PoolWords.number(Math.round(value));
  }
}
