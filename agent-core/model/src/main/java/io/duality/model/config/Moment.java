package io.duality.model.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** A time of the calendar, as a key says it. */
public final class Moment {
  private Moment() {}

  /** {@code 2026-11-21T03:00:00Z}, also with another offset; null when it is none. */
  public static Instant of(String text) {
    try {
      return text.isBlank() ? null : OffsetDateTime.parse(text.trim()).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  static ValueType<String> type() {
    return new ValueType<>("time", "", "") {
      @Override
      public String parse(String text) throws BadValue {
        if (!text.isBlank() && of(text) == null) {
          throw notAllowed();
        }
        return text.trim();
      }

      @Override
      public String allowed() {
        return "a time with its offset, such as 2026-11-21T03:00:00Z";
      }
    };
  }
}
