package io.duality.engine.heap;

import io.duality.engine.heap.holders.Walk;
import io.duality.engine.log.AgentLog;
import io.duality.engine.vitals.EventWatch;
import io.duality.engine.vitals.Sense;
import io.duality.engine.vitals.VitalsBuilder;
import io.duality.model.Histogram;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Unknown;
import io.duality.model.Vitals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongToIntFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Explains leaks while they grow: decides when. A baseline of the heap's classes once the process
 * is warm; from a suspicion on, for a bounded time, comparisons with it, samples of what stays
 * alive, and which trace each thread works for. The watch calls {@link #round}.
 */
public final class LeakWatch implements Sense {
  private static final Logger LOG = AgentLog.of(LeakWatch.class);

  /** Changes of contexts in a second; about 400 KB of the recording, and 1 ms of its reader. */
  private static final int CHANGES = 5_000;

  private static final long PULSE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long COMPARE_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** For so long a histogram waits for a collection that happens by itself. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A heap that is full so soon is not warm before that. */
  private static final long SOON_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** After a histogram that was refused. */
  private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Emits the changes of contexts. */
  public interface Changes {
    /** So many until the next call; 0 for none any more. */
    boolean emit(int most);
  }

  private final Supplier<LeakSettings> settings;
  private final HeapInquiry inquiry;
  private final HeapCalm calm = new HeapCalm();
  private final LiveTrend trend = new LiveTrend();
  private final Alive alive = new Alive();
  private final Approach approach = new Approach();
  private volatile Changes changes = most -> false;
  private volatile boolean suspected;
  private long openedAt;
  private long pulsedAt;
  private long comparedAt;
  private long wantedSince;
  private long triedAt = System.nanoTime() - RETRY_NANOS;
  private boolean opened;
  private boolean wanted;

  /** Whether the baseline is one of a process that was not warm yet. */
  private boolean early;

  /**
   * @param settings those in force
   * @param names the names of spans by their numbers
   * @param numbers the numbers of those names by the spans' ids
   * @param loaded all classes of this JVM
   */
  public LeakWatch(
      Supplier<LeakSettings> settings,
      IntFunction<String> names,
      LongToIntFunction numbers,
      Supplier<Class<?>[]> loaded) {
    this.settings = settings;
    this.inquiry = new HeapInquiry(settings, names, numbers, loaded);
  }

  /** Who emits changes of contexts while something is investigated. */
  public void changes(Changes emitter) {
    changes = emitter;
  }

  @Override
  public void listen(EventWatch stream) {
    inquiry.listen(stream);
  }

  @Override
  public void read(VitalsBuilder into, long now) {
    // what it tells is asked for at a capture
  }

  /**
   * Once a round of the watch.
   *
   * @param vitals a new reading, or null
   * @param suspects the kinds of memory that grow with confidence, each with the nanoseconds after
   *     which its limit is reached
   */
  public void round(long now, Vitals vitals, Map<String, Long> suspects) {
    if (vitals == null) {
      return;
    }
    MemorySeen memory = vitals.memory();
    long live = alive.read(memory, vitals.gc().collector());
    if (alive.corrected()) {
      trend.forget();
    }
    if (live >= 0) {
      trend.add(memory.liveNanos(), live);
    }
    Map<String, Long> ends = exhausted(memory, suspects);
    inquiry.know(memory, ends);
    LeakSettings limits = settings.get();
    calm.read(now, limits.baselineAfterNanos());
    suspected = approach.near(memory, live, limits.level()) || !suspects.isEmpty();
    baseline(now, ends.getOrDefault(MemorySeen.HEAP, Vitals.UNKNOWN));
    if (suspected) {
      openWindow(now, limits);
    }
    tend(now, limits);
    if (wanted && (calm.collected() || now - wantedSince > PATIENCE_NANOS)) {
      triedAt = now;
      wanted = !inquiry.compare();
    } else if (inquiry.isOpen() && now - pulsedAt > PULSE_NANOS && inquiry.sample()) {
      pulsedAt = now;
    }
  }

  /** One of a process that fills its heap before it is warm is better than none. */
  private void baseline(long now, long left) {
    if (wanted || now - triedAt <= RETRY_NANOS) {
      return;
    }
    if (!inquiry.counted()) {
      early = !calm.warm();
      want(now, suspected || !early || (approach.risen() && left >= 0 && left < SOON_NANOS));
    } else if (early && calm.warm() && !suspected && !inquiry.isOpen()) {
      early = false;
      inquiry.renew();
      want(now, true);
    }
  }

  private void want(long now, boolean really) {
    if (really) {
      wanted = true;
      wantedSince = now;
    }
  }

  private Map<String, Long> exhausted(MemorySeen memory, Map<String, Long> suspects) {
    Map<String, Long> all = new HashMap<>(suspects);
    MemorySeen.Area heap = memory.area(MemorySeen.HEAP);
    if (all.getOrDefault(MemorySeen.HEAP, Vitals.UNKNOWN) < 0 && heap != null) {
      all.put(MemorySeen.HEAP, trend.exhaustedInNanos(heap.limit()));
    }
    return Map.copyOf(all);
  }

  private void openWindow(long now, LeakSettings limits) {
    // A suspicion that stays opens it again only after as long a rest.
    if (inquiry.isOpen() || (opened && now - openedAt < 2 * limits.windowNanos())) {
      return;
    }
    opened = true;
    openedAt = now;
    if (!inquiry.begin()) {
      return;
    }
    LOG.info("memory grows: an investigation of {} s begins", limits.windowNanos() / 1_000_000_000);
    want(now, true);
    comparedAt = now;
  }

  private void tend(long now, LeakSettings limits) {
    if (!inquiry.isOpen()) {
      return;
    }
    if (now - openedAt > limits.windowNanos()) {
      stop();
      return;
    }
    changes.emit(CHANGES);
    inquiry.drain();
    if (suspected && !wanted && now - comparedAt > COMPARE_NANOS) {
      comparedAt = now;
      want(now, true);
    }
  }

  @Override
  public void stop() {
    inquiry.end();
    changes.emit(0);
  }

  /**
   * The JVM has begun to end: no recording is begun any more. After the recorder's own shutdown
   * hook that never returns, and keeps the recorder's lock.
   */
  public void end() {
    inquiry.cease();
  }

  /** How long {@link #confirm} will stop the application's threads, in milliseconds. */
  double predictedPauseMillis() {
    return inquiry.predictedPauseMillis();
  }

  /** Why {@link #confirm} would stop them for too long, or null. */
  String tooLong() {
    return inquiry.tooLong();
  }

  /**
   * Compares once more, for a bundle; on a thread of the capture's.
   *
   * @param counting whether the classes may be counted; what keeps them is searched in any case
   * @return null when they were not counted
   */
  Histogram confirm(boolean counting) {
    return inquiry.confirm(counting, suspected);
  }

  /** The searches for what keeps what grows, oldest first. */
  List<Walk> searches() {
    return inquiry.searches();
  }

  /** The classes on the heap when the process was warm, or null. */
  public Histogram baseline() {
    return inquiry.baseline();
  }

  /** The classes on the heap when they were counted last, or null. */
  public Histogram histogram() {
    return inquiry.last();
  }

  /** What accumulates, the worst first. */
  public List<LeakSeen> leaks() {
    return inquiry.leaks();
  }

  /** What could not be found out, and why. */
  public List<Unknown> unknown() {
    return inquiry.unknown();
  }

  /** Whether memory is suspected to grow. */
  public boolean investigates() {
    return inquiry.isOpen();
  }

  /** One line for the status. */
  public String text() {
    return inquiry.text();
  }
}
