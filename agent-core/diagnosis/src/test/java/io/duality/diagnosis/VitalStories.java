package io.duality.diagnosis;

import static io.duality.diagnosis.HealthDraft.MIB;
import static io.duality.diagnosis.HealthDraft.area;
import static io.duality.diagnosis.Scene.frame;
import static java.util.Map.entry;

import io.duality.model.CpuSeen.ThreadCpu;
import io.duality.model.CrashSeen;
import io.duality.model.ErrorSeen;
import io.duality.model.HandleSeen;
import io.duality.model.Histogram;
import io.duality.model.HolderSeen;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.ResourceKind;
import io.duality.model.StallSeen.Cause;
import io.duality.model.StepResult;
import io.duality.model.TraceRef;
import io.duality.model.Vitals;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Situations of the process as a whole: memory, pauses, processor, errors, handles, death. */
final class VitalStories {
  private static final long MINUTE = 60_000_000_000L;

  static final Map<String, Supplier<Scene>> ALL =
      Map.ofEntries(
          entry("heap-grows", VitalStories::heapGrows),
          entry("heap-grows-behind-a-lock", VitalStories::heapGrowsBehindALock),
          entry("metaspace-is-full", VitalStories::metaspaceIsFull),
          entry("heap-is-full-unexplained", VitalStories::heapIsFullUnexplained),
          entry("heap-grows-compared-once", VitalStories::heapGrowsComparedOnce),
          entry("oom-heap", VitalStories::oomHeap),
          entry("oom-array-size", VitalStories::oomArraySize),
          entry("oom-threads", VitalStories::oomThreads),
          entry("gc-explicit", VitalStories::gcExplicit),
          entry("gc-full-heap", VitalStories::gcFullHeap),
          entry("gc-while-the-heap-grows", VitalStories::gcWhileTheHeapGrows),
          entry("hiccup-vm-operation", VitalStories::hiccupVmOperation),
          entry("hiccup-starved", VitalStories::hiccupStarved),
          entry("cpu-regex", VitalStories::cpuRegex),
          entry("errors-storm", VitalStories::errorsStorm),
          entry("errors-while-the-heap-grows", VitalStories::errorsWhileTheHeapGrows),
          entry("errors-periodic", VitalStories::errorsPeriodic),
          entry("uncaught", VitalStories::uncaught),
          entry("stack-overflow", VitalStories::stackOverflow),
          entry("files-leak", VitalStories::filesLeak),
          entry("descriptors-leak", VitalStories::descriptorsLeak),
          entry("threads-leak", VitalStories::threadsLeak),
          entry("metric", VitalStories::metric),
          entry("schedule-healthy", VitalStories::scheduleHealthy),
          entry("exit-stalled", VitalStories::exitStalled),
          entry("crash-killed", VitalStories::crashKilled),
          entry("crash-native", VitalStories::crashNative),
          entry("crash-collector", CrashStories::collector),
          entry("crash-compiler", CrashStories::compiler),
          entry("crash-no-memory", CrashStories::noMemory),
          entry("crash-unsafe", CrashStories::unsafe),
          entry("crash-sent", CrashStories::sent),
          entry("crash-while-it-ran", CrashStories::whileItRan),
          entry("stall-with-vitals", VitalStories::stallWithVitals));

  private VitalStories() {}

  private static Scene workers() {
    return new Scene()
        .resource("q", ResourceKind.QUEUE, "queue of pool http", -1, 0)
        .thread(21, "http-1", null)
        .waits(21, "q", "take", 4000)
        .thread(22, "http-2", null)
        .waits(22, "q", "take", 2000)
        .step("threads", StepResult.Status.OK, null)
        .step("waits", StepResult.Status.OK, null);
  }

