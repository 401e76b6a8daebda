package io.duality.engine.vitals;

import io.duality.engine.vitals.Arrival.Kind;
import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.TraceRef;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is known of the errors of one signature. */
final class ErrorRow {
  private static final int MOST_THREADS = 32;
  private static final int NAMED_THREADS = 10;
  private static final int MOST_TRACES = 128;

  /** How often it has to be thrown at one place before silence means that it is swallowed. */
  private static final long SWALLOWED = 6;

  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(2);
  private static final long SHARE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** A start throws a lot that is caught: what ends nothing is learned for longer. */
  private static final long LEARNING_SECONDS = 60;

  /** How sure it is that words in a log line are about the error. */
  private static final double WORDS = 0.8;

  private static final int FRAMES = 32;
  private static final int DEEP_FRAMES = 160;
  private static final int NOW_SECONDS = 5;

  private final Map<Kind, long[]> counts = new EnumMap<>(Kind.class);
  private final Map<Kind, Rhythm> rhythms = new EnumMap<>(Kind.class);
  private final Map<String, Long> threads = new LinkedHashMap<>();
  private final Map<String, Long> pools = new LinkedHashMap<>();
  private final Map<String, Tries> attempts = new LinkedHashMap<>();
  private final Loops loops = new Loops();
  private final String className;
  private final String site;
  private final List<StackTraceElement> frames;
  private final List<String> causes;
  private final boolean scheduled;
  private final RateSeries rate;
  private final long firstNanos;
  private String firstThread;
  private TraceRef firstTrace;
  private boolean firstTold;
  private long lastNanos;
  private TraceRef lastTrace;
  private long reported;
  private double share;
  private long sharedAt;

  /** Of how many nobody knows yet whether a log line tells of them in its words. */
  private long asked;

  private long spoken;
  private long judged;

  /** The last steady rhythm: it is told of for a while, for a late one is no proof against it. */
  private int steady;

  private long period;
  private double variation = -1;
  private long steadyAt;

  ErrorRow(Arrival first, String site, long epoch) {
    this.className = first.className();
    this.site = site;
    int most = className.endsWith("StackOverflowError") ? DEEP_FRAMES : FRAMES;
    List<StackTraceElement> made = Sites.made(className, first.frames());
    this.frames = List.copyOf(made.subList(0, Math.min(most, made.size())));
    this.causes = List.copyOf(first.causes());
    this.scheduled = Sites.scheduled(first.frames());
    this.rate = new RateSeries(epoch);
    this.firstThread = first.threadName();
    this.firstNanos = first.nanos();
    this.lastNanos = first.nanos();
  }

  void add(Arrival arrival) {
    if (!firstTold && arrival.kind() != Kind.THROWN) { // the recorder knows no activity
      firstTold = true;
      firstThread = arrival.threadName();
      firstTrace = arrival.trace();
    }
    firstTrace = named(firstTrace, arrival.trace());
    counts.computeIfAbsent(arrival.kind(), kind -> new long[1])[0]++;
    rhythms.computeIfAbsent(arrival.kind(), kind -> new Rhythm()).add(arrival.nanos());
    if (arrival.kind() == mostTold()) {
      rate.add(arrival.nanos(), 1);
      count(threads, arrival.threadName());
      if (arrival.pool() != null) {
        count(pools, arrival.pool());
      }
      if (arrival.trace() != null) {
        attempt(arrival.trace().traceId(), arrival);
      } else {
        loops.add(arrival);
      }
    }
    lastNanos = Math.max(lastNanos, arrival.nanos());
    lastTrace = arrival.trace() == null ? lastTrace : arrival.trace();
  }

  /** Who comes later may know how the same span is called. */
  private static TraceRef named(TraceRef known, TraceRef other) {
    return known != null
            && known.spanName() == null
            && other != null
            && known.spanId().equals(other.spanId())
        ? other
        : known;
  }

  private static void count(Map<String, Long> map, String name) {
    if (map.size() < MOST_THREADS || map.containsKey(name)) {
      map.merge(name, 1L, Long::sum);
    }
  }

  private void attempt(String trace, Arrival arrival) {
    Tries its = attempts.get(trace);
    if (its == null) {
      if (attempts.size() >= MOST_TRACES) {
        attempts.remove(attempts.keySet().iterator().next());
      }
      its = new Tries(arrival.threadName(), arrival.nanos());
      attempts.put(trace, its);
    }
    its.add(arrival.nanos(), arrival.peer());
  }

