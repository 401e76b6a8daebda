package io.duality.scenarios;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Threads that run and get nowhere, one kind for each line of stdin: {@code regex}, {@code
 * virtual}, {@code tries}, {@code map}, {@code burn} and its healthy twin {@code batch}; {@code
 * pin} lets a virtual thread keep its carrier for a while. {@code over} ends what was begun. Says
 * {@code TRACE} as a {@link Stage} does and {@code SPINS <kind>}.
 */
public final class Spinners {
  private static final Pattern LIST = Pattern.compile("(.*,){20}end");
  private static final int BATCHES = 300;

  private final Tracing tracing = new Tracing();
  private final Lock credit = new ReentrantLock();
  private final Lock debit = new ReentrantLock();
  private volatile boolean over;

  /** Text that makes whoever reads it give up when the story is over. */
  private final class Line implements CharSequence {
    private final String text;

    Line(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (over) {
        throw new IllegalStateException("the story is over");
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Its initialiser waits, and whoever runs it cannot leave its carrier. */
  private static final class Prices {
    static final long LOADED = slowly();

    private static long slowly() {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_500));
      return System.nanoTime();
    }

    static void load() {
      System.out.println("LOADED " + LOADED);
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Spinners spinners = new Spinners();
    System.out.println("READY");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      switch (line) {
        case "regex" -> spinners.traced("http-1", "GET /import", spinners::match);
        case "tries" -> spinners.transfers();
        case "map" -> spinners.map();
        case "batch" -> spinners.batch();
        case "burn" -> spinners.burn();
        case "virtual" -> spinners.virtual("import-v", "GET /virtual", spinners::match);
        case "pin" -> spinners.virtual("pricing-v", "GET /prices", Prices::load);
        case "over" -> spinners.over = true;
        default -> Runtime.getRuntime().halt(2);
      }
      System.out.println("SPINS " + line);
    }
    Runtime.getRuntime().halt(0); // threads that spin would outlive an orderly end
  }

  /** Two threads compute as those that burn do, and hand over what they have each time. */
  private void batch() throws InterruptedException {
    over = false;
    BlockingQueue<Long> results = new ArrayBlockingQueue<>(1);
    List<Thread> workers =
        List.of(
            traced("invoice-1", "POST /invoices", () -> handOver(results, this::taxes)),
            traced("report-1", "GET /reports", () -> handOver(results, this::totals)));
    for (int i = 0; i < BATCHES; i++) {
      results.take();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    over = true;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        results.clear(); // it may be handing over the last one
        worker.join(1);
      }
    }
    System.out.println("DONE batch");
  }

  private void handOver(BlockingQueue<Long> results, LongSupplier work) {
    try {
      while (!over) {
        results.put(work.getAsLong());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Each burns in a method of its own, and no one of them is the whole trouble. */
  private void burn() {
    traced("invoice-1", "POST /invoices", () -> endless(this::taxes));
    traced("report-1", "GET /reports", () -> endless(this::totals));
  }

  private void endless(LongSupplier work) {
    long sum = 0;
    while (!over) {
      sum += work.getAsLong();
    }
    System.out.println("SUM " + sum);
  }

  private long taxes() {
    long sum = 0;
    for (int i = 1; i < 4_000_000 && !over; i++) {
      sum += i % 19;
    }
    return sum;
  }

  private long totals() {
    long sum = 0;
    for (int i = 1; i < 4_000_000 && !over; i++) {
      sum ^= 31L * i;
    }
    return sum;
  }

  private void match() {
    LIST.matcher(new Line(",x".repeat(40))).matches();
  }

  /** Each takes one lock and tries for the other's, and neither is ever slow enough. */
  private void transfers() throws InterruptedException {
    over = false;
    CountDownLatch both = new CountDownLatch(2);
    traced("transfer-1", "POST /credit", () -> transfer(credit, debit, both));
    traced("transfer-2", "POST /debit", () -> transfer(debit, credit, both));
    both.await();
  }

  private void transfer(Lock mine, Lock other, CountDownLatch both) {
    mine.lock();
    try {
      both.countDown();
      try {
        both.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      while (!over && !other.tryLock()) {
        Thread.yield();
      }
    } finally {
      mine.unlock();
    }
  }

  /** Threads share a map that is not made for it, until one of them never comes out of it. */
  private void map() {
    boolean never = false;
    for (int round = 1; !never; round++) {
      never = new SharedMap("stock-" + round, round).isNeverLeft();
    }
  }

  private Thread traced(String name, String span, Runnable work) {
    over = false;
    Thread thread = new Thread(() -> work(name, span, work), name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void virtual(String name, String span, Runnable work) {
    over = false;
    VirtualThreads.unstarted(name, () -> work(name, span, work)).start();
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private void work(String name, String span, Runnable work) {
    Span started = tracing.start(span, true);
    try (Scope scope = started.makeCurrent()) {
      SpanContext ids = started.getSpanContext();
      System.out.println(String.join(" ", "TRACE", name, ids.getTraceId(), ids.getSpanId(), span));
      work.run();
    } catch (IllegalStateException e) {
      System.out.println("OVER " + name);
    } finally {
      started.end();
    }
  }
}