  static LeakSeen sessions(long exhaustedInNanos) {
    return new LeakSeen(
            "heap",
            "com.acme.Session",
            1_204,
            413_204,
            420 * 1024,
            188 * MIB,
            57 * MINUTE,
            3,
            List.of(),
            "com.acme.SessionCache.put(SessionCache.java:44)",
            List.of(12_000_000_000L, 56 * MINUTE),
            List.of(
                new LeakSeen.Share(
                    "GET /session", 13, 16, List.of("8d1c0a7be24f4f6f9a3b5c07d2e61f94")),
                new LeakSeen.Share("", 3, 16, List.of())),
            exhaustedInNanos)
        .with(
            List.of(
                new HolderSeen(
                    List.of("static com.acme.Beans.SINGLETONS", "SessionCache.entries"),
                    "java.util.HashMap",
                    1,
                    401_880,
                    413_204,
                    90_000_000_000L,
                    false,
                    true)),
            null);
  }

  static HealthDraft growing() {
    return new HealthDraft()
        .seconds(60)
        .heap(
            ago -> 341 - 0.3 * ago,
            area(MemorySeen.METASPACE, 61 * MIB, -1),
            area(MemorySeen.CODE_CACHE, 21 * MIB, 240 * MIB),
            area(MemorySeen.RSS, 702 * MIB, 1024 * MIB))
        .leak(sessions(9 * MINUTE));
  }

  static Scene heapGrows() {
    return workers()
        .trigger("memory-growth", "0.3 MiB/s, full in 9 min")
        .alarm("heap full within 30m, over 60 %", "the heap grows 0.3 MiB/s")
        .step("recording", StepResult.Status.OK, null)
        .step("histogram", StepResult.Status.OK, null)
        .step("heap", StepResult.Status.SKIPPED, "policy: only on oom")
        .health(growing());
  }

  static Scene heapGrowsBehindALock() {
    Scene scene =
        new Scene()
            .resource("l", ResourceKind.LOCK, "com.acme.Inventory.stockLock", 1, 1)
            .running(9, "stock-sync", "sync", frame("com.acme.Inventory", "sync", 77))
            .holds("l", 9, null, 21_000);
    for (int i = 0; i < 20; i++) {
      scene.thread(30 + i, "http-" + (i + 1), "POST /orders").waits(30 + i, "l", "lock", 19_000);
    }
    return scene
        .trigger("memory-growth", "0.3 MiB/s, full in 9 min")
        .alarm("heap full within 30m, over 60 %", "the heap grows 0.3 MiB/s")
        .step("threads", StepResult.Status.OK, null)
        .health(growing());
  }

  static Scene metaspaceIsFull() {
    return workers()
        .trigger("memory-level", "93 %")
        .alarm("metaspace > 90 %", "metaspace is 93 % full")
        .health(
            new HealthDraft()
                .heap(
                    ago -> 120.0,
                    area(MemorySeen.METASPACE, 119 * MIB, 128 * MIB),
                    area(MemorySeen.RSS, 402 * MIB, -1))
                .leak(
                    new LeakSeen(
                        "class loaders",
                        "com.acme.plugin.PluginLoader",
                        2,
                        412,
                        -1,
                        -1,
                        40 * MINUTE,
                        4,
                        List.of(),
                        "com.acme.plugin.Plugins.load(Plugins.java:91)",
                        List.of(),
                        List.of(),
                        Vitals.UNKNOWN)));
  }

  static Scene heapIsFullUnexplained() {
    return workers()
        .trigger("memory-level", "94 %")
        .alarm("heap after collection > 90 %", "heap after collection is 94 % full")
        .health(new HealthDraft().heap(ago -> 481.0));
  }

  static Scene heapGrowsComparedOnce() {
    return workers()
        .trigger("memory-growth", "1min29s")
        .alarm("memory-growth.exhausted < 30m, level > 60%", "heap grows by 512 KiB a second")
        .step("histogram", StepResult.Status.SKIPPED, "predicted pause 302.7 ms exceeds 250 ms")
        .health(
            new HealthDraft()
                .heap(ago -> 353.0 - ago / 2.0)
                .counted(
                    70,
                    List.of(row("byte[]", 70_000, 40), row("com.acme.Session", 9_000, 1)),
                    List.of(row("byte[]", 137_000, 75), row("com.acme.Session", 41_000, 4))));
  }

