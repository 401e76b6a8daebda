package io.duality.model.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The types of values there are, each with its grammar. */
final class Types {
  private Types() {}

  static ValueType<Boolean> flag() {
    return new ValueType<>("boolean", "", "true or false") {
      @Override
      public Boolean parse(String text) throws BadValue {
        return switch (text.trim()) {
          case "true" -> true;
          case "false" -> false;
          default -> throw notAllowed();
        };
      }

      @Override
      public String allowed() {
        return "true or false";
      }
    };
  }

  static ValueType<Duration> duration(String least, String most) {
    long min = Units.nanos(least);
    long max = Units.nanos(most);
    return new ValueType<>("duration", "ms s m h d", least + " to " + most) {
      @Override
      public Duration parse(String text) throws BadValue {
        Long nanos = Units.nanos(text);
        if (nanos == null || nanos < min || nanos > max) {
          throw notAllowed();
        }
        return Duration.ofNanos(nanos);
      }

      @Override
      public String allowed() {
        return "a duration such as 250ms, 5s, 2m, 1h or 14d" + within();
      }
    };
  }

  static ValueType<Long> size(String least, String most) {
    long min = Units.bytes(least);
    long max = Units.bytes(most);
    return new ValueType<>("size", "KiB MiB GiB", least + " to " + most) {
      @Override
      public Long parse(String text) throws BadValue {
        Long bytes = Units.bytes(text);
        if (bytes == null || bytes < min || bytes > max) {
          throw notAllowed();
        }
        return bytes;
      }

      @Override
      public String allowed() {
        return "a size such as 512KiB, 64MiB or 2GiB" + within();
      }
    };
  }

  static ValueType<Integer> count(int min, int max, String unit) {
    return new ValueType<>("count", unit, min + " to " + max) {
      @Override
      public Integer parse(String text) throws BadValue {
        Long number = Units.whole(text.trim());
        if (number == null || number < min || number > max) {
          throw notAllowed();
        }
        return number.intValue();
      }

      @Override
      public String allowed() {
        return "a whole number" + within();
      }
    };
  }

  /** A share such as {@code 20%}, as a fraction; null when it is none. */
  static Double share(String text) {
    String trimmed = text.trim();
    if (!trimmed.endsWith("%")) {
      return null;
    }
    String numeral = trimmed.substring(0, trimmed.length() - 1).trim();
    Long whole = Units.whole(numeral);
    if (whole != null) {
      return whole > 100 ? null : Double.valueOf(whole / 100.0);
    }
    BigDecimal percent = Units.number(numeral);
    return percent == null || percent.compareTo(BigDecimal.valueOf(100)) > 0
        ? null
        : Double.valueOf(percent.movePointLeft(2).doubleValue());
  }

  static ValueType<Double> percent(String least, String most) {
    double min = share(least);
    double max = share(most);
    return new ValueType<>("share", "%", least + " to " + most) {
      @Override
      public Double parse(String text) throws BadValue {
        Double share = share(text);
        if (share == null || share < min || share > max) {
          throw notAllowed();
        }
        return share;
      }

      @Override
      public String allowed() {
        return "a share such as 30%" + within();
      }
    };
  }

  /** A share above nothing; {@code off} and {@code 0} are 0. */
  static ValueType<Double> shareOrOff() {
    return new ValueType<>("share", "%", "off, 0% to 100%") {
      @Override
      public Double parse(String text) throws BadValue {
        Double share = isOff(text) ? Double.valueOf(0) : share(text);
        if (share == null) {
          throw notAllowed();
        }
        return share;
      }

      @Override
      public String allowed() {
        return "a share such as 2% or 0.5%, at most 100%, or off";
      }
    };
  }

  /** A size above nothing; {@code off} and {@code 0} are 0. */
  static ValueType<Long> sizeOrOff() {
    return new ValueType<>("size", "KiB MiB GiB", "off, 0 to 16GiB") {
      @Override
      public Long parse(String text) throws BadValue {
        Long bytes = isOff(text) ? Long.valueOf(0) : Units.bytes(text);
        if (bytes == null || bytes > (16L << 30)) {
          throw notAllowed();
        }
        return bytes;
      }

      @Override
      public String allowed() {
        return "a size such as 32MiB, at most 16GiB, or off";
      }
    };
  }

