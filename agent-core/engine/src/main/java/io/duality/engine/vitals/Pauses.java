package io.duality.engine.vitals;

import io.duality.model.StallSeen;
import io.duality.model.StallSeen.Cause;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The times in which the JVM stopped all threads, as the flight recorder tells them. */
final class Pauses {
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final int MOST = 512;

  /** What stopped the threads; {@code gc} tells collections apart. */
  private record Pause(long begin, long end, Cause cause, String name, String caller, long gc) {}

  private final Deque<Pause> pauses = new ArrayDeque<>();
  private final Map<Long, String> collections = new HashMap<>();

  void listen(EventWatch events) {
    events.on("jdk.ExecuteVMOperation", this::operation, "threshold", "10 ms");
    events.on(
        "jdk.SafepointBegin",
        event -> add(event, Cause.VM_OPERATION, null, null),
        "threshold",
        "10 ms");
    events.on("jdk.GCPhasePause", event -> add(event, Cause.GC, null, null), "threshold", "10 ms");
    events.on("jdk.GarbageCollection", this::collection, "threshold", "0 ms");
  }

  /** Those outside a safepoint stop threads one by one, each for a moment. */
  private void operation(EventWatch.Event event) {
    if (event.number("safepoint", 1) != 0) {
      add(event, Cause.VM_OPERATION, event.text("operation"), event.text("caller"));
    }
  }

  private synchronized void add(EventWatch.Event event, Cause cause, String name, String caller) {
    long begin = event.startNanos();
    if (pauses.size() == MOST) {
      pauses.removeFirst();
    }
    pauses.addLast(
        new Pause(
            begin, begin + event.durationNanos(), cause, name, caller, event.number("gcId", -1)));
  }

  private synchronized void collection(EventWatch.Event event) {
    if (collections.size() == MOST) {
      collections.clear(); // what is asked about happened a moment ago
    }
    String cause = event.text("cause");
    collections.put(
        event.number("gcId", -1), event.text("name") + (cause == null ? "" : " (" + cause + ")"));
  }

  /** Forgets what nobody will ask about any more. */
  synchronized void forget(long now) {
    while (!pauses.isEmpty() && now - pauses.peekFirst().end() > KEPT_NANOS) {
      pauses.removeFirst();
    }
  }

  /**
   * The stall as far as pauses of the JVM explain it; null when they do not fill half of it.
   *
   * @param end when it ended
   * @param duration how long it was
   */
  synchronized StallSeen explain(long end, long duration) {
    long collected = 0;
    long operated = 0;
    Pause collection = null;
    Pause operation = null;
    for (Pause pause : pauses) {
      // A sleeper is late from its next waking on, which is a period after its last.
      long begin = Math.max(pause.begin(), end - duration - Hiccups.PERIOD_NANOS);
      long overlap = Math.min(pause.end(), end) - begin;
      if (overlap <= 0) {
        continue;
      }
      if (pause.cause() == Cause.GC) {
        collected += overlap;
        collection = longer(collection, pause);
      } else {
        operated += overlap;
        operation = pause.name() == null && operation != null ? operation : pause(operation, pause);
      }
    }
    if (2 * collected >= duration) {
      String name = collections.get(collection.gc());
      String asked = operation == null ? null : operation.caller();
      String what = name != null ? name : operation == null ? null : operation.name();
      return new StallSeen(end, Math.max(duration, collected), Cause.GC, what, asked);
    }
    if (2 * operated < duration) {
      return null;
    }
    long known = operation.end() - operation.begin(); // the sleeper's period may have hidden some
    return new StallSeen(
        end,
        known <= duration + Hiccups.PERIOD_NANOS ? Math.max(duration, known) : duration,
        Cause.VM_OPERATION,
        operation.name(),
        operation.caller());
  }

  private static Pause pause(Pause one, Pause other) {
    return one == null || one.name() == null ? other : longer(one, other);
  }

  private static Pause longer(Pause one, Pause other) {
    return one == null || other.end() - other.begin() > one.end() - one.begin() ? other : one;
  }

  /** The innermost frame that is not the JDK's, or null. */
  static StackTraceElement application(List<StackTraceElement> frames) {
    for (StackTraceElement frame : frames) {
      String name = frame.getClassName();
      if (!name.startsWith("java.")
          && !name.startsWith("jdk.")
          && !name.startsWith("sun.")
          && !name.startsWith("javax.")) {
        return frame;
      }
    }
    return null;
  }
}
