package io.duality.engine.vitals;

import io.duality.model.ErrorCourse;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One that tells of the errors of a signature, and its own account of them. Several may tell of the
 * same error, and any of them may have missed some: accounts are compared, and never added up.
 */
final class Teller {
  private static final int NAMED_THREADS = 10;

  private final Map<String, Long> threads = new LinkedHashMap<>();
  private final Map<String, Long> pools = new LinkedHashMap<>();
  private final Map<String, Long> peers = new LinkedHashMap<>();
  private final Map<String, Tries> attempts = new LinkedHashMap<>();
  private final Loops loops = new Loops();
  private final RateSeries rate;
  private Rhythm rhythm = new Rhythm();
  private long count;

  /**
   * @param epoch since when errors are heard
   */
  Teller(long epoch) {
    this.rate = new RateSeries(epoch);
  }

  void add(Arrival arrival) {
    count++;
    rhythm.add(arrival.nanos());
    rate.add(arrival.nanos(), 1);
    add(threads, arrival.threadName(), ErrorCourse.MOST_THREADS);
    if (arrival.pool() != null) {
      add(pools, arrival.pool(), ErrorCourse.MOST_THREADS);
    }
    if (!arrival.peer().isEmpty()) {
      add(peers, arrival.peer(), ErrorCourse.MOST_PEERS);
    }
    if (arrival.trace() != null) {
      attempt(arrival.trace().traceId(), arrival);
    } else {
      loops.add(arrival);
    }
  }

  private static void add(Map<String, Long> map, String name, int most) {
    if (map.size() < most || map.containsKey(name)) {
      map.merge(name, 1L, Long::sum);
    }
  }

  private void attempt(String trace, Arrival arrival) {
    Tries its = attempts.get(trace);
    if (its == null) {
      if (attempts.size() >= ErrorCourse.MOST_ACTIVITIES) {
        attempts.remove(attempts.keySet().iterator().next());
      }
      its = new Tries(arrival.threadName(), arrival.nanos());
      attempts.put(trace, its);
    }
    its.add(arrival.nanos(), arrival.peer());
  }

  /** A window opens: the time since the last one is no part of a rhythm. */
  void listen() {
    rhythm = new Rhythm();
  }

  long count() {
    return count;
  }

  RateSeries rate() {
    return rate;
  }

  Rhythm rhythm() {
    return rhythm;
  }

  /** Some of the threads that met them. */
  List<String> names() {
    List<String> names = new ArrayList<>(threads.keySet());
    return names.size() > NAMED_THREADS ? names.subList(0, NAMED_THREADS) : names;
  }

  /** How they come; what the signature knows of itself is handed in. */
  ErrorCourse course(
      long now,
      double perSecond,
      double usual,
      int steady,
      double variation,
      boolean scheduled,
      String firstThread,
      TraceRef firstTrace,
      double sure) {
    Tries most = null;
    for (Tries each : attempts.values()) {
      most = most == null || each.count() > most.count() ? each : most;
    }
    return new ErrorCourse(
        perSecond,
        usual,
        steady,
        variation,
        scheduled,
        threads,
        pools,
        peers,
        attempts.size(),
        most == null ? 0 : most.count(),
        most != null && most.widens(),
        firstThread,
        firstTrace,
        sure,
        loops.seen(now));
  }
}
