package io.duality.engine.heap;

import io.duality.engine.vitals.EventWatch;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes the flight recorder tell which of the objects that it sampled are still alive. */
final class Pulse {
  private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

  private final Samples samples;
  private final boolean sampling = sampling();
  private volatile EventWatch events;

  Pulse(Samples samples) {
    this.samples = samples;
  }

  /** The recorder has no such samples with ZGC's generations. */
  private static boolean sampling() {
    return Runtime.version().feature() < 21
        || ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .noneMatch(name -> name.startsWith("ZGC"));
  }

  /** Whether the recorder samples at all with this collector. */
  boolean samples() {
    return sampling;
  }

  void listen(EventWatch stream) {
    events = stream;
    if (sampling) {
      samples.listen(stream);
    }
  }

  /** Asks the recorder; false when nobody would hear what it tells. */
  boolean fire() {
    EventWatch stream = events;
    if (!sampling || stream == null || stream.reason() != null) {
      return false;
    }
    SamplePulse.fire();
    return true;
  }

  /** Waits until the stream has told it, a bounded time, and joins it to the contexts. */
  void join() {
    long flushed = events.flushes();
    long deadline = System.nanoTime() + FLUSH_NANOS;
    while (events.flushes() < flushed + 2 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    samples.join();
  }
}
