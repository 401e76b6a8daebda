package io.duality.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How the errors of one signature came: how often, against what is usual, on which threads, in
 * which activities.
 *
 * @param perSecond how many a second in the last seconds; an estimate where they were only sampled
 * @param usualPerSecond the same over the minutes before; negative while that is being learned
 * @param periodic how many in a row came in a steady rhythm; 0 when they do not
 * @param variation standard deviation of the times between them, as a share of their mean; negative
 *     when fewer than four are known
 * @param scheduled whether its stack is that of a job which a scheduler repeats
 * @param threads how many on which thread, by name; a part of them when there are many
 * @param pools how many in which pool, as far as that is known
 * @param peers how many with whom, such as {@code tcp 10.0.0.5:5432}, as far as that is known
 * @param activities in how many traces, as far as that is known
 * @param attempts the most in one trace
 * @param widening whether the times between those grow, as they do with a back-off
 * @param firstThread the name of the thread of the first one, or empty
 * @param firstTrace the trace context of the first one, or null
 * @param sure how sure the fate is, 0 to 1
 * @param retry the thread that runs into it in a loop, where no trace tells; or null
 */
public record ErrorCourse(
    double perSecond,
    double usualPerSecond,
    int periodic,
    double variation,
    boolean scheduled,
    Map<String, Long> threads,
    Map<String, Long> pools,
    Map<String, Long> peers,
    long activities,
    long attempts,
    boolean widening,
    String firstThread,
    TraceRef firstTrace,
    double sure,
    RetrySeen retry) {
  /** How many threads, and how many pools, are told apart; with so many there may be more. */
  public static final int MOST_THREADS = 32;

  /** The same for whom they were with. */
  public static final int MOST_PEERS = 8;

  /** The same for traces. */
  public static final int MOST_ACTIVITIES = 128;

  /** Nothing is known of it. */
  public static final ErrorCourse UNKNOWN =
      new ErrorCourse(0, -1, 0, -1, false, Map.of(), Map.of(), 0, 0, false, "", null, 0);

  /** How errors came that are about nobody known. */
  public ErrorCourse(
      double perSecond,
      double usualPerSecond,
      int periodic,
      double variation,
      boolean scheduled,
      Map<String, Long> threads,
      Map<String, Long> pools,
      long activities,
      long attempts,
      boolean widening,
      String firstThread,
      TraceRef firstTrace,
      double sure,
      RetrySeen retry) {
    this(
        perSecond,
        usualPerSecond,
        periodic,
        variation,
        scheduled,
        threads,
        pools,
        Map.of(),
        activities,
        attempts,
        widening,
        firstThread,
        firstTrace,
        sure,
        retry);
  }

  /** How errors came that no thread runs into in a loop, and that are about nobody known. */
  public ErrorCourse(
      double perSecond,
      double usualPerSecond,
      int periodic,
      double variation,
      boolean scheduled,
      Map<String, Long> threads,
      Map<String, Long> pools,
      long activities,
      long attempts,
      boolean widening,
      String firstThread,
      TraceRef firstTrace,
      double sure) {
    this(
        perSecond,
        usualPerSecond,
        periodic,
        variation,
        scheduled,
        threads,
        pools,
        activities,
        attempts,
        widening,
        firstThread,
        firstTrace,
        sure,
        null);
  }

  public ErrorCourse {
    threads = Collections.unmodifiableMap(new LinkedHashMap<>(threads));
    pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
    peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
    Objects.requireNonNull(firstThread, "firstThread");
  }
}
