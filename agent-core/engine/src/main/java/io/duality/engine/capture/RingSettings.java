package io.duality.engine.capture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How the flight ring records.
 *
 * @param maxAge how far back it reaches; whole chunks, so the file may reach further
 * @param maxBytes how much disk it takes in the recorder's repository
 * @param exitFile where the JVM's own shutdown leaves the ring, or null to leave nothing: the
 *     recorder's shutdown hook runs beside ours and then deletes its repository, so a capture at
 *     exit needs this file. It is raw: only {@link FlightRing#dump} may bring it into a bundle
 * @param exitArmed whether the shutdown leaves it from the start, and not only after {@link
 *     FlightRing#armExit}
 * @param repository where the recorder shall keep its chunks, unless somebody has chosen a place or
 *     records already; null to leave it where it is
 */
public record RingSettings(
    Duration maxAge, long maxBytes, Path exitFile, boolean exitArmed, Path repository) {
  /** The name under which {@code jcmd JFR.check} lists the ring. */
  private static final String[] OWN_EVENTS = {
    "Wait", "WaitSummary", "Lifecycle", "Trigger", "Heartbeat", "Task", "Resource"
  };

  public static final String NAME = "duality ring";

  /**
   * Events whose fields hold environment, properties, command lines, or options of agents, which
   * are where licence keys and tokens are given. Several are in the JDK's default settings, and
   * settings are a union over all recordings of the process.
   */
  static final java.util.List<String> SECRET_EVENTS =
      java.util.List.of(
          "jdk.InitialEnvironmentVariable",
          "jdk.InitialSystemProperty",
          "jdk.InitialSecurityProperty",
          "jdk.SecurityPropertyModification",
          "jdk.JVMInformation",
          "jdk.SystemProcess",
          "jdk.ProcessStart",
          "jdk.JavaAgent",
          "jdk.NativeAgent",
          "jdk.StringFlag", // of them OnError and OnOutOfMemoryError are command lines
          "jdk.StringFlagChanged");

  public RingSettings {
    Objects.requireNonNull(maxAge, "maxAge");
  }

  /** A ring in the recorder's usual repository. */
  public RingSettings(Duration maxAge, long maxBytes, Path exitFile) {
    this(maxAge, maxBytes, exitFile, exitFile != null, null);
  }

  /**
   * The explicit settings of the ring, for 17 and 25 alike: a JDK skips the names it does not know.
   * Not in it: the events with secrets, thread dumps and object counts per chunk (they stop the
   * world), paths to GC roots, thrown exceptions: of these it gets what the windows of the watch
   * hear, since all recordings share their chunks.
   */
  static Map<String, String> events() {
    Events events = new Events();
    for (String wait : new String[] {"JavaMonitorEnter", "JavaMonitorWait", "ThreadPark"}) {
      events.on(wait, "threshold", "20 ms", "stackTrace", "true");
    }
    events.on("ThreadSleep", "threshold", "20 ms", "stackTrace", "true");
    for (String io :
        new String[] {"SocketRead", "SocketWrite", "FileRead", "FileWrite", "FileForce"}) {
      events.on(io, "threshold", "20 ms", "stackTrace", "true");
    }
    events.on("VirtualThreadPinned", "threshold", "20 ms", "stackTrace", "true");
    events.on("VirtualThreadSubmitFailed");
    events.on("ThreadStart", "stackTrace", "true").on("ThreadEnd");
    for (String collector :
        new String[] {
          "GarbageCollection",
          "GCPhasePause",
          "GCHeapSummary",
          "GCConfiguration",
          "GCHeapConfiguration",
          "GCReferenceStatistics",
          "MetaspaceSummary",
          "G1HeapSummary",
          "PSHeapSummary",
          "YoungGarbageCollection",
          "OldGarbageCollection",
          "G1GarbageCollection",
          "ParallelOldGarbageCollection",
          "ZYoungGarbageCollection",
          "ZOldGarbageCollection",
          "EvacuationFailed",
          "PromotionFailed",
          "ConcurrentModeFailure",
          "ZAllocationStall",
          "GCCPUTime"
        }) {
      events.on(collector, "threshold", "0 ms");
    }
    events.on("SystemGC", "threshold", "0 ms", "stackTrace", "true");
    events.on("HeapDump", "threshold", "0 ms", "stackTrace", "true");
    events.on("MetaspaceOOM", "stackTrace", "true").on("MetaspaceGCThreshold");
    events.on("ObjectAllocationSample", "throttle", "150/s", "stackTrace", "true");
    events.on("OldObjectSample", "cutoff", "0 ns", "stackTrace", "true");
    // No NativeMethodSample: the sampler walks all threads to find one, and the dumps have them.
    // 50 ms: waking the sampler is its price, 1.9 ms a second at 20 ms in an idle application.
    events.on("ExecutionSample", "period", "50 ms");
    events.every("1 s", "CPULoad", "JavaThreadStatistics", "ExceptionStatistics");
    events.every("1 s", "ClassLoadingStatistics");
    events.every("5 s", "DirectBufferStatistics", "ResidentSetSize");
    events.every("10 s", "ThreadCPULoad", "ThreadContextSwitchRate", "PhysicalMemory");
    // Counters since the start, so seldom is enough; on 17 reading one leaves 80 KiB of garbage.
    events.every("30 s", "ContainerCPUThrottling", "ContainerCPUUsage", "ContainerMemoryUsage");
    events.every("30 s", "CodeCacheStatistics", "SwapSpace", "NativeMemoryUsageTotal");
    events.every("endChunk", "CPUInformation", "OSInformation", "ContainerConfiguration");
    events.every("endChunk", "VirtualizationInformation", "CPUTimeStampCounter");
    events.on("ExecuteVMOperation", "threshold", "10 ms");
    events.on("SafepointBegin", "threshold", "10 ms");
    events.on("JavaErrorThrow", "stackTrace", "true");
    events.on("Compilation", "threshold", "1 s").on("CodeCacheFull");
    events.on("ClassRedefinition").on("RetransformClasses").on("RedefineClasses");
    events.on("ReservedStackActivation", "stackTrace", "true");
    events.on("DataLoss").on("DumpReason").on("Shutdown", "stackTrace", "true");
    events.on("ActiveRecording").on("ActiveSetting");
    for (String own : OWN_EVENTS) {
      events.map.put("duality." + own + "#enabled", "true");
    }
    events.map.put("duality.Wait#stackTrace", "true");
    for (String secret : SECRET_EVENTS) {
      events.map.put(secret + "#enabled", "false");
    }
    return events.map;
  }

  private static final class Events {
    final Map<String, String> map = new LinkedHashMap<>();

    Events on(String event, String... settings) {
      map.put("jdk." + event + "#enabled", "true");
      for (int i = 0; i < settings.length; i += 2) {
        map.put("jdk." + event + "#" + settings[i], settings[i + 1]);
      }
      return this;
    }

    void every(String period, String... events) {
      for (String event : events) {
        on(event, "period", period);
      }
    }
  }
}
