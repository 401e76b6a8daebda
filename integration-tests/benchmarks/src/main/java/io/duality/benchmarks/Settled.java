package io.duality.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A small service that has warmed up: prints its resident memory and its CPU while idle. */
public final class Settled {
  private Settled() {}

  public static void main(String[] args) throws Exception {
    var pool = Executors.newFixedThreadPool(20);
    var answers = new ArrayBlockingQueue<String>(100);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    long work = 0;
    while (System.nanoTime() < end) {
      for (int i = 0; i < 50; i++) {
        pool.execute(() -> answers.add(String.valueOf(System.nanoTime())));
      }
      for (int i = 0; i < 50; i++) {
        work += answers.take().length();
      }
    }
    System.gc();
    double before = cpuMillis();
    pool.awaitTermination(10, TimeUnit.SECONDS); // idle: nobody shuts it down
    System.out.println("idleCpuMillis=" + (cpuMillis() - before));
    System.out.println("rssMiB=" + status("VmRSS:") / 1024.0);
    System.out.println("work=" + work);
    System.exit(0);
  }

  private static double status(String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(key)) {
        return Double.parseDouble(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no " + key + " in /proc/self/status");
  }

  private static double cpuMillis() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10.0; // ticks of 10 ms
  }
}