  private static boolean isOff(String text) {
    return text.trim().equals("off") || text.trim().equals("0");
  }

  static ValueType<KeepFree> keepFree() {
    return new ValueType<>("share and size", "% KiB MiB GiB", "") {
      @Override
      public KeepFree parse(String text) throws BadValue {
        double share = 1;
        long bytes = Long.MAX_VALUE;
        List<String> parts = split(text);
        for (String part : parts) {
          Double percent = share(part);
          Long size = Units.bytes(part);
          if (percent == null && size == null) {
            throw notAllowed();
          }
          share = percent == null ? share : percent;
          bytes = size == null ? bytes : size;
        }
        if (parts.isEmpty() || parts.size() > 2) {
          throw notAllowed();
        }
        return new KeepFree(share, bytes);
      }

      @Override
      public String allowed() {
        return "a share such as 15%, a size such as 1GiB, or both (the smaller counts)";
      }
    };
  }

  static ValueType<Rate> limit() {
    return new ValueType<>("limit", "per s m h d", "") {
      @Override
      public Rate parse(String text) throws BadValue {
        Rate rate = Rate.parse(text);
        if (rate == null) {
          throw notAllowed();
        }
        return rate;
      }

      @Override
      public String allowed() {
        return "a number of times in a window, such as 5/1h";
      }
    };
  }

  /** Any text on one line; an empty one means that nothing is configured. */
  static ValueType<String> text(String name) {
    return new ValueType<>(name, "", "") {
      @Override
      public String parse(String text) throws BadValue {
        for (int i = 0; i < text.length(); i++) {
          if (text.charAt(i) < ' ') {
            throw notAllowed();
          }
        }
        return text.trim();
      }

      @Override
      public String allowed() {
        return "a text without control characters";
      }
    };
  }

  /** A path; an empty one would be the working directory, which nobody means. */
  static ValueType<String> path() {
    ValueType<String> text = text("path");
    return new ValueType<>("path", "", "") {
      @Override
      public String parse(String value) throws BadValue {
        if (value.isBlank()) {
          throw notAllowed();
        }
        return text.parse(value);
      }

      @Override
      public String allowed() {
        return "a path without control characters, . for the working directory";
      }
    };
  }

  static ValueType<Globs> globs() {
    return new ValueType<>("globs", "", "") {
      @Override
      public Globs parse(String text) {
        return Globs.of(split(text).toArray(new String[0]));
      }

      @Override
      public String allowed() {
        return "names separated by commas, * for any run of characters";
      }
    };
  }

  /** One of several words; those of {@code later} are known, but this version does not do them. */
  static ValueType<String> word(List<String> words, List<String> later) {
    return new ValueType<>("word", "", String.join(", ", words)) {
      @Override
      public String parse(String text) throws BadValue {
        String word = text.trim();
        if (later.contains(word)) {
          throw new BadValue(
              "this version does not do '" + word + "', only " + String.join(", ", words));
        }
        if (!words.contains(word)) {
          throw notAllowed();
        }
        return word;
      }

      @Override
      public String allowed() {
        return words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words);
      }
    };
  }

  static ValueType<List<CaptureStep>> steps() {
    return new ValueType<>("artefacts", "", "") {
      @Override
      public List<CaptureStep> parse(String text) throws BadValue {
        List<CaptureStep> steps = new ArrayList<>();
        for (String part : split(text)) {
          steps.add(CaptureStep.parse(part));
        }
        if (steps.isEmpty()) {
          throw notAllowed();
        }
        return List.copyOf(steps);
      }

      @Override
      public String allowed() {
        return CaptureStep.allowed();
      }
    };
  }

  /** The parts between commas, trimmed; empty parts do not count. */
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int comma = text.indexOf(',', from);
      int end = comma < 0 ? text.length() : comma;
      String part = text.substring(from, end).trim();
      if (!part.isEmpty()) {
        parts.add(part);
      }
      from = end + 1;
    }
    return parts;
  }
}
