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
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongToIntFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Explains leaks while they grow: a baseline of the heap's classes once the process is warm; from a
 * suspicion on, for a bounded time, comparisons with it, samples of what stays alive, and which
 * trace each thread works for. The watch calls {@link #round}; whatever takes longer runs on a
 * thread that lives as long as its work.
 */
public final class LeakWatch implements Sense {
  private static final Logger LOG = AgentLog.of(LeakWatch.class);

  /** Changes of contexts in a second; about 400 KB of the recording, and 1 ms of its reader. */
  private static final int CHANGES = 5_000;

  /** Of the memory that collections leave free: contexts may take so much of it. */
  private static final long PART_OF_ROOM = 32;

  private static final int MOST_CHANGES = 256 << 10;

  private static final long PULSE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long COMPARE_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** For so long a histogram waits for a collection that happens by itself. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A bundle waits for so long for a search that it asked for. */
  private static final long SEARCH_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** After a histogram that was refused. */
  private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Emits the changes of contexts. */
  public interface Changes {
    /** So many until the next call; 0 for none any more. */
    boolean emit(int most);
  }

  private final Supplier<LeakSettings> settings;
  private final IntFunction<String> names;
  private final HistogramTaker taker = new HistogramTaker();
  private final Warmth warmth = new Warmth();
  private final LiveTrend trend = new LiveTrend();
  private final Samples samples;
  private final BesideHeap beside;
  private final Pulse pulse;
  private final HeapWork work = new HeapWork(this::failed);
  private final Counts marks = new Counts();
  private final Approach approach = new Approach();
  private final HolderWatch holders;
  private volatile Map<String, Long> exhausted = Map.of();
  private volatile Changes changes = most -> false;
  private volatile MemorySeen memory = MemorySeen.NOTHING;
  private volatile String refused;
  private volatile boolean open;
  private volatile boolean suspected;
  private volatile boolean ended;
  private long openedAt;
  private long pulsedAt;
  private long comparedAt;
  private long wantedSince;
  private long triedAt = System.nanoTime() - RETRY_NANOS;
  private boolean opened;
  private boolean wanted;
  private long collections;
  private List<GarbageCollectorMXBean> beans;
  private RuntimeMXBean runtime;
  private ClassLoadingMXBean classes;

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
    this.names = names;
    this.holders = new HolderWatch(loaded);
    ContextHistory history = new ContextHistory(MOST_CHANGES);
    samples = new Samples(history);
    pulse = new Pulse(samples);
    beside = new BesideHeap(history, numbers);
  }

  /** Who emits changes of contexts while something is investigated. */
  public void changes(Changes emitter) {
    changes = emitter;
  }

  @Override
  public void listen(EventWatch stream) {
    beside.listen(stream);
    pulse.listen(stream);
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
    memory = vitals.memory();
    if (memory.liveBytes() >= 0) {
      trend.add(memory.liveNanos(), memory.liveBytes());
    }
    LeakSettings limits = settings.get();
    boolean suspicion = !suspects.isEmpty() || approach.near(memory, limits.level());
    exhausted = exhausted(suspects);
    long count = count();
    boolean collected = count > collections;
    collections = count;
    boolean warm = warm(now, limits);
    if (marks.last() == null && !wanted && now - triedAt > RETRY_NANOS) {
      want(now, suspicion || warm);
    }
    suspected = suspicion;
    if (suspicion) {
      openWindow(now, limits);
    }
    tend(now, limits, suspicion);
    if (wanted && (collected || now - wantedSince > PATIENCE_NANOS)) {
      triedAt = now;
      wanted = !run(this::compare);
    } else if (open && now - pulsedAt > PULSE_NANOS && run(this::sample)) {
      pulsedAt = now;
    }
  }

  private boolean warm(long now, LeakSettings limits) {
    return warmth.warm(
        now,
        TimeUnit.MILLISECONDS.toNanos(runtime.getUptime()),
        classes.getLoadedClassCount(),
        collections,
        limits.baselineAfterNanos());
  }

  private void want(long now, boolean really) {
    if (really) {
      wanted = true;
      wantedSince = now;
    }
  }

  private long count() {
    long count = 0;
    if (beans == null) {
      runtime = ManagementFactory.getRuntimeMXBean();
      classes = ManagementFactory.getClassLoadingMXBean();
      beans = ManagementFactory.getGarbageCollectorMXBeans(); // makes a list of proxies each time
    }
    for (GarbageCollectorMXBean bean : beans) {
      count += Math.max(0, bean.getCollectionCount());
    }
    return count;
  }

  private Map<String, Long> exhausted(Map<String, Long> suspects) {
    Map<String, Long> all = new HashMap<>(suspects);
    MemorySeen.Area heap = memory.area(MemorySeen.HEAP);
    if (all.getOrDefault(MemorySeen.HEAP, Vitals.UNKNOWN) < 0 && heap != null) {
      all.put(MemorySeen.HEAP, trend.exhaustedInNanos(heap.limit()));
    }
    return Map.copyOf(all);
  }

  private void openWindow(long now, LeakSettings limits) {
    // A suspicion that stays opens it again only after as long a rest.
    if (open || (opened && now - openedAt < 2 * limits.windowNanos())) {
      return;
    }
    open = true;
    beside.watch(true);
    opened = true;
    openedAt = now;
    holders.begin();
    marks.begin();
    samples.begin(room() / PART_OF_ROOM);
    LOG.info("memory grows: an investigation of {} s begins", limits.windowNanos() / 1_000_000_000);
    want(now, true);
    comparedAt = now;
  }

  /** What the last collection left free; before there was one, what is free. */
  private long room() {
    Runtime jvm = Runtime.getRuntime();
    long live = memory.liveBytes();
    long used = live < 0 ? jvm.totalMemory() - jvm.freeMemory() : live;
    return Math.max(0, jvm.maxMemory() - used);
  }

  private void tend(long now, LeakSettings limits, boolean suspicion) {
    if (!open) {
      return;
    }
    if (now - openedAt > limits.windowNanos()) {
      stop();
      return;
    }
    changes.emit(CHANGES);
    beside.drain();
    if (suspicion && !wanted && now - comparedAt > COMPARE_NANOS) {
      comparedAt = now;
      want(now, true);
    }
  }

  @Override
  public void stop() {
    open = false;
    beside.watch(false);
    holders.end();
    changes.emit(0);
  }

  /**
   * The JVM has begun to end: no recording is begun any more. After the recorder's own shutdown
   * hook that never returns, and keeps the recorder's lock.
   */
  public void end() {
    ended = true;
    open = false;
  }

  /** Runs what takes its time; one at a time. */
  private boolean run(Runnable task) {
    return !ended && work.run(task);
  }

  private void failed(Throwable e) {
    try {
      refused = e.toString();
      LOG.info("an investigation of memory goes on without: {}", refused); // bundles say it too
    } catch (Throwable deeper) { // not even a line fits into memory
      refused = "no memory was left for it";
    }
  }

  private void compare() {
    boolean dear = taker.predictedPauseMillis() > settings.get().pauseMillis();
    String refusal = refusal();
    if (refusal == null) {
      mark();
    } else {
      refused = refusal;
    }
    if (open) {
      search(false);
    }
    if (open && !dear) {
      sample();
    }
  }

  /** Why the classes on the heap are not counted now, or null. */
  private String refusal() {
    double pause = taker.predictedPauseMillis();
    double budget = settings.get().pauseMillis();
    if (pause > budget) {
      return Math.round(pause)
          + " ms of predicted pause exceed "
          + Math.round(budget)
          + " ms, duality.capture.max-pause";
    }
    long needed = taker.neededBytes();
    return room() >= needed
        ? null
        : "the heap has less than "
            + (needed >> 20)
            + " MiB left to count its classes in, and nobody has to run out of memory for it";
  }

  /** It stops nobody, so it is done where counting the classes would take too long as well. */
  private void search(boolean last) {
    holders.now(settings.get().holders(), memory, last, () -> ended);
  }

  private Histogram mark() {
    Histogram taken = taker.take();
    refused = null;
    marks.add(new Mark(taken, memory));
    return taken;
  }

  private void sample() {
    if (!ended && pulse.fire()) {
      pulse.join();
    }
  }

  /** How long {@link #confirm} will stop the application's threads, in milliseconds. */
  double predictedPauseMillis() {
    return taker.predictedPauseMillis();
  }

  /** Compares once more, for a bundle; on a thread of the capture's. */
  Histogram confirm() {
    boolean pulsed = !ended && pulse.fire();
    Histogram taken = mark();
    long deadline = System.nanoTime() + SEARCH_NANOS;
    boolean search = open || suspected;
    boolean searching = search && run(() -> search(true));
    if (pulsed) {
      pulse.join();
    }
    if (search) {
      work.await(deadline - System.nanoTime());
      if (!searching && run(() -> search(true))) { // other work was under way
        work.await(deadline - System.nanoTime());
      }
    }
    return taken;
  }

  /** The searches for what keeps what grows, oldest first. */
  List<Walk> searches() {
    return holders.walks();
  }

  /** The classes on the heap when the process was warm, or null. */
  public Histogram baseline() {
    return marks.baseline();
  }

  /** The classes on the heap when they were counted last, or null. */
  public Histogram histogram() {
    return marks.last();
  }

  /** What accumulates, the worst first. */
  public List<LeakSeen> leaks() {
    List<Mark> known = marks.all();
    List<Sample> alive = new ArrayList<>(samples.alive());
    alive.addAll(beside.samples());
    List<LeakSeen> leaks =
        new Leaks(known, alive, beside.classes(), names, System.nanoTime()).all(exhausted);
    return holders.explain(leaks, known, exhausted.getOrDefault(MemorySeen.HEAP, Vitals.UNKNOWN));
  }

  /** What could not be found out, and why. */
  public List<Unknown> unknown() {
    List<Unknown> unknown = new ArrayList<>();
    String why = refused;
    if (why != null) {
      unknown.add(new Unknown("heap", "the classes on it", why));
    }
    if (open && !pulse.samples()) {
      unknown.add(
          new Unknown(
              "heap",
              "who allocates what stays alive",
              "the flight recorder has no samples of old objects with this collector"));
    }
    return unknown;
  }

  /** Whether memory is suspected to grow. */
  public boolean investigates() {
    return open;
  }

  /** One line for the status. */
  public String text() {
    List<Mark> known = marks.all();
    String baseline =
        known.isEmpty() ? "no baseline yet" : "baseline of " + known.get(0).histogram().at();
    return baseline
        + ", "
        + (open ? "an investigation is open" : "nothing is suspected")
        + (refused == null ? "" : "; " + refused);
  }
}
