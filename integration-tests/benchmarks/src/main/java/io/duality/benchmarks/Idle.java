package io.duality.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A quiet service: prints what its process costs per hour of idleness, extrapolated from half a
 * minute, in CPU (all threads, the JVM's among them) and in bytes allocated by Java threads.
 *
 * <p>Arguments: how many platform threads and how many virtual threads wait and do nothing.
 */
public final class Idle {
  private static final long SETTLE_SECONDS = 20;
  private static final long SECONDS = 30;

  private Idle() {}

  public static void main(String[] args) throws Exception {
    List<Thread> kept = new ArrayList<>();
    wait(Integer.parseInt(args[0]), false, kept);
    wait(Integer.parseInt(args[1]), true, kept);
    pause(SETTLE_SECONDS);
    Map<String, Long> cpuBefore = cpu();
    Map<Long, Long> allocatedBefore = allocated();
    pause(SECONDS);
    Map<String, Long> cpuAfter = cpu();
    Map<Long, Long> allocatedAfter = allocated();
    double perHour = 3600.0 / SECONDS;
    long all = 0;
    for (Map.Entry<String, Long> thread : cpuAfter.entrySet()) {
      long spent = thread.getValue() - cpuBefore.getOrDefault(thread.getKey(), 0L);
      all += spent;
      if (spent > 500_000) {
        System.err.println(thread.getKey() + " " + spent / 1e6 * perHour + " ms per hour");
      }
    }
    long bytes = 0;
    for (Map.Entry<Long, Long> thread : allocatedAfter.entrySet()) {
      long allocated = thread.getValue() - allocatedBefore.getOrDefault(thread.getKey(), 0L);
      if (thread.getKey() != Thread.currentThread().getId()) {
        bytes += allocated;
        if (allocated > 10_000) {
          System.err.println(
              named(thread.getKey()) + " " + allocated / SECONDS + " bytes a second");
        }
      }
    }
    System.out.println("cpuSecondsPerHour=" + all / 1e9 * perHour);
    System.out.println("allocatedMiBPerHour=" + bytes / 1048576.0 * perHour);
    System.out.println("kept=" + kept.size());
    System.exit(0);
  }

  private static void wait(int threads, boolean virtual, List<Thread> kept) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < threads; i++) {
      Runnable waiting =
          () -> {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          };
      Thread thread =
          virtual
              ? (Thread)
                  Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, waiting)
              : new Thread(null, waiting, "idle-" + i, 256 * 1024);
      if (!virtual) {
        thread.setDaemon(true);
        thread.start();
      }
      kept.add(thread);
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
    Map<String, Long> spent = new HashMap<>();
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

  private static String named(long id) {
    var thread = ManagementFactory.getThreadMXBean().getThreadInfo(id);
    return thread == null ? "thread " + id : thread.getThreadName();
  }

  private static Map<Long, Long> allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> allocated = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      allocated.put(ids[i], bytes[i]);
    }
    return allocated;
  }
}
