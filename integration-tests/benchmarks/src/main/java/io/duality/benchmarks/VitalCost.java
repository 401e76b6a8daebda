package io.duality.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An idle or a busy application: prints what the agent's threads, and the recorder's, cost it each
 * second, by the kernel's count.
 *
 * <p>Argument: {@code idle} or {@code busy}; busy, two threads allocate 200 MB a second each beside
 * a cache of 60 MB, so that the collector has something to tell.
 */
public final class VitalCost {
  private static final long SETTLE_SECONDS = 15;
  private static final long SECONDS = 20;
  private static final int PIECE = 10_000;
  private static final int CACHED = 6_000;
  private static final long BATCH = 200;

  private static volatile byte[] thrownAway = {};

  private VitalCost() {}

  public static void main(String[] args) throws IOException {
    List<byte[]> cache = new ArrayList<>();
    if (args[0].equals("busy")) {
      for (int i = 0; i < CACHED; i++) {
        cache.add(new byte[PIECE]);
      }
      for (int i = 0; i < 2; i++) {
        Thread worker = new Thread(VitalCost::allocate, "worker-" + i);
        worker.setDaemon(true);
        worker.start();
      }
    }
    pause(SETTLE_SECONDS);
    Map<String, Long> before = cpu();
    long allocatedBefore = allocatedByAgent();
    pause(SECONDS);
    Map<String, Long> after = cpu();
    long allocated = allocatedByAgent() - allocatedBefore;
    long watch = 0;
    long agent = 0;
    long recorder = 0;
    for (Map.Entry<String, Long> thread : after.entrySet()) {
      long spent = thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
      boolean ours = thread.getKey().startsWith("duality-");
      watch += thread.getKey().startsWith("duality-watch") ? spent : 0;
      agent += ours ? spent : 0;
      recorder += thread.getKey().startsWith("JFR") ? spent : 0;
    }
    System.out.println("watchMillisPerSecond=" + watch / 1e6 / SECONDS);
    System.out.println("agentMillisPerSecond=" + agent / 1e6 / SECONDS);
    System.out.println("recorderMillisPerSecond=" + recorder / 1e6 / SECONDS);
    System.out.println("agentKibPerSecond=" + allocated / 1024.0 / SECONDS);
    System.out.println("kept=" + cache.size() + ", last " + thrownAway.length);
    System.exit(0);
  }

  private static void allocate() {
    long due = System.nanoTime();
    while (true) {
      for (int i = 0; i < BATCH; i++) {
        thrownAway = new byte[PIECE];
      }
      due += TimeUnit.MILLISECONDS.toNanos(10);
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  private static void pause(long seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (end - System.nanoTime() > 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** Nanoseconds on a processor, by the kernel's thread name and id. */
  private static Map<String, Long> cpu() throws IOException {
    Map<String, Long> spent = new TreeMap<>();
    try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        try {
          String name = Files.readString(task.resolve("comm")).trim();
          String nanos = Files.readString(task.resolve("schedstat")).split(" ")[0];
          spent.put(name + " " + task.getFileName(), Long.parseLong(nanos));
        } catch (IOException ended) {
          System.err.println(task + " ended while it was read");
        }
      }
    }
    return spent;
  }

  private static long allocatedByAgent() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (var thread : threads.dumpAllThreads(false, false, 0)) {
      if (thread.getThreadName().startsWith("duality-")) {
        bytes += Math.max(0, threads.getThreadAllocatedBytes(thread.getThreadId()));
      }
    }
    return bytes;
  }
}
