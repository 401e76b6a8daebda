package io.duality.model.config;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One artefact that a trigger asks for.
 *
 * @param name one of {@link #NAMES}
 * @param times how often, at least 1
 * @param every how far apart; zero when taken once
 */
public record CaptureStep(String name, int times, Duration every) {

  /** The artefacts this version takes. */
  public static final List<String> NAMES =
      List.of("threads", "waits", "resources", "recording", "histogram", "heap");

  /** Artefacts of the bundle's schema that this version does not take. */
  static final List<String> NOT_HERE = List.of("log-tail");

  public CaptureStep {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(every, "every");
  }

  /** As it is written: {@code threads*3/1s}, {@code waits}. */
  public String label() {
    return times == 1 ? name : name + "*" + times + "/" + Units.print(every);
  }

  /**
   * Reads {@code name} or {@code name*times/every}.
   *
   * @throws BadValue when it is neither, or no artefact has that name
   */
  public static CaptureStep parse(String text) throws BadValue {
    String trimmed = text.trim();
    int star = trimmed.indexOf('*');
    String name = (star < 0 ? trimmed : trimmed.substring(0, star)).trim();
    if (!NAMES.contains(name) && !NOT_HERE.contains(name)) {
      throw new BadValue("no artefact is called '" + name + "', allowed are " + allowed());
    }
    if (star < 0) {
      return new CaptureStep(name, 1, Duration.ZERO);
    }
    Rate series = Rate.parse(trimmed.substring(star + 1));
    if (series == null || series.count() > 20 || series.per().compareTo(MAX_EVERY) > 0) {
      throw new BadValue("a series is written threads*3/1s, at most 20 times, at most 1m apart");
    }
    return new CaptureStep(
        name, series.count(), series.count() == 1 ? Duration.ZERO : series.per());
  }

  private static final Duration MAX_EVERY = Duration.ofMinutes(1);

  static String allowed() {
    return String.join(", ", NAMES) + ", each once or as a series such as threads*3/1s";
  }
}
