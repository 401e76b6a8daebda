package io.duality.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A heap of small objects that is dumped by the JDK's own command and by a capture of the agent.
 * Prints the longest delay of a thread that only wants to run every millisecond, and how long each
 * took.
 */
public final class FullHeap {
  private static final int ORDERS = 2_000_000;
  private static final List<Object> KEPT = new ArrayList<>();

  private static volatile boolean done;
  private static volatile long longest;

  private FullHeap() {}

  private record Order(String customer, long number) {}

  /**
   * @param args the JDK's home, duality.jar, and a directory for dumps
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path home = Path.of(args[0]);
    Path dumps = Path.of(args[2]);
    for (int i = 0; i < ORDERS; i++) {
      KEPT.add(new Order("customer " + i, i));
    }
    System.gc();
    Thread sleeper = new Thread(FullHeap::sleep, "sleeper");
    sleeper.setDaemon(true);
    sleeper.setPriority(Thread.MAX_PRIORITY);
    sleeper.start();
    TimeUnit.SECONDS.sleep(5); // the agent has come up by then
    System.out.println("idle.pauseMillis=" + longest / 1e6);
    String pid = Long.toString(ProcessHandle.current().pid());
    String jcmd = home.resolve("bin/jcmd").toString();
    File plain = dumps.resolve("jdk.hprof").toFile();
    measure("jdk", List.of(jcmd, pid, "GC.heap_dump", "-all", plain.getPath()));
    System.out.println("jdk.fileMiB=" + (plain.length() >> 20));
    Files.delete(plain.toPath());
    String java = home.resolve("bin/java").toString();
    measure("agent", List.of(java, "-jar", args[1], "capture", pid));
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!published(dumps) && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100)); // a busy machine takes its time
    }
    System.out.println("kept=" + KEPT.size());
    done = true;
  }

  private static void measure(String what, List<String> command)
      throws IOException, InterruptedException {
    System.gc();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    longest = 0;
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(command + " ended with " + process.exitValue());
    }
    System.out.println(what + ".millis=" + (System.nanoTime() - begun) / 1e6);
    System.out.println(what + ".pauseMillis=" + longest / 1e6);
  }

  private static boolean published(Path dumps) throws IOException {
    try (var bundles = Files.newDirectoryStream(dumps, "*-manual-*")) {
      return bundles.iterator().hasNext();
    }
  }

  private static void sleep() {
    while (!done) {
      long before = System.nanoTime();
      LockSupport.parkNanos(1_000_000);
      longest = Math.max(longest, System.nanoTime() - before - 1_000_000);
    }
  }
}
