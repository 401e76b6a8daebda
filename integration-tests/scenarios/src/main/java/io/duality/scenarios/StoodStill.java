package io.duality.scenarios;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Has a heap full of live objects; from the line {@code collect} of stdin on it is collected again
 * and again, until the line {@code enough}.
 */
public final class StoodStill {
  private static volatile boolean enough;

  private StoodStill() {}

  private record Part(Part next, long number) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Part[] parts = new Part[Integer.parseInt(args[0])];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new Part(i == 0 ? null : parts[i - 1], i);
    }
    System.out.println("READY");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Thread reporter = new Thread(StoodStill::collect, "report-writer");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("collect")) {
        reporter.start();
      } else {
        enough = true;
        LockSupport.unpark(reporter);
        reporter.join();
        System.out.println("ENOUGH " + parts.length);
      }
    }
  }

  private static void collect() {
    while (!enough) {
      long began = System.nanoTime();
      System.gc();
      long took = System.nanoTime() - began;
      // Whoever is to tell of it needs time of his own, also where a collection takes seconds.
      LockSupport.parkNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(500), 4 * took));
    }
  }
}
