package io.duality.engine.vitals;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The stream of the flight recorder's events, up to a second behind. This class links nothing of
 * {@code jdk.jfr}: without that module, or when the stream was lost, senses hear nothing, and
 * {@link #reason} says why.
 */
public final class EventWatch {
  /** One event, valid only while it is handed over. */
  public interface Event {
    /** When it began, on the clock of {@code System.nanoTime}, about. */
    long startNanos();

    /** How long it took; 0 for an instant. */
    long durationNanos();

    /** A number, or that of a class loader; {@code orElse} when this JDK has no such field. */
    long number(String field, long orElse);

    /** A span of time in nanoseconds; {@code orElse} when this JDK has no such field. */
    long nanos(String field, long orElse);

    /** A number as it is, a share for one; {@code orElse} when this JDK has no such field. */
    default double real(String field, double orElse) {
      long whole = number(field, Long.MIN_VALUE);
      return whole == Long.MIN_VALUE ? orElse : whole;
    }

    /**
     * A text, the name of a thread, class, enumeration, or of a class loader's class; null when it
     * is not there.
     */
    String text(String field);

    /** The id of the thread it happened on, or a negative number. */
    long threadId();

    /** The name of that thread, or empty. */
    String threadName();

    /** Its stack, top first; empty without one. */
    List<StackTraceElement> frames();
  }

  /** What stands behind the class-loading boundary. */
  interface Stream {
    /** Switches an event on or off that was asked for. */
    void set(String event, boolean on);

    void close();
  }

  /** It flushes once a second; a busy machine makes it late. */
  private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int MOST_MENDED = 10;

  /** What ended it, such as an exhausted memory, lasts for a while. */
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Map<String, Map<String, String>> settings = new LinkedHashMap<>();
  private final Map<String, List<Consumer<Event>>> listeners = new LinkedHashMap<>();
  private final AtomicLong flushes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile long flushedAt;
  private volatile Stream stream;
  private volatile boolean broken;
  private volatile long brokenAt;
  private int mended;
  private volatile String reason = "the flight recorder has not started yet";

  /**
   * Asks for an event; before {@link #start}.
   *
   * @param event such as {@code jdk.GarbageCollection}; unknown ones are never heard
   * @param options its settings as pairs, such as {@code "threshold", "10 ms"}; of several requests
   *     the flight recorder takes the widest
   */
  public void on(String event, Consumer<Event> listener, String... options) {
    Objects.requireNonNull(listener, "listener");
    Map<String, String> chosen = settings.computeIfAbsent(event, name -> new LinkedHashMap<>());
    for (int i = 0; i + 1 < options.length; i += 2) {
      chosen.putIfAbsent(options[i], options[i + 1]);
    }
    listeners.computeIfAbsent(event, name -> new ArrayList<>()).add(listener);
  }

  /** Starts the stream; after the flight ring, on the ring's thread. Never throws. */
  public void start() {
    if (stream != null || listeners.isEmpty()) {
      return;
    }
    if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
      reason = "this JVM has no module jdk.jfr";
      return;
    }
    try {
      stream = JfrStream.start(settings, this);
      flushedAt = System.nanoTime();
      reason = null;
    } catch (Throwable e) { // the recorder fails with errors as well
      reason = "the flight recorder's stream did not start: " + e;
    }
  }

  /**
   * Switches an event that was asked for on or off, such as one asked for with {@code "enabled",
   * "false"}; does nothing while there is no stream.
   */
  public void set(String event, boolean on) {
    Stream running = stream;
    if (running != null) {
      running.set(event, on);
    }
  }

  /** Why nothing is heard, or null while it is. */
  public String reason() {
    return reason;
  }

  /** How long the recorder has not flushed; it does so once a second while it works. */
  public long silentNanos(long now) {
    return stream == null ? 0 : Math.max(0, now - flushedAt);
  }

  /**
   * Why nothing is heard, or since when nothing was although it should: an exhausted memory ends
   * the recorder's own threads and leaves no error. Null while events come.
   */
  public String deaf(long now) {
    String why = reason;
    long silent = silentNanos(now);
    return why != null || silent < LOST_NANOS
        ? why
        : "JFR was lost at "
            + Instant.now().minusNanos(silent).truncatedTo(ChronoUnit.SECONDS)
            + ": it has not flushed since";
  }

  /** How often it flushed. */
  public long flushes() {
    return flushes.get();
  }

  /** How many events a listener could not take. */
  public long failures() {
    return failures.get();
  }

  void flushed() {
    flushes.incrementAndGet();
    flushedAt = System.nanoTime();
  }

  /** The stream has ended by itself. */
  void broken(String why) {
    reason = why;
    brokenAt = System.nanoTime();
    broken = true;
  }

  /** Whether the stream has ended by itself a while ago, and {@link #mend} would begin it anew. */
  public boolean wantsMending(long now) {
    return broken && mended < MOST_MENDED && now - brokenAt > REST_NANOS;
  }

  /**
   * Begins anew what has ended by itself, a few times in the life of a process; on the ring's
   * thread. Never throws.
   */
  public void mend() {
    broken = false;
    mended++;
    try {
      stop();
    } catch (RuntimeException | LinkageError e) { // it has ended, by whatever
      reason = "the flight recorder's stream was ended: " + e;
    }
    start();
  }

  void lost(String why) {
    reason = why;
  }

  /** Hands an event to those who asked for it. */
  void heard(String name, Event event) {
    for (Consumer<Event> listener : listeners.getOrDefault(name, List.of())) {
      try {
        listener.accept(event);
      } catch (Throwable e) { // one listener must not end the stream for the others
        failures.incrementAndGet();
      }
    }
  }

  /** Ends the stream; {@link #start} begins it again. */
  public void stop() {
    Stream running = stream;
    stream = null;
    reason = "the flight recorder's stream was stopped";
    if (running != null) {
      running.close();
    }
  }
}
