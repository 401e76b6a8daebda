package io.duality.model;

import java.util.List;

/**
 * How the process as a whole was before and during an incident, beside its waits.
 *
 * @param series vitals, oldest first: one a second of the last minute, one in ten seconds before
 *     that; may be empty
 * @param leaks what accumulates, the worst first
 * @param errors signatures over the last five minutes, the most frequent first; their {@code count}
 *     is that of the window
 * @param failures single events of the last five minutes, oldest first
 * @param baseline the classes on the heap when the process had warmed up, or null
 * @param histogram the classes on the heap now, or null
 * @param crash the end of the process that this bundle is about, or null when it lives
 * @param unknown what could not be seen, and why
 */
public record Health(
    List<Vitals> series,
    List<LeakSeen> leaks,
    List<ErrorSeen> errors,
    List<FailureSeen> failures,
    Histogram baseline,
    Histogram histogram,
    CrashSeen crash,
    List<Unknown> unknown) {
  /** Nothing is known. */
  public static final Health NONE =
      new Health(List.of(), List.of(), List.of(), List.of(), null, null, null, List.of());

  public Health {
    series = List.copyOf(series);
    leaks = List.copyOf(leaks);
    errors = List.copyOf(errors);
    failures = List.copyOf(failures);
    unknown = List.copyOf(unknown);
  }

  /** The last reading, or null. */
  public Vitals last() {
    return series.isEmpty() ? null : series.get(series.size() - 1);
  }
}
