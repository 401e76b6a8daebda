package io.duality.scenarios;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Scope;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One run of one or more situations, and all that it says on stdout: {@code TRACE <thread>
 * <traceId> <spanId> <span name>} for each thread that gets stuck with a trace, {@code READY} when
 * the situation stands, and {@code DONE} at the end of a moving run. The program stays until its
 * stdin ends or brings a line.
 *
 * <p>Stuck, every actor does its step once. Moving, it repeats the step with short pauses for some
 * seconds, each time in a new span.
 */
final class Stage {
  private static final long MOVING_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
  private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final boolean stuck;
  private final Tracing tracing = new Tracing();
  private final List<Thread> actors = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  private Stage(boolean stuck) {
    this.stuck = stuck;
  }

  /** Runs situations as the first argument says: {@code stuck} or {@code moving}. */
  static void play(String[] args, Situation... situations) throws InterruptedException {
    String mode = args.length == 0 ? "" : args[0];
    if (!mode.equals("stuck") && !mode.equals("moving")) {
      System.err.println("'" + mode + "' is no way to run: say stuck or moving");
      System.exit(2);
    }
    CountDownLatch end = Console.end();
    Stage stage = new Stage(mode.equals("stuck"));
    try {
      for (Situation situation : situations) {
        situation.open(stage);
      }
    } catch (RuntimeException e) {
      System.err.println(e.getMessage());
      Runtime.getRuntime().halt(1); // the threads that were started would never let it end
    }
    System.out.println("READY");
    if (!stage.stuck && !end.await(MOVING_NANOS, TimeUnit.NANOSECONDS)) {
      stage.finish();
      System.out.println("DONE");
    }
    end.await();
    Runtime.getRuntime().halt(0); // stuck threads would outlive an orderly end
  }

  /** Whether the situation is to get stuck; else its healthy twin is to run. */
  boolean stuck() {
    return stuck;
  }

  /** Starts a thread that works for a sampled trace. */
  Thread traced(String thread, String span, Step step) {
    return start(new Thread(() -> act(step, span, true), thread));
  }

  /** Starts a thread that works for a trace which the backend will not see. */
  Thread unsampled(String thread, String span, Step step) {
    return start(new Thread(() -> act(step, span, false), thread));
  }

  /** Starts a thread that works for no trace. */
  Thread untraced(String thread, Step step) {
    return start(new Thread(() -> act(step, null, false), thread));
  }

  /** Starts a virtual thread that works for a sampled trace; needs Java 21. */
  Thread virtual(String thread, String span, Step step) {
    return start(VirtualThreads.unstarted(thread, () -> act(step, span, true)));
  }

  /** Does something on the current thread, which is a library's, for a sampled trace. */
  void here(String span, Step step) {
    try {
      once(step, span, true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the moving run is over
    } catch (Exception e) {
      throw new IllegalStateException(Thread.currentThread().getName() + " failed", e);
    }
  }

  /** Computes: stuck, until the program ends; moving, for a millisecond. */
  void work() {
    long end = System.nanoTime() + WORK_NANOS;
    BigInteger candidate = BigInteger.ONE.shiftLeft(256);
    do {
      candidate = candidate.nextProbablePrime();
    } while (stuck || System.nanoTime() < end);
  }

  /** Stuck, waits until something is so, for the next thread to find it so. Moving, goes on. */
  void await(BooleanSupplier fact) {
    while (stuck && !fact.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Stuck, waits until those threads are blocked or wait. */
  void awaitWaiting(Thread... threads) {
    for (Thread thread : threads) {
      await(
          () ->
              thread.getState() == Thread.State.BLOCKED
                  || thread.getState() == Thread.State.WAITING
                  || thread.getState() == Thread.State.TIMED_WAITING);
    }
  }

  /** Stuck, lets every thread that meets here wait for the others; moving, lets it pass. */
  void meet(CountDownLatch others) throws InterruptedException {
    if (stuck) {
      others.countDown();
      others.await();
    }
  }

  /** Runs a step for a sampled trace on the thread of a pool. */
  void work(String span, Step step) {
    try {
      once(step, span, true);
    } catch (Exception e) {
      throw new IllegalStateException(Thread.currentThread().getName() + " failed", e);
    }
  }

  private Thread start(Thread actor) {
    actors.add(actor);
    actor.start();
    return actor;
  }

  private void act(Step step, String span, boolean sampled) {
    try {
      do {
        once(step, span, sampled);
        if (!stuck) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } while (!stuck && !over);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the moving run is over
    } catch (Exception e) {
      if (over) {
        return; // interrupted inside a library, which has its own words for it
      }
      throw new IllegalStateException(Thread.currentThread().getName() + " failed", e);
    }
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private void once(Step step, String name, boolean sampled) throws Exception {
    if (name == null) {
      step.run();
      return;
    }
    Span span = tracing.start(name, sampled);
    try (Scope scope = span.makeCurrent()) {
      if (stuck) {
        SpanContext ids = span.getSpanContext();
        System.out.println(
            String.join(
                " ",
                "TRACE",
                Thread.currentThread().getName(),
                ids.getTraceId(),
                ids.getSpanId(),
                name));
      }
      step.run();
    } finally {
      span.end();
    }
  }

  /** Ends a moving run; threads that wait for what may come late are interrupted. */
  private void finish() throws InterruptedException {
    over = true;
    actors.forEach(Thread::interrupt);
    for (Thread actor : actors) {
      actor.join(10_000);
      if (actor.isAlive()) {
        System.err.println(actor.getName() + " did not end");
      }
    }
  }
}
