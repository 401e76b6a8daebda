package io.duality.engine.heap;

import io.duality.engine.capture.ClassRoom;
import io.duality.engine.heap.holders.Walk;
import io.duality.engine.log.AgentLog;
import io.duality.engine.vitals.EventWatch;
import io.duality.model.Histogram;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Unknown;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongToIntFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * What is done to explain a leak, and what came of it: counts of the classes, searches for what
 * keeps them, samples of what stays alive. It takes its time, so it runs on a thread that lives as
 * long as its work.
 */
final class HeapInquiry {
  private static final Logger LOG = AgentLog.of(HeapInquiry.class);

  /** Of the memory that collections leave free: contexts may take so much of it. */
  private static final long PART_OF_ROOM = 32;

  private static final int MOST_CHANGES = 256 << 10;

  /** A bundle waits for so long for a search that it asked for. */
  private static final long SEARCH_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Supplier<LeakSettings> settings;
  private final IntFunction<String> names;
  private final HistogramTaker taker = new HistogramTaker();
  private final Samples samples;
  private final BesideHeap beside;
  private final Pulse pulse;
  private final HeapWork work = new HeapWork(this::failed);
  private final Counts marks = new Counts();
  private final HolderWatch holders;
  private volatile Map<String, Long> exhausted = Map.of();
  private volatile MemorySeen memory = MemorySeen.NOTHING;
  private volatile String refused;
  private volatile boolean open;
  private volatile boolean ended;

  /**
   * @param settings those in force
   * @param names the names of spans by their numbers
   * @param numbers the numbers of those names by the spans' ids
   * @param loaded all classes of this JVM
   */
  HeapInquiry(
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

  void listen(EventWatch stream) {
    beside.listen(stream);
    pulse.listen(stream);
  }

  /**
   * What is known of memory now.
   *
   * @param limitsReached after how many nanoseconds each kind of memory is used up
   */
  void know(MemorySeen seen, Map<String, Long> limitsReached) {
    memory = seen;
    exhausted = limitsReached;
    taker.live(seen.liveBytes());
  }

  /**
   * A suspicion: what is allocated from now on is told by whom.
   *
   * @return false when it has no room for its own classes
   */
  boolean begin() {
    String narrow = ClassRoom.tooLittle();
    if (narrow != null) {
      refused = narrow;
      return false;
    }
    open = true;
    beside.watch(true);
    holders.begin();
    marks.begin();
    samples.begin(room() / PART_OF_ROOM);
    return true;
  }

  /** Once a second while it is open. */
  void drain() {
    beside.drain();
  }

  void end() {
    open = false;
    beside.watch(false);
    holders.end();
  }

  /** The JVM ends: nothing is begun any more. */
  void cease() {
    ended = true;
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether the classes were counted before. */
  boolean counted() {
    return marks.last() != null;
  }

  /** Counts the classes and searches for what keeps them; false while other work is under way. */
  boolean compare() {
    return run(this::comparison);
  }

  /** The next count is the baseline: the one before was of a process that was not warm. */
  void renew() {
    marks.renew();
  }

  /** Asks what of the samples is still alive; false while other work is under way. */
  boolean sample() {
    return run(this::pulse);
  }

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

  private void comparison() {
    boolean dear = tooLong() != null;
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
      pulse();
    }
  }

  /** Why counting the classes would stop the application for too long, or null. */
  String tooLong() {
    double pause = predictedPauseMillis();
    double budget = settings.get().pauseMillis();
    return pause <= budget
        ? null
        : Math.round(pause)
            + " ms of predicted pause exceed "
            + Math.round(budget)
            + " ms, duality.capture.max-pause";
  }

  /** Why the classes on the heap are not counted now, or null. */
  private String refusal() {
    String narrow = counted() ? null : ClassRoom.tooLittle();
    if (narrow != null) {
      return narrow;
    }
    String tooLong = tooLong();
    if (tooLong != null) {
      return tooLong;
    }
    long needed = taker.neededBytes();
    return room() >= needed
        ? null
        : "the heap has less than "
            + (needed >> 20)
            + " MiB left to count its classes in, and nobody has to run out of memory for it";
  }

  /** What the last collection left free; before there was one, what is free. */
  private long room() {
    Runtime jvm = Runtime.getRuntime();
    long live = memory.liveBytes();
    long used = live < 0 ? jvm.totalMemory() - jvm.freeMemory() : live;
    return Math.max(0, jvm.maxMemory() - used);
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

  private void pulse() {
    if (!ended && pulse.fire()) {
      pulse.join();
    }
  }

  /** How long {@link #confirm} will stop the application's threads, in milliseconds. */
  double predictedPauseMillis() {
    return taker.predictedPauseMillis();
  }

  /**
   * Compares once more, for a bundle; on a thread of the capture's.
   *
   * @param counting whether the classes may be counted; the rest stops nobody
   * @param suspected whether it is worth a search as well
   * @return null when they were not counted
   */
  Histogram confirm(boolean counting, boolean suspected) {
    boolean pulsed = !ended && pulse.fire();
    Histogram taken = counting ? mark() : null;
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
  Histogram baseline() {
    return marks.baseline();
  }

  /** The classes on the heap when they were counted last, or null. */
  Histogram last() {
    return marks.last();
  }

  /** What accumulates, the worst first. */
  List<LeakSeen> leaks() {
    List<Mark> known = marks.all();
    List<Sample> alive = new ArrayList<>(samples.alive());
    alive.addAll(beside.samples());
    Map<String, Long> ends = exhausted;
    Leaks leaks = new Leaks(known, alive, beside.classes(), names, System.nanoTime());
    return holders
        .explain(leaks.all(ends), known, ends.getOrDefault(MemorySeen.HEAP, Vitals.UNKNOWN))
        .stream()
        .map(leaks::sampled)
        .toList();
  }

  /** What could not be found out, and why. */
  List<Unknown> unknown() {
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

  /** One clause for the status. */
  String text() {
    List<Mark> known = marks.all();
    return (known.isEmpty() ? "no baseline yet" : "baseline of " + known.get(0).histogram().at())
        + ", "
        + (open ? "an investigation is open" : "nothing is suspected")
        + (refused == null ? "" : "; " + refused);
  }
}