  private static Histogram.Row row(String className, long instances, long mib) {
    return new Histogram.Row(className, instances, mib * MIB);
  }

  static Scene oomHeap() {
    return workers()
        .running(31, "http-3", "GET /report", frame("com.acme.Report", "load", 88))
        .trigger("oom", "heap")
        .alarm("any OutOfMemoryError", "OutOfMemoryError: heap")
        .step("histogram", StepResult.Status.OK, null)
        .step("heap", StepResult.Status.SKIPPED, "predicted pause 3.1 s exceeds 2 s")
        .health(
            growing()
                .heap(ago -> 508.0, area(MemorySeen.RSS, 802 * MIB, 1024 * MIB))
                .gc(ago -> HealthDraft.pause(2, 640, 410, "Allocation Failure", 0, null))
                .failure(
                    "oom heap",
                    2100,
                    "java.lang.OutOfMemoryError",
                    31,
                    "http-3",
                    "the exception itself",
                    "GET /report",
                    frame("java.util.Arrays", "copyOf", 3537),
                    frame("com.acme.Report", "load", 88))
                .failure(
                    "oom heap",
                    1200,
                    "java.lang.OutOfMemoryError",
                    40,
                    "order-dispatcher",
                    "the exception itself",
                    null)
                .failure(
                    "uncaught",
                    1100,
                    "java.lang.OutOfMemoryError",
                    40,
                    "order-dispatcher",
                    "the handler of uncaught exceptions",
                    null,
                    frame("com.acme.Dispatcher", "run", 31)));
  }

  static Scene oomArraySize() {
    return workers()
        .trigger("oom", "array size")
        .alarm("any OutOfMemoryError", "OutOfMemoryError: array size")
        .health(
            new HealthDraft()
                .heap(ago -> 160.0)
                .failure(
                    "oom array size",
                    400,
                    "java.lang.OutOfMemoryError",
                    31,
                    "http-3",
                    "the exception itself",
                    "GET /report",
                    frame("com.acme.Report", "buffer", 90)));
  }

  static Scene oomThreads() {
    return workers()
        .trigger("oom", "threads")
        .alarm("any OutOfMemoryError", "OutOfMemoryError: unable to create native thread")
        .health(
            new HealthDraft()
                .heap(ago -> 160.0)
                .handles(ago -> List.of(threads(4000 - 20L * ago)))
                .failure(
                    "oom threads",
                    400,
                    "java.lang.OutOfMemoryError",
                    31,
                    "http-3",
                    "the exception itself",
                    "GET /report",
                    frame("java.lang.Thread", "start", 800),
                    frame("com.acme.Mailer", "send", 19)));
  }

  private static HandleSeen threads(long count) {
    return new HandleSeen(
        "threads",
        count,
        4096,
        List.of(
            new HandleSeen.Group("mail-*", count - 44, "com.acme.Mailer.send(Mailer.java:19)"),
            new HandleSeen.Group("http-*", 16, null)));
  }

  static Scene gcExplicit() {
    return workers()
        .trigger("gc", "38 %")
        .alarm("gc share > 25 %", "the collector stops the application 38 % of the time")
        .health(
            new HealthDraft()
                .heap(ago -> 120.0)
                .gc(
                    ago ->
                        ago % 2 == 0
                            ? HealthDraft.pause(
                                1,
                                760,
                                ago == 20 ? 2300 : 760,
                                "System.gc()",
                                1,
                                "com.acme.Cleanup.run(Cleanup.java:12)")
                            : HealthDraft.quiet(9)));
  }

