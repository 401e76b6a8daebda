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
 * A heap of small objects that is counted or dumped by the JDK's own command and by a capture of
 * the agent. Prints the longest delay of a thread that only wants to run every millisecond, and how
 * long each took.
 */
public final class FullHeap {
  private static final int COUNTED = 3_000_000;
  private static final int DUMPED = 2_000_000;
  private static final List<Object> KEPT = new ArrayList<>();

  private static volatile boolean done;
  private static volatile long longest;

  private FullHeap() {}

  private record Order(String customer, long number) {}

  /**
   * @param args {@code histogram} or {@code dump}, the JDK's home, duality.jar, and the directory
   *     of its bundles
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    boolean dump = args[0].equals("dump");
    Path home = Path.of(args[1]);
    Path bundles = Path.of(args[3]);
    int orders = dump ? DUMPED : COUNTED;
    for (int i = 0; i < orders; i++) {
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
    if (dump) {
      File plain = bundles.resolve("jdk.hprof").toFile();
      measure("jdk", List.of(jcmd, pid, "GC.heap_dump", "-all", plain.getPath()));
      System.out.println("jdk.fileMiB=" + (plain.length() >> 20));
      Files.delete(plain.toPath());
    } else {
      measure("jdk", List.of(jcmd, pid, "GC.class_histogram", "-all"));
    }
    String java = home.resolve("bin/java").toString();
    measure("agent", List.of(java, "-jar", args[2], "capture", pid));
    awaitBundle(bundles);
    System.out.println("kept=" + KEPT.size());
    done = true;
  }

  /** The command comes back before the bundle is complete. */
  private static void awaitBundle(Path directory) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (System.nanoTime() - deadline < 0) {
      try (var bundles = Files.newDirectoryStream(directory, "*-manual-*")) {
        if (bundles.iterator().hasNext()) {
          return;
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new IOException("no bundle came to " + directory);
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

  private static void sleep() {
    while (!done) {
      long before = System.nanoTime();
      LockSupport.parkNanos(1_000_000);
      longest = Math.max(longest, System.nanoTime() - before - 1_000_000);
    }
  }
}
