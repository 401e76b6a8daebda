package io.duality.benchmarks;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A service of one thread that answers 2,000 small requests a second, each in a context of its own:
 * prints the CPU of a request, that of its thread and that of the whole process, in which all that
 * watches has its share. A request takes an uncontended lock, allocates some 20 KiB of small
 * objects and computes a few microseconds.
 *
 * <p>With the property {@code investigated} the figures are of an investigation by the agent that
 * writes to that directory.
 */
public final class Requests {
  private static final int BATCH = 20;
  private static final int BATCHES = 1_500;
  private static final int SETTLING = 1_000;
  private static final int LONGEST = 18 * SETTLING;

  /** Compilers that work less than this in ten seconds have come to rest. */
  private static final long RESTING_MILLIS = 40;

  private static final int WARM = 40_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Context context;
  private long answers;

  private Requests(Context context) {
    this.context = context;
  }

  public static void main(String[] args) throws IOException {
    SdkTracerProvider provider = SdkTracerProvider.builder().build();
    Span span = provider.get("benchmark").spanBuilder("POST /orders").startSpan();
    Requests requests = new Requests(Context.root().with(span));
    requests.answer(WARM);
    String directory = System.getProperty("investigated");
    List<byte[]> kept =
        directory == null ? Investigation.memory() : Investigation.provoke(Path.of(directory));
    System.out.println("settled=" + requests.settle());
    requests.measure();
    System.out.println("kept=" + kept.size());
    System.out.println("answers=" + requests.answers);
    System.exit(0);
  }

  /** After how many seconds, beside those of warming up, the compilers were at rest. */
  private int settle() {
    CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
    int batches = 0;
    long worked;
    do {
      long before = compilers.getTotalCompilationTime();
      paced(SETTLING);
      batches += SETTLING;
      worked = compilers.getTotalCompilationTime() - before;
    } while ((worked >= RESTING_MILLIS || batches < 4 * SETTLING) && batches < LONGEST);
    return batches / 100;
  }

  private void measure() {
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long processBefore = process.getProcessCpuTime();
    long threadBefore = ThreadCpu.nanos();
    paced(BATCHES);
    double requests = (double) BATCH * BATCHES;
    System.out.println("thread=" + (ThreadCpu.nanos() - threadBefore) / requests / 1000);
    System.out.println(
        "process=" + (process.getProcessCpuTime() - processBefore) / requests / 1000);
  }

  private void paced(int batches) {
    long due = System.nanoTime();
    for (int i = 0; i < batches; i++) {
      answer(BATCH);
      due += TimeUnit.MILLISECONDS.toNanos(10);
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private void answer(int count) {
    for (int i = 0; i < count; i++) {
      try (Scope scope = context.makeCurrent()) {
        answers += order(i).hashCode() & 1;
      }
    }
  }

  private Object order(int number) {
    Map<String, List<String>> order = new HashMap<>();
    for (int line = 0; line < 24; line++) {
      String item = "item-" + (number * 31 + line);
      List<String> parts = new ArrayList<>();
      for (int part = 0; part < 6; part++) {
        parts.add(item + part);
      }
      order.put(item, parts);
    }
    int[] prices = new int[256];
    for (int i = 0; i < prices.length; i++) {
      prices[i] = (i * 7919 + number) & 1023;
    }
    Arrays.sort(prices);
    lock.lock();
    try {
      answers += prices[128] & 1;
    } finally {
      lock.unlock();
    }
    return order;
  }
}
