package io.duality.engine.heap;

import io.duality.engine.vitals.EventWatch;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes the flight recorder tell which of the objects that it sampled are still alive. */
final class Pulse {
  private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(3_500);

  /** Two flushes and so long after it, nothing of it will come: nothing is alive. */
  private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  /** How far the recorder's clock may be from the JVM's. */
  private static final long CLOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Samples samples;
  private final boolean sampling = sampling();
  private volatile EventWatch events;
  private volatile long firedAt;

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
    firedAt = System.nanoTime();
    SamplePulse.fire();
    return true;
  }

  /**
   * Waits until the stream has told all of it, a bounded time, and joins it to the contexts. Each
   * recording that ends makes flushes of its own, so that their number alone tells nothing.
   */
  void join() {
    long deadline = System.nanoTime() + FLUSH_NANOS;
    long silence = System.nanoTime() + SILENT_NANOS;
    long begun = events.flushes();
    while (!samples.heardSince(firedAt - CLOCK_NANOS)
        && (events.flushes() < begun + 2 || System.nanoTime() - silence < 0)
        && System.nanoTime() - deadline < 0) {
      rest();
    }
    long heard = events.flushes();
    while (events.flushes() == heard && System.nanoTime() - deadline < 0) {
      rest();
    }
    samples.join();
  }

  private static void rest() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
  }
}