  static Scene gcFullHeap() {
    return workers()
        .trigger("gc", "72 %")
        .alarm("gc share > 25 %", "the collector stops the application 72 % of the time")
        .health(
            growing()
                .heap(ago -> 498.0)
                .gc(ago -> HealthDraft.pause(2, 720, 410, "Allocation Failure", 0, null)));
  }

  /** Collections of everything have begun, and the heap is far from full. */
  static Scene gcWhileTheHeapGrows() {
    return workers()
        .trigger("gc", "31 %")
        .alarm("gc share > 25 %", "the collector stops the application 31 % of the time")
        .health(
            growing()
                .heap(ago -> 372 - 1.5 * ago)
                .gc(ago -> HealthDraft.pause(1, 310, 340, "Ergonomics", 0, null)));
  }

  static Scene hiccupVmOperation() {
    return workers()
        .trigger("hiccup", "3.2s")
        .alarm("stood still > 1s", "every thread stood still for 3.2 s")
        .health(
            new HealthDraft()
                .heap(ago -> 120.0)
                .stall(0.4, 3200, Cause.VM_OPERATION, "HeapDumper", "Attach Listener")
                .stall(31.4, 1100, Cause.VM_OPERATION, "GC_HeapInspection", "Attach Listener"));
  }

  static Scene hiccupStarved() {
    return workers()
        .trigger("hiccup", "1.4s")
        .alarm("stood still > 1s", "threads were 1.4 s late")
        .health(
            new HealthDraft()
                .cpu(ago -> new io.duality.model.CpuSeen(2, 0.2, 2, 0, 0, List.of()))
                .stall(0.4, 1400, Cause.STARVED, null, null));
  }

  static Scene cpuRegex() {
    StackTraceElement[] stack = {
      frame("java.util.regex.Pattern$Loop", "match", 4929),
      frame("java.util.regex.Matcher", "matches", 712),
      frame("com.acme.Search", "find", 12),
      frame("com.acme.Search", "handle", 40)
    };
    return workers()
        .running(77, "search-4", "POST /search", stack)
        .trigger("cpu", "99 % for 34 s")
        .alarm("thread > 90 % for 30s", "thread search-4 uses 99 % of a core", 77L)
        .alsoAt(-1000)
        .health(
            new HealthDraft()
                .heap(ago -> 120.0)
                .cpu(
                    ago ->
                        ago < 34
                            ? HealthDraft.cpu(
                                1.2,
                                new ThreadCpu(77, "search-4", 0.99, 1024),
                                new ThreadCpu(21, "http-1", 0.08, 9 * MIB))
                            : HealthDraft.cpu(0.2)));
  }

  private static ErrorSeen error(
      long count, long periodNanos, String fate, boolean sampled, String span) {
    return new ErrorSeen(
        "java.net.SocketTimeoutException",
        "com.acme.StockClient.call(StockClient.java:44)",
        count,
        count,
        sampled,
        Scene.NOW - 4 * MINUTE,
        Scene.NOW - 300_000_000L,
        periodNanos,
        fate,
        List.of("java.io.IOException", "java.net.ConnectException"),
        List.of("http-1", "http-2", "http-3", "http-4"),
        span == null
            ? null
            : new TraceRef("8d1c0a7be24f4f6f9a3b5c07d2e61f94", "5e0b7c1d9a42f386", span, true),
        List.of(
            frame("java.net.Socket", "connect", 633),
            frame("com.acme.StockClient", "call", 44),
            frame("com.acme.Orders", "reserve", 101)));
  }

  static Scene errorsStorm() {
    return workers()
        .trigger("errors", "212/s")
        .alarm("errors > 10/1s", "java.net.SocketTimeoutException 212/s")
        .health(
            new HealthDraft()
                .error(error(42_100, Vitals.UNKNOWN, "logged", true, "POST /orders"))
                .errorsThen(
                    ago ->
                        List.of(error(ago < 40 ? 212 : 2, Vitals.UNKNOWN, "logged", true, null))));
  }

