package io.duality.engine.vitals;

import io.duality.engine.vitals.Arrival.Kind;
import io.duality.model.ErrorSeen;
import io.duality.model.TraceRef;
import io.duality.model.Vitals;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is known of the errors of one signature. */
final class ErrorRow {

  /** How often it has to be thrown at one place before silence means that it is swallowed. */
  private static final long SWALLOWED = 6;

  /** So many in a row are a rhythm, and more than are needed to call it swallowed. */
  private static final int ENOUGH = 8;

  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(2);
  private static final long SHARE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** A start throws a lot that is caught: what ends nothing is learned for longer. */
  private static final long LEARNING_SECONDS = 60;

  private static final long NAMED_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How sure it is that words in a log line are about the error. */
  private static final double WORDS = 0.8;

  private static final int FRAMES = 32;
  private static final int DEEP_FRAMES = 160;
  private static final int NOW_SECONDS = 5;

  /** The same error may be told of by several: each keeps its own account of them. */
  private final Map<Kind, Teller> tellers = new EnumMap<>(Kind.class);

  private final String className;
  private final String site;
  private final List<StackTraceElement> frames;
  private final List<String> causes;
  private final boolean scheduled;

  /**
   * What a logger throws, or somebody whom it calls: it is the one to tell, and has its own ways.
   */
  private final boolean inLogger;

  private final long epoch;
  private final long firstNanos;
  private String firstThread;
  private TraceRef firstTrace;
  private boolean firstTold;
  private long lastNanos;
  private TraceRef lastTrace;
  private long lastTraceAt;
  private long reported;
  private double share;
  private long sharedAt;

  /** Of how many nobody knows yet whether a log line tells of them in its words. */
  private long asked;

  private long spoken;
  private long judged;
  private boolean mayBeTold;

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
    this.inLogger = Sites.logged(first.frames());
    this.epoch = epoch;
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
    tellers.computeIfAbsent(arrival.kind(), kind -> new Teller(epoch)).add(arrival);
    lastNanos = Math.max(lastNanos, arrival.nanos());
    if (arrival.trace() != null && !tellsLess(arrival)) {
      lastTrace = arrival.trace();
      lastTraceAt = arrival.nanos();
    }
  }

  /** How a span is called is not always known once it has ended: a named one is told of instead. */
  private boolean tellsLess(Arrival arrival) {
    return lastTrace != null
        && lastTrace.spanName() != null
        && arrival.trace().spanName() == null
        && arrival.nanos() - lastTraceAt < NAMED_NANOS;
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

  /** By whom most of them are known; the recorder sees a sample, and is asked last. */
  private Teller most() {
    Teller most = tellers.get(Kind.THROWN);
    long count = 0;
    for (Map.Entry<Kind, Teller> entry : tellers.entrySet()) {
      if (entry.getKey() != Kind.THROWN && entry.getValue().count() > count) {
        most = entry.getValue();
        count = most.count();
      }
    }
    return most;
  }

  private Kind fate() {
    Kind fate = Kind.THROWN;
    for (Kind kind : tellers.keySet()) { // in their order, the most telling last
      fate = kind;
    }
    return fate;
  }

  /** At least so many were thrown: whoever tells missed some, and the recorder looks seldom. */
  private long total() {
    return Math.max(most().count(), thrown());
  }

  boolean old(long now) {
    long gap = firstNanos == lastNanos ? 0 : 3 * most().rhythm().meanNanos();
    return now - lastNanos > Math.min(LONGEST_NANOS, Math.max(KEPT_NANOS, gap));
  }

  /** A window opens: the time since the last one is no part of a rhythm. */
  void listen() {
    Teller recorder = tellers.get(Kind.THROWN);
    if (recorder != null) {
      recorder.listen();
    }
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
  void settled(Spoken.Told told) {
    asked--;
    judged++;
    spoken += told == Spoken.Told.BY_ITSELF ? 1 : 0;
    mayBeTold |= told == Spoken.Told.MAYBE;
  }

  /** Whether somebody may have told of one of them, on another thread. */
  boolean mayBeTold() {
    return mayBeTold;
  }

  /** How many the flight recorder saw thrown. */
  long thrown() {
    Teller recorder = tellers.get(Kind.THROWN);
    return recorder == null ? 0 : recorder.count();
  }

  /** Whether nobody but the flight recorder told of it. */
  boolean onlyThrown() {
    return tellers.size() == 1 && tellers.containsKey(Kind.THROWN);
  }

  /** Whether it may be a job that fails each time, and more of it should be seen. */
  boolean suspected() {
    return onlyThrown() && scheduled;
  }

  /** Whether it was heard since the window opened, and a few more of it would tell. */
  boolean promises() {
    int heard = suspected() && spoken == 0 ? tellers.get(Kind.THROWN).rhythm().size() : 0;
    return heard > 0 && heard < ENOUGH;
  }

  /** What is to be told, or null when nothing has happened since. */
  ErrorSeen seen(long now, RateSeries all) {
    Teller most = most();
    boolean alone = onlyThrown();
    boolean sampled = alone || thrown() > most.count();
    double perSecond = most.rate().now(now, NOW_SECONDS);
    double usual = most.rate().usual(now);
    if (alone) {
      usual = all.seconds(now) < LEARNING_SECONDS ? -1 : all.usual(now);
      perSecond = now - sharedAt < SHARE_NANOS ? share * all.now(now, NOW_SECONDS) : 0;
    }
    long total = total();
    if (total == reported && perSecond == 0) {
      return null;
    }
    long count = total - reported;
    reported = total;
    beat(most.rhythm(), now);
    Kind fate = fate();
    boolean untold = fate == Kind.THROWN || fate == Kind.UNREACHED;
    boolean hidden = untold && spoken == 0 && !mayBeTold && !inLogger && !site.isEmpty();
    boolean swallowed = hidden && thrown() - asked >= SWALLOWED;
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
        most.names(),
        lastTrace,
        frames,
        most.course(
            now,
            perSecond,
            usual,
            steady,
            variation,
            scheduled,
            firstThread,
            firstTrace,
            swallowed ? silence() : words ? WORDS : fate.sure));
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
}
