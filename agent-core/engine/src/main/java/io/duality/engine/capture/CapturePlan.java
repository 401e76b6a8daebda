package io.duality.engine.capture;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a trigger asked for, read.
 *
 * @param artefacts names of the artefacts, in the order asked for
 * @param looks how many looks and thread prints are taken, 1 to 20
 * @param gap the time between two of them
 */
record CapturePlan(Set<String> artefacts, int looks, Duration gap) {
  static final String THREADS = "threads";
  static final String WAITS = "waits";
  static final String RESOURCES = "resources";
  static final String RECORDING = "recording";
  static final String CONTEXT = "context";
  static final String SUMMARY = "summary";
  static final String FINDINGS = "findings";

  private static final int MOST_LOOKS = 20;
  private static final Duration LONGEST_GAP = Duration.ofSeconds(30);
  private static final Pattern SERIES =
      Pattern.compile("(?<name>[a-z-]+)(?:\\*(?<count>\\d{1,6})(?:/(?<gap>\\d{1,9})(?<unit>ms|s|m))?)?");

  /**
   * Reads {@code threads*3/1s}, {@code waits}, …; what cannot be read is an artefact of that name,
   * so that the manifest says that nobody knows it.
   */
  static CapturePlan of(List<String> steps) {
    Set<String> artefacts = new LinkedHashSet<>();
    int looks = 1;
    Duration gap = Duration.ofSeconds(1);
    for (String step : steps) {
      Matcher series = SERIES.matcher(step.strip());
      if (!series.matches()) {
        artefacts.add(step.strip());
        continue;
      }
      artefacts.add(series.group("name"));
      if (series.group("count") != null && series.group("name").equals(THREADS)) {
        looks = Math.max(1, Math.min(MOST_LOOKS, Integer.parseInt(series.group("count"))));
        gap = series.group("gap") == null ? gap : duration(series);
      }
    }
    return new CapturePlan(artefacts, looks, gap.compareTo(LONGEST_GAP) > 0 ? LONGEST_GAP : gap);
  }

  private static Duration duration(Matcher series) {
    long amount = Long.parseLong(series.group("gap"));
    return switch (series.group("unit")) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  boolean wants(String artefact) {
    return artefacts.contains(artefact);
  }
}