  static Scene errorsWhileTheHeapGrows() {
    return heapGrows()
        .trigger("errors", "212/s")
        .alarm("errors.rate > 10/1s", "java.net.SocketTimeoutException 212/s")
        .also("errors", "java.net.SocketTimeoutException 212/s")
        .trigger("memory-growth", "0.3 MiB/s, full in 9 min")
        .alarm("heap full within 30m, over 60 %", "the heap grows 0.3 MiB/s")
        .together(
            "leak-and-errors",
            "all(memory-growth, errors) within 2m",
            "heap, because trigger leak-and-errors made 3 bundles of this signature since"
                + " 2026-11-20T21:14:02Z")
        .health(
            growing()
                .error(error(42_100, Vitals.UNKNOWN, "logged", true, "POST /orders"))
                .errorsThen(
                    ago ->
                        List.of(error(ago < 40 ? 212 : 2, Vitals.UNKNOWN, "logged", true, null))));
  }

  static Scene errorsPeriodic() {
    return workers()
        .trigger("errors", "30 every 10 s")
        .alarm("6 periodic arrivals", "java.net.SocketTimeoutException every 10 s")
        .health(new HealthDraft().error(error(30, 10_000_000_000L, "swallowed", false, null)));
  }

  static Scene uncaught() {
    return workers()
        .trigger("uncaught", "java.lang.NullPointerException")
        .alarm("an uncaught exception", "thread order-dispatcher ended")
        .health(
            new HealthDraft()
                .failure(
                    "uncaught",
                    300,
                    "java.lang.NullPointerException",
                    40,
                    "order-dispatcher",
                    "the handler of uncaught exceptions",
                    null,
                    frame("com.acme.Dispatcher", "next", 57),
                    frame("com.acme.Dispatcher", "run", 31),
                    frame("java.lang.Thread", "run", 840)));
  }

