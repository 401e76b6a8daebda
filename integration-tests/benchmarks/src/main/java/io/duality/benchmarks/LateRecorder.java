package io.duality.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * Whether a recorder that starts in a warm JVM slows down compiled lock code for good: prints for
 * each uncontended lock nanoseconds of CPU per operation long before and long after the start, and
 * their ratio.
 *
 * <p>The locks are old and their thread is young, as in a service that has run for a while: where
 * the two lie decides what a collector's write barrier costs, so a collection between the two
 * figures must not move one of them to the other. Argument: who starts the recorder, {@code
 * nobody}, {@code jdk} (with the JDK's default settings) or {@code agent} (which does it on its
 * own).
 */
public final class LateRecorder {
  private static final long HALF_SECONDS = 3;
  private static final int OPERATIONS = 1_000_000;

  private LateRecorder() {}

  public static void main(String[] args) throws Exception {
    Uncontended.settle();
    Map<String, double[]> figures = new LinkedHashMap<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                measure(args[0], figures);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    thread.join();
    figures.forEach(
        (name, both) -> {
          System.out.println(name + "Before=" + both[0]);
          System.out.println(name + "After=" + both[1]);
        });
    System.exit(0);
  }

  private static void measure(String starter, Map<String, double[]> figures) throws Exception {
    windows();
    Uncontended.waitOnce();
    windows(); // what has to be compiled again is compiled again
    for (Map.Entry<String, Double> before : windows().entrySet()) {
      figures.put(before.getKey(), new double[] {before.getValue(), 0});
    }
    if (starter.equals("jdk")) {
      Recording recording = new Recording(Configuration.getConfiguration("default"));
      recording.start();
    } else if (starter.equals("agent")) {
      while (!FlightRecorder.isInitialized()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
    windows(); // and again
    for (Map.Entry<String, Double> after : windows().entrySet()) {
      figures.get(after.getKey())[1] = after.getValue();
    }
  }

  /** The medians of many short windows; the second half of them, when all is warm. */
  private static Map<String, Double> windows() throws InterruptedException {
    Map<String, List<Double>> costs = new LinkedHashMap<>();
    long begun = System.nanoTime();
    long half = TimeUnit.SECONDS.toNanos(HALF_SECONDS) / 2;
    while (System.nanoTime() - begun < 2 * half) {
      boolean warm = System.nanoTime() - begun > half;
      for (Uncontended.Kind kind : Uncontended.Kind.values()) {
        double cost = kind.nanos(OPERATIONS);
        if (warm) {
          costs.computeIfAbsent(kind.key(), key -> new ArrayList<>()).add(cost);
        }
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    costs.forEach((name, list) -> medians.put(name, Spread.of(list).median()));
    return medians;
  }
}
