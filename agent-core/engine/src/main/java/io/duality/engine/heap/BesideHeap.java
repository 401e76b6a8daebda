package io.duality.engine.heap;

import io.duality.engine.vitals.EventWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToIntFunction;

/** Who uses memory beside the heap while an investigation is open: direct buffers and classes. */
final class BesideHeap {
  private final BufferSamples buffers;
  private final ClassSamples classes;
  private volatile EventWatch events;

  BesideHeap(ContextHistory history, LongToIntFunction names) {
    buffers = new BufferSamples(history, names);
    classes = new ClassSamples(history);
  }

  void listen(EventWatch stream) {
    events = stream;
    classes.listen(stream);
  }

  void watch(boolean on) {
    buffers.watch(on);
    classes.watch(events, on);
  }

  /** Once a second. */
  void drain() {
    buffers.drain();
  }

  /** What of it is alive, as far as anybody can say. */
  List<Sample> samples() {
    buffers.drain();
    List<Sample> samples = new ArrayList<>(buffers.alive());
    samples.addAll(classes.samples());
    return samples;
  }

  /** What most of the classes were, or null. */
  ClassSamples.Seen classes() {
    return classes.most();
  }
}