  static Scene stackOverflow() {
    StackTraceElement[] frames = new StackTraceElement[40];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = frame("com.acme.Tree", i % 2 == 0 ? "visit" : "children", i % 2 == 0 ? 18 : 33);
    }
    return workers()
        .trigger("uncaught", "java.lang.StackOverflowError")
        .alarm("an uncaught exception", "the stack of http-2 overflows")
        .health(
            new HealthDraft()
                .failure(
                    "stack overflow",
                    300,
                    "java.lang.StackOverflowError",
                    22,
                    "http-2",
                    "the exception itself",
                    "GET /tree",
                    frames));
  }

  static Scene filesLeak() {
    return workers()
        .trigger("leak-handles", "files 82 %")
        .alarm("files > 80 %", "files: 840 of 1024")
        .health(
            new HealthDraft()
                .heap(ago -> 120.0)
                .handles(
                    ago ->
                        List.of(
                            new HandleSeen(
                                "files",
                                840 - 2L * ago,
                                1024,
                                List.of(
                                    new HandleSeen.Group(
                                        "/var/spool/orders/*",
                                        780 - 2L * ago,
                                        "com.acme.Spool.write(Spool.java:61)"),
                                    new HandleSeen.Group("*.jar", 44, null))),
                            new HandleSeen("sockets", 21, 1024, List.of()))));
  }

  static Scene descriptorsLeak() {
    return workers()
        .trigger("leak-handles", "descriptors 82 %")
        .alarm("share >= 80%", "descriptors: 840 of 1024")
        .health(
            new HealthDraft()
                .handles(
                    ago ->
                        List.of(
                            new HandleSeen("descriptors", 840 - 2L * ago, 1024, List.of()),
                            new HandleSeen(
                                "files",
                                60,
                                1024,
                                List.of(
                                    new HandleSeen.Group(
                                        "/srv/orders/releases/current/lib/plugins/*.jar",
                                        44,
                                        null))),
                            new HandleSeen(
                                "sockets",
                                780 - 2L * ago,
                                1024,
                                List.of(
                                    new HandleSeen.Group(
                                        "tcp 10.0.0.5:9000 CLOSE_WAIT",
                                        771 - 2L * ago,
                                        "com.acme.StockClient.call(StockClient.java:44)"))))));
  }

  static Scene threadsLeak() {
    return workers()
        .trigger("leak-handles", "threads 2,004")
        .alarm("threads grow", "threads: 2004, growing")
        .health(
            new HealthDraft()
                .handles(ago -> List.of(threads(2004 - 3L * ago)))
                .leak(
                    new LeakSeen(
                        "threads",
                        "mail-*",
                        20,
                        1960,
                        -1,
                        -1,
                        11 * MINUTE,
                        9,
                        List.of(),
                        "com.acme.Mailer.send(Mailer.java:19)",
                        List.of(),
                        List.of(new LeakSeen.Share("POST /orders", 40, 41, List.of())),
                        12 * MINUTE)));
  }

  static Scene metric() {
    return workers()
        .trigger("metric", "412")
        .alarm(
            "java.lang:type=Threading/ThreadCount > 400 for 30s",
            "java.lang:type=Threading/ThreadCount is 412")
        .health(new HealthDraft().heap(ago -> 120.0));
  }

  static Scene scheduleHealthy() {
    return workers()
        .trigger("schedule", "1d")
        .alarm("every 1d", "the schedule asks for a capture")
        .health(
            new HealthDraft()
                .heap(ago -> 120.0, area(MemorySeen.METASPACE, 61 * MIB, -1))
                .handles(ago -> List.of(new HandleSeen("files", 60, 1024, List.of()))));
  }

  static Scene exitStalled() {
    return Stories.runningHolder()
        .trigger("exit", "12 threads")
        .alarm("shutdown while stalled", "the JVM is told to go down while 12 threads wait")
        .health(
            new HealthDraft()
                .failure("shutdown", 100, null, 99, "SIGTERM handler", "the shutdown hook", null));
  }

  static Scene crashKilled() {
    return Stories.silentPeer()
        .withoutDump()
        .trigger("crash", "no clean end")
        .alarm("an earlier process ended uncleanly", "process 4711 ended without a word")
        .health(
            new HealthDraft()
                .crash(
                    new CrashSeen(
                        "killed",
                        "its black box has no end and its lock is free; no crash log",
                        Scene.AT.plusMillis(620),
                        1_000_000_000L,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null)));
  }

  static Scene crashNative() {
    return new Scene()
        .running(31, "http-3", "POST /scan", frame("com.acme.Scanner", "decode", 14))
        .withoutDump()
        .trigger("crash", "SIGSEGV")
        .alarm("an earlier process ended uncleanly", "process 4711 crashed")
        .health(
            new HealthDraft()
                .crash(
                    new CrashSeen(
                        "native crash",
                        "its crash log says so",
                        Scene.AT.plusMillis(620),
                        0,
                        "SIGSEGV",
                        "png_read_row+0x1c4",
                        "libpng16.so",
                        "http-3",
                        List.of(
                            "C  [libpng16.so+0x1c4]  png_read_row+0x1c4",
                            "j  com.acme.Scanner.decode0(J)V+0",
                            "j  com.acme.Scanner.decode(Scanner.java:14)"),
                        "hs_err_pid4711.log")));
  }

  /** Nothing is wrong but that the process allocates ten times as much since 25 s. */
  static Scene allocationRises() {
    return workers()
        .trigger("manual", "")
        .health(
            new HealthDraft()
                .heap(ago -> 120.0)
                .gc(ago -> HealthDraft.allocates((ago <= 25 ? 300 : 30) + ago % 3)));
  }

  static Scene stallWithVitals() {
    return Stories.silentPeer().health(new HealthDraft().heap(ago -> 120.0));
  }
}
