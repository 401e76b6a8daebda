package io.duality.model.config;

import java.time.Duration;
import java.util.Objects;

/**
 * So many in so long: a rate ({@code 10/s}) or a limit ({@code 5/1h}).
 *
 * @param count how many, at least 1
 * @param per in how long
 */
public record Rate(int count, Duration per) {
  public Rate {
    Objects.requireNonNull(per, "per");
  }

  /** Such as {@code 5/1h}. */
  public String label() {
    return count + "/" + Units.print(per);
  }

  static Rate parse(String text) {
    String trimmed = text.trim();
    int slash = trimmed.indexOf('/');
    if (slash <= 0 || slash > 9) {
      return null;
    }
    String window = trimmed.substring(slash + 1).trim();
    boolean bareUnit = !window.isEmpty() && !Character.isDigit(window.charAt(0));
    Long nanos = Units.nanos(bareUnit ? "1" + window : window);
    String count = trimmed.substring(0, slash).trim();
    for (int i = 0; i < count.length(); i++) {
      if (count.charAt(i) < '0' || count.charAt(i) > '9') {
        return null;
      }
    }
    int number = Integer.parseInt(count);
    return nanos == null || nanos <= 0 || number < 1
        ? null
        : new Rate(number, Duration.ofNanos(nanos));
  }
}
