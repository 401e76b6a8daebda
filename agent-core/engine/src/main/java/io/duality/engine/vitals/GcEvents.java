package io.duality.engine.vitals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the flight recorder's events say of the collector, summed until somebody takes it. Written
 * by the stream's thread, taken by the watch.
 */
final class GcEvents {
  private final Map<String, Long> finalizable = new HashMap<>();
  private Taken now = new Taken();
  private String finalizerClass;

  /** Sums since the last time. */
  static final class Taken {
    long longestNanos;
    String longestCause;
    long explicit;
    String explicitAt;
    long stalls;
    long stalledNanos;
    long copyFailures;
    long softCleared;
    long cpuNanos = -1;
    String finalizerClass;
  }

  void listen(EventWatch events) {
    events.on("jdk.GarbageCollection", this::collection, "threshold", "0 ms");
    events.on("jdk.SystemGC", this::explicit, "threshold", "0 ms", "stackTrace", "true");
    events.on("jdk.ZAllocationStall", this::stall, "threshold", "0 ms");
    for (String failure : List.of("EvacuationFailed", "PromotionFailed", "ConcurrentModeFailure")) {
      events.on("jdk." + failure, event -> copyFailed());
    }
    events.on("jdk.GCReferenceStatistics", this::references);
    events.on("jdk.GCCPUTime", this::cpu);
    events.on("jdk.FinalizerStatistics", this::finalizers, "period", "10 s");
  }

  private synchronized void collection(EventWatch.Event event) {
    long longest = event.nanos("longestPause", 0);
    if (longest > now.longestNanos) {
      now.longestNanos = longest;
      now.longestCause = event.text("cause");
    }
  }

  private synchronized void explicit(EventWatch.Event event) {
    now.explicit++;
    String caller = caller(event.frames());
    now.explicitAt = caller == null ? now.explicitAt : caller;
  }

  /** The application's frame; the topmost one below {@code System.gc()} when all are the JDK's. */
  private static String caller(List<StackTraceElement> frames) {
    StackTraceElement application = Sites.application(frames);
    for (StackTraceElement frame : frames) {
      if (application == null && !frame.getMethodName().equals("gc")) {
        application = frame;
      }
    }
    return application == null ? null : Sites.site(application);
  }

  private synchronized void stall(EventWatch.Event event) {
    now.stalls++;
    now.stalledNanos += event.durationNanos();
  }

  private synchronized void copyFailed() {
    now.copyFailures++;
  }

  private synchronized void references(EventWatch.Event event) {
    String type = event.text("type");
    if (type != null && type.startsWith("Soft")) {
      now.softCleared += event.number("count", 0);
    }
  }

  private synchronized void cpu(EventWatch.Event event) {
    long used = event.nanos("userTime", 0) + event.nanos("systemTime", 0);
    now.cpuNanos = Math.max(0, now.cpuNanos) + used;
  }

  private synchronized void finalizers(EventWatch.Event event) {
    String type = event.text("finalizableClass");
    if (type != null) {
      finalizable.put(type, event.number("objects", 0));
      finalizerClass = null;
      long most = 0;
      for (Map.Entry<String, Long> each : finalizable.entrySet()) {
        if (each.getValue() > most) {
          most = each.getValue();
          finalizerClass = each.getKey();
        }
      }
    }
  }

  /** Takes what there is and begins again. */
  synchronized Taken take() {
    Taken taken = now;
    taken.finalizerClass = finalizerClass;
    now = new Taken();
    return taken;
  }
}
