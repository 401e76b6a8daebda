package io.duality.model.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers with units, as they are written in the configuration and said in messages. */
public final class Units {
  private static final String[] TIME = {"ns", "us", "ms", "s", "m", "h", "d"};
  private static final long[] NANOS = {
    1, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L, 86_400_000_000_000L
  };
  private static final String[] SIZE = {"B", "KiB", "MiB", "GiB", "TiB", "KB", "MB", "GB", "TB"};
  private static final long[] BYTES = {
    1, 1L << 10, 1L << 20, 1L << 30, 1L << 40, 1_000, 1_000_000, 1_000_000_000L, 1_000_000_000_000L
  };

  private Units() {}

  /** Nanoseconds of {@code 250ms}, {@code 5s}, {@code 1.5m}, {@code 0}; null when it is none. */
  static Long nanos(String text) {
    return scaled(text, TIME, NANOS);
  }

  /** Bytes of {@code 64MiB}, {@code 2GB}, {@code 0}; null when it is none. */
  static Long bytes(String text) {
    return scaled(text, SIZE, BYTES);
  }

  private static Long scaled(String text, String[] units, long[] factors) {
    String trimmed = text.trim();
    int digits = 0;
    while (digits < trimmed.length() && isNumeral(trimmed.charAt(digits))) {
      digits++;
    }
    String numeral = trimmed.substring(0, digits);
    if (!isNumber(numeral)) {
      return null;
    }
    String unit = trimmed.substring(digits).trim();
    if (unit.isEmpty()) {
      return isZero(numeral) ? Long.valueOf(0) : null; // only nothing needs no unit
    }
    for (int i = 0; i < units.length; i++) {
      if (units[i].equals(unit)) {
        return numeral.indexOf('.') < 0
            ? product(Long.parseLong(numeral), factors[i])
            : rounded(new BigDecimal(numeral), factors[i]);
      }
    }
    return null;
  }

  private static boolean isZero(String numeral) {
    for (int i = 0; i < numeral.length(); i++) {
      if (numeral.charAt(i) > '0') {
        return false;
      }
    }
    return true;
  }

  /** Null when no long can hold it. */
  private static Long product(long number, long factor) {
    return number > Long.MAX_VALUE / factor ? null : Long.valueOf(number * factor);
  }

  private static Long rounded(BigDecimal number, long factor) {
    BigInteger scaled =
        number
            .multiply(BigDecimal.valueOf(factor))
            .setScale(0, RoundingMode.HALF_UP)
            .toBigInteger();
    return scaled.bitLength() > 63 ? null : Long.valueOf(scaled.longValue());
  }

  private static boolean isNumeral(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  /**
   * A plain decimal number without sign or exponent, or null. The defaults need none, and reading
   * them must not load {@link BigDecimal}: that alone costs some 10 ms in front of {@code main}.
   */
  static BigDecimal number(String text) {
    return isNumber(text) ? new BigDecimal(text) : null;
  }

  /** A whole number without sign, or null. */
  static Long whole(String text) {
    return text.indexOf('.') < 0 && isNumber(text) ? Long.valueOf(Long.parseLong(text)) : null;
  }

  private static boolean isNumber(String text) {
    int points = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      if (!isNumeral(text.charAt(i))) {
        return false;
      }
      points += text.charAt(i) == '.' ? 1 : 0;
      digits += text.charAt(i) == '.' ? 0 : 1;
    }
    boolean plain = digits > 0 && digits <= 18 && points <= 1 && !text.endsWith(".");
    return plain && text.charAt(0) != '.';
  }

  /** The shortest exact spelling in one unit: {@code 5s}, {@code 90s}, {@code 250ms}. */
  public static String print(Duration duration) {
    return print(duration.toNanos(), TIME, NANOS, TIME.length);
  }

  /** The shortest exact spelling in one binary unit: {@code 64MiB}. */
  public static String print(long bytes) {
    return print(bytes, SIZE, BYTES, 5);
  }

  private static String print(long value, String[] units, long[] factors, int count) {
    if (value == 0) {
      return "0" + (units == TIME ? "s" : "B");
    }
    for (int i = count - 1; i > 0; i--) {
      if (value % factors[i] == 0) {
        return value / factors[i] + units[i];
      }
    }
    return value + units[0];
  }

  /**
   * A span of time as a sentence says it: {@code 38 ms}, {@code 5.3 s}, {@code 3 min 20 s}, {@code
   * 2 h 5 min}.
   *
   * @param gap what stands between number and unit
   */
  public static String spoken(long nanos, String gap) {
    long millis = Math.max(0, nanos) / 1_000_000;
    if (millis < 1_000) {
      return millis + gap + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds < 60) {
      long tenths = millis % 1_000 / 100;
      return seconds + (tenths == 0 ? "" : "." + tenths) + gap + "s";
    }
    return seconds < 3_600
        ? pair(seconds / 60, "min", seconds % 60, "s", gap)
        : pair(seconds / 3_600, "h", seconds % 3_600 / 60, "min", gap);
  }

  /** A size as a sentence says it, in three digits: {@code 410 MiB}, {@code 1.5 GiB}. */
  public static String spoken(long bytes) {
    int unit = 0;
    while (unit < 4 && Math.abs(bytes) >= 1_000L * BYTES[unit]) {
      unit++;
    }
    double value = (double) bytes / BYTES[unit];
    boolean whole = unit == 0 || Math.abs(value) >= 10;
    return String.format(Locale.ROOT, whole ? "%.0f " : "%.1f ", value) + SIZE[unit];
  }

  private static String pair(long big, String bigUnit, long small, String smallUnit, String gap) {
    return big + gap + bigUnit + (small == 0 ? "" : gap + small + gap + smallUnit);
  }
}