  /** The kind by which most of them are known: the same error may be told by several. */
  private Kind mostTold() {
    Kind most = Kind.THROWN;
    long count = 0;
    for (Map.Entry<Kind, long[]> entry : counts.entrySet()) {
      if (entry.getKey() != Kind.THROWN && entry.getValue()[0] > count) {
        most = entry.getKey();
        count = entry.getValue()[0];
      }
    }
    return most;
  }

  private Kind fate() {
    Kind fate = Kind.THROWN;
    for (Kind kind : counts.keySet()) { // in their order, the most telling last
      fate = kind;
    }
    return fate;
  }

  long total() {
    long[] told = counts.get(mostTold());
    return told == null ? 0 : told[0];
  }

  long lastNanos() {
    return lastNanos;
  }

  boolean old(long now) {
    long gap = firstNanos == lastNanos ? 0 : 3 * rhythm().meanNanos();
    return now - lastNanos > Math.min(LONGEST_NANOS, Math.max(KEPT_NANOS, gap));
  }

  private Rhythm rhythm() {
    return rhythms.getOrDefault(mostTold(), new Rhythm());
  }

  /** A window opens: the time since the last one is no part of a rhythm. */
  void listen() {
    rhythms.remove(Kind.THROWN);
  }

  /** What part of all that were thrown in a window were these. */
  void share(double part, long now) {
    share = part;
    sharedAt = now;
  }

  /** Log lines are searched for one of them. */
  void asked() {
    asked++;
  }

  /** They were. */
  void settled(boolean told) {
    asked--;
    judged++;
    spoken += told ? 1 : 0;
  }

  /** How many the flight recorder saw thrown. */
  long thrown() {
    long[] thrown = counts.get(Kind.THROWN);
    return thrown == null ? 0 : thrown[0];
  }

  /** Whether nobody but the flight recorder told of it. */
  boolean onlyThrown() {
    return counts.size() == 1 && counts.containsKey(Kind.THROWN);
  }

  /** Whether it may be a job that fails each time, and more of it should be seen. */
  boolean suspected() {
    return onlyThrown() && scheduled;
  }

  /** What is to be told, or null when nothing has happened since. */
  ErrorSeen seen(long now, RateSeries all) {
    long total = total();
    boolean sampled = onlyThrown();
    double perSecond = rate.now(now, NOW_SECONDS);
    double usual = rate.usual(now);
    if (sampled) {
      usual = all.seconds(now) < LEARNING_SECONDS ? -1 : all.usual(now);
      perSecond = now - sharedAt < SHARE_NANOS ? share * all.now(now, NOW_SECONDS) : 0;
    }
    if (total == reported && perSecond == 0) {
      return null;
    }
    long count = total - reported;
    reported = total;
    beat(rhythm(), now);
    Kind fate = fate();
    boolean untold = fate == Kind.THROWN || fate == Kind.UNREACHED;
    boolean swallowed = untold && spoken == 0 && thrown() - asked >= SWALLOWED && !site.isEmpty();
    boolean words = untold && spoken > 0 && 4 * spoken >= judged; // a few may be by chance
    return new ErrorSeen(
        className,
        site,
        Math.max(0, count),
        total,
        sampled,
        firstNanos,
        lastNanos,
        steady > 0 ? period : Vitals.UNKNOWN,
        swallowed ? "swallowed" : words ? "logged by message" : fate.fate,
        causes,
        names(),
        lastTrace,
        frames,
        course(now, perSecond, usual, swallowed ? silence() : words ? WORDS : fate.sure));
  }

  private void beat(Rhythm rhythm, long now) {
    int beats = rhythm.steady();
    if (beats > 0 || now - steadyAt > SHARE_NANOS) {
      steady = beats;
      period = rhythm.meanNanos();
      variation = rhythm.variation();
      steadyAt = now;
    }
  }

  /** How sure it is that nobody was told: log lines were heard of others, and of this one none. */
  private double silence() {
    return (scheduled ? 0.7 : 0.5) + (judged >= SWALLOWED ? 0.1 : 0);
  }

  private ErrorCourse course(long now, double perSecond, double usual, double sure) {
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
        attempts.size(),
        most == null ? 0 : most.count(),
        most != null && most.widens(),
        firstThread,
        firstTrace,
        sure,
        loops.seen(now));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(threads.keySet());
    return names.size() > NAMED_THREADS ? names.subList(0, NAMED_THREADS) : names;
  }
}
