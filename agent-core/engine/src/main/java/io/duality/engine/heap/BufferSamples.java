package io.duality.engine.heap;

import io.duality.boot.DirectBuffers;
import io.duality.boot.TraceIds;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToIntFunction;

/**
 * Direct buffers that were allocated while an investigation is open, and are alive: who allocated
 * them and for whom. The recorder's samples of old objects do not find them, since a buffer of any
 * size is one small object on the heap. Of fixed size; what died makes room first.
 */
final class BufferSamples {
  static final String BUFFER = "java.nio.DirectByteBuffer";
  private static final int MOST = 512;

  private final ContextHistory history;
  private final LongToIntFunction names;
  private final Map<Sample, WeakReference<Object>> samples = new LinkedHashMap<>();
  private long number;
  private boolean watching;

  /**
   * @param history the names of spans that have ended
   * @param names the number of a span's name by its id; negative when it is not remembered
   */
  BufferSamples(ContextHistory history, LongToIntFunction names) {
    this.history = history;
    this.names = names;
  }

  /** From now on, or until now; saying it twice changes nothing. */
  synchronized void watch(boolean on) {
    if (on && !watching) {
      DirectBuffers.watch();
    } else if (!on && watching) {
      DirectBuffers.unwatch();
      drain(); // what came last would stay there until the next investigation
    }
    watching = on;
  }

  /** Takes over what was allocated since the last time. */
  synchronized void drain() {
    DirectBuffers.drain(
        new DirectBuffers.Reader() {
          @Override
          public void take(DirectBuffers.Entry entry) {
            add(entry);
          }
        });
  }

  private void add(DirectBuffers.Entry entry) {
    if (entry.threadName == null || entry.threadName.startsWith("duality-")) {
      return;
    }
    if (samples.size() >= MOST) {
      forget();
    }
    if (samples.size() < MOST) {
      Sample.Key key = new Sample.Key(BUFFER, entry.threadId, ++number);
      String site = Sites.of(List.of(entry.at.getStackTrace()));
      Sample sample = new Sample(key, entry.threadName, entry.nanos, site, moment(entry), 1, 1);
      samples.put(sample, entry.buffer);
    }
  }

  private ContextHistory.Moment moment(DirectBuffers.Entry entry) {
    TraceIds ids = entry.trace;
    if (!entry.traced) {
      return new ContextHistory.Moment(0, 0, 0, false, -1, -1, true);
    }
    int name = names.applyAsInt(ids.span);
    return new ContextHistory.Moment(
        ids.traceHigh, ids.traceLow, ids.span, ids.sampled, name, name, true);
  }

  private void forget() {
    // Not by asking for the buffer: one that is asked for during a collection outlives it.
    samples.values().removeIf(buffer -> buffer.refersTo(null));
  }

  /** Those that no collection has found dead. */
  synchronized List<Sample> alive() {
    forget();
    List<Sample> alive = new ArrayList<>(samples.size());
    samples.keySet().forEach(sample -> alive.add(named(sample)));
    return alive;
  }

  /** Most spans have ended when somebody asks; changes of contexts told their names. */
  private Sample named(Sample sample) {
    ContextHistory.Moment was = sample.context();
    int entry = was.traced() ? history.entry(was.high(), was.low()) : -1;
    if (entry < 0) {
      return sample;
    }
    int name = was.spanNameId() < 0 ? entry : was.spanNameId();
    return sample.joined(
        new ContextHistory.Moment(
            was.high(), was.low(), was.span(), was.sampled(), name, entry, true));
  }
}
