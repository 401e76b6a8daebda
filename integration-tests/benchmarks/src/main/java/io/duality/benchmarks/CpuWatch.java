package io.duality.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Idle threads, as many as the argument says. Prints what {@code duality-hiccup} and {@code
 * duality-watch} cost in ten such seconds by the kernel's count, and what the questions cost alone
 * that are asked once a second to know which threads use the processor.
 */
public final class CpuWatch {
  private static final long SETTLE_SECONDS = 8;
  private static final long SECONDS = 10;
  private static final int NAMED = 8;

  private CpuWatch() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = Integer.parseInt(args[0]); i > 0; i--) {
      Thread thread = new Thread(null, () -> await(never), "idle-" + i, 256 * 1024);
      thread.setDaemon(true);
      thread.start();
    }
    pause(SETTLE_SECONDS);
    long hiccup = spent("duality-hiccup");
    long watch = spent("duality-watch");
    pause(SECONDS);
    double perSecond = 1e6 * SECONDS;
    System.out.println("hiccup=" + (spent("duality-hiccup") - hiccup) / perSecond);
    System.out.println("watch=" + (spent("duality-watch") - watch) / perSecond);
    System.out.println("questions=" + questions() / 1e6);
    System.exit(0);
  }

  private static void await(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(long seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (end - System.nanoTime() > 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** Nanoseconds on a processor; 0 when there is no such thread. */
  private static long spent(String name) throws IOException {
    try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).trim().equals(name)) {
          return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
        }
      }
    }
    return 0;
  }

  /** Processor time of one round of questions, a second after the one before; the median. */
  private static long questions() throws InterruptedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] rounds = new long[9];
    long answers = 0;
    for (int i = 0; i < rounds.length; i++) {
      pause(1);
      long before = threads.getCurrentThreadCpuTime();
      long[] ids = threads.getAllThreadIds();
      answers += threads.getThreadCpuTime(ids).length;
      long[] top = Arrays.copyOf(ids, NAMED);
      answers += threads.getThreadInfo(top).length + threads.getThreadAllocatedBytes(top).length;
      rounds[i] = threads.getCurrentThreadCpuTime() - before;
    }
    Arrays.sort(rounds);
    System.err.println(answers + " answers");
    return rounds[rounds.length / 2];
  }
}
