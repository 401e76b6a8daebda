package io.duality.engine.vitals;

import io.duality.model.ErrorSeen;
import io.duality.model.FailureSeen;
import io.duality.model.Unknown;
import io.duality.model.Vitals;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks all senses once a second and remembers the last five minutes, one reading in ten seconds of
 * all but the last minute, and those that tell of a standstill. Readings are taken by one thread;
 * the memory may be asked by others.
 */
public final class VitalSigns {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(950);
  private static final long CLOSE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long FAR_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long SELDOM_NANOS = TimeUnit.MILLISECONDS.toNanos(9_500);

  private final List<Sense> senses;
  private final EventWatch events = new EventWatch();
  private final Deque<Vitals> close = new ArrayDeque<>();
  private final Deque<Vitals> far = new ArrayDeque<>();
  private final ErrorMemory errors = new ErrorMemory();
  private final Deque<FailureSeen> failures = new ArrayDeque<>();
  private final AtomicLong failed = new AtomicLong();
  private volatile Vitals last;
  private boolean hurried;
  private boolean essential;

  /**
   * @param senses each reads one part
   */
  public VitalSigns(List<Sense> senses) {
    this.senses = List.copyOf(senses);
    for (Sense sense : this.senses) {
      sense.listen(events);
    }
  }

  /** The stream of the flight recorder that the senses listen to. */
  public EventWatch events() {
    return events;
  }

  /** The next reading does not wait for its second: there may be none. By the reading thread. */
  public void hurry() {
    hurried = true;
    senses.forEach(Sense::hurry);
  }

  /**
   * Does less while the agent costs too much. By the reading thread.
   *
   * @param less whether the senses do without what they can do without
   * @param only whether nothing is read but what tells that memory ends
   */
  public void spare(boolean less, boolean only) {
    essential = only;
    senses.forEach(sense -> sense.spare(less));
  }

  /**
   * Reads when a second has passed since the last reading.
   *
   * @return a new reading, or null when it is too early for one
   */
  public Vitals read(long now) {
    Vitals before = last;
    if (before != null && now - before.nanos() < EVERY_NANOS && !hurried) {
      return null;
    }
    hurried = false;
    VitalsBuilder builder = new VitalsBuilder(before == null ? 0 : now - before.nanos());
    OutOfMemoryError exhausted = null;
    for (Sense sense : senses) {
      if (essential && !sense.essential()) {
        continue;
      }
      try {
        sense.read(builder, now);
      } catch (RuntimeException | LinkageError e) { // an image may lack what a sense links
        failed.incrementAndGet();
        builder.unknown(sense.getClass().getSimpleName(), "its part of the vitals", e.toString());
      } catch (OutOfMemoryError e) { // the others may need less
        failed.incrementAndGet();
        exhausted = e;
      }
    }
    if (exhausted != null) {
      hear(exhausted);
    }
    Vitals read = builder.build(Instant.now(), now);
    last = read;
    remember(read);
    return read;
  }

  /** That memory is exhausted is what another sense is for; it tells of it in the next reading. */
  private void hear(OutOfMemoryError error) {
    for (Sense sense : senses) {
      if (sense instanceof OutOfMemorySense memory) {
        memory.own(error);
      }
    }
  }

  private synchronized void remember(Vitals read) {
    close.addLast(read);
    while (read.nanos() - close.peekFirst().nanos() > CLOSE_NANOS) {
      Vitals older = close.removeFirst();
      if (far.isEmpty()
          || !older.stalls().isEmpty()
          || older.nanos() - far.peekLast().nanos() >= SELDOM_NANOS) {
        far.addLast(older);
      }
    }
    while (!far.isEmpty() && read.nanos() - far.peekFirst().nanos() > FAR_NANOS) {
      far.removeFirst();
    }
    failures.addAll(read.failures());
    while (!failures.isEmpty() && read.nanos() - failures.peekFirst().nanos() > FAR_NANOS) {
      failures.removeFirst();
    }
    errors.add(read.errors(), read.nanos());
  }

  /** The readings of the last five minutes, oldest first. */
  public synchronized List<Vitals> series() {
    List<Vitals> series = new ArrayList<>(far);
    series.addAll(close);
    return series;
  }

  /** The errors of the last five minutes by signature. */
  public synchronized List<ErrorSeen> errors() {
    return errors.recent();
  }

  /** The single failures of the last five minutes, oldest first. */
  public synchronized List<FailureSeen> failures() {
    return new ArrayList<>(failures);
  }

  /** What could not be seen, and why. */
  public List<Unknown> unknown() {
    List<Unknown> unknown = new ArrayList<>();
    String deaf = events.deaf(System.nanoTime());
    if (deaf != null) {
      unknown.add(new Unknown("JFR", "what only its events tell", deaf));
    }
    Vitals read = last;
    if (read != null) {
      unknown.addAll(read.unknown());
    }
    return unknown;
  }

  /** How many readings of a sense failed. */
  public long failed() {
    return failed.get();
  }

  /** Ends the stream and what the senses have begun. */
  public void stop() {
    events.stop();
    senses.forEach(Sense::stop);
  }
}
