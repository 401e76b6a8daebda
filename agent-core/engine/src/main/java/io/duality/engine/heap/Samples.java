package io.duality.engine.heap;

import io.duality.boot.event.ContextEvent;
import io.duality.engine.vitals.EventWatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The samples of what stays alive, joined to what their threads worked for. The recorder's stream
 * fills it: a pulse makes the recorder tell all samples that are alive, and the changes of contexts
 * come as they happen. Of fixed size; what died makes room first.
 */
final class Samples {
  private static final String OLD_OBJECT = "jdk.OldObjectSample";
  private static final int MOST = 1_024;

  private final ContextHistory history;
  private final Map<Sample.Key, Sample> samples = new HashMap<>();
  private long pulseTicks = Long.MIN_VALUE;
  private long pulseNanos;
  private int pulse;

  /** The last one of which all was heard. */
  private int whole;

  private long lost;

  Samples(ContextHistory history) {
    this.history = history;
  }

  /** Asks the stream for what it needs. */
  void listen(EventWatch events) {
    events.on(OLD_OBJECT, this::sampled, "cutoff", "0 ns", "stackTrace", "true");
    events.on(ContextEvent.NAME, this::changed);
  }

  /** An investigation begins, whose contexts may take so many bytes. */
  void begin(long bytes) {
    history.begin(bytes);
  }

  private void changed(EventWatch.Event event) {
    long ticks = event.number("startTime", -1);
    switch ((int) event.number("phase", 0)) {
      case ContextEvent.OPEN -> history.opened(ticks);
      case ContextEvent.CLOSED -> history.closed(ticks);
      default ->
          history.changed(
              event.threadId(),
              ticks,
              event.number("traceIdHigh", 0),
              event.number("traceIdLow", 0),
              event.number("spanId", 0),
              event.number("sampled", 0) != 0,
              (int) event.number("spanNameId", -1));
    }
  }

  private void sampled(EventWatch.Event event) {
    String type = event.text("object.type");
    if (type != null) {
      Sample.Key key =
          new Sample.Key(
              ClassNames.plain(type), event.threadId(), event.number("allocationTime", -1));
      if (!again(key, event.number("startTime", -1), event.startNanos())) {
        long allocated = event.startNanos() - event.nanos("objectAge", 0);
        add(key, event.threadName(), allocated, Sites.of(event.frames()));
      }
    }
  }

  /** All samples of a pulse bear the same time. */
  private synchronized boolean again(Sample.Key key, long ticks, long nanos) {
    if (ticks != pulseTicks) {
      pulseTicks = ticks;
      pulseNanos = nanos;
      pulse++;
    }
    Sample known = samples.get(key);
    if (known != null) {
      samples.put(key, known.seenAgain(pulse));
    }
    return known != null;
  }

  private synchronized void add(Sample.Key key, String thread, long allocatedNanos, String site) {
    if (samples.size() >= MOST) {
      samples.values().removeIf(sample -> sample.lastPulse() < pulse - 1);
    }
    if (samples.size() < MOST) {
      samples.put(key, new Sample(key, thread, allocatedNanos, site, null, pulse, pulse));
    } else {
      lost++;
    }
  }

  /** Whether something of a pulse was heard that was not before this time. */
  synchronized boolean heardSince(long nanos) {
    return pulse > 0 && pulseNanos - nanos >= 0;
  }

  /**
   * Joins what was not joined yet; called when the recorder has flushed once more after the pulse,
   * since events of one flush come in any order.
   */
  synchronized void join() {
    whole = pulse;
    for (Map.Entry<Sample.Key, Sample> entry : samples.entrySet()) {
      Sample sample = entry.getValue();
      if (sample.context() == null) {
        entry.setValue(
            sample.joined(history.at(entry.getKey().threadId(), entry.getKey().ticks())));
      }
    }
  }

  /** What was alive at the last pulse of which all was heard, or at a later one. */
  synchronized List<Sample> alive() {
    List<Sample> alive = new ArrayList<>(samples.values());
    alive.removeIf(sample -> sample.lastPulse() < whole);
    return alive;
  }

  /** How many pulses were heard. */
  synchronized int pulses() {
    return pulse;
  }

  /** How many samples found no place. */
  synchronized long lost() {
    return lost;
  }
}
