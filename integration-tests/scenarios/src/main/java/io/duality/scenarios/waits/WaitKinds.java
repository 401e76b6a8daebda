package io.duality.scenarios.waits;

import io.duality.scenarios.Console;
import io.duality.scenarios.Tracing;
import io.duality.scenarios.VirtualThreads;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Every kind of wait at once: {@code stuck|moving platform|virtual FILE}, where another process
 * holds the lock of the file while this one is to be stuck. Prints {@code TRACE <thread> <traceId>
 * <spanId>} for each thread that gets stuck, {@code IDLE <thread>} for one that has nothing to do,
 * {@code READY} when all are, and {@code DONE} at the end of a moving run. It stays until its stdin
 * ends or brings a line.
 */
public final class WaitKinds {
  private static final long MOVING_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private final boolean stuck;
  private final boolean virtual;
  private final Tracing tracing = new Tracing();
  private final List<Thread> waiters = new ArrayList<>();
  private final Set<Thread> begun = ConcurrentHashMap.newKeySet();
  private volatile boolean over;

  private WaitKinds(boolean stuck, boolean virtual) {
    this.stuck = stuck;
    this.virtual = virtual;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    CountDownLatch end = Console.end();
    WaitKinds all = new WaitKinds(args[0].equals("stuck"), args[1].equals("virtual"));
    all.start(Path.of(args[2]));
    if (all.stuck) {
      all.awaitStuck();
    }
    System.out.println("READY");
    if (!all.stuck && !end.await(MOVING_NANOS, TimeUnit.NANOSECONDS)) {
      all.over = true;
      for (Thread waiter : all.waiters) {
        waiter.join();
      }
      System.out.println("DONE");
    }
    end.await();
    Runtime.getRuntime().halt(0); // stuck threads would outlive an orderly end
  }

  private void start(Path file) throws IOException, InterruptedException {
    ThreadWaits threads = new ThreadWaits(stuck, task -> thread("scheduled-worker", task));
    List<WaitKind> kinds = new ArrayList<>();
    kinds.addAll(new LockWaits().kinds());
    kinds.addAll(new SynchronizerWaits().kinds());
    kinds.addAll(new QueueWaits().kinds());
    kinds.addAll(new FutureWaits().kinds());
    kinds.addAll(threads.kinds());
    kinds.addAll(new OutsideWaits(stuck, file).kinds());
    threads.startScheduled();
    System.out.println("IDLE scheduled-worker");
    for (WaitKind kind : kinds) {
      Thread waiter = thread(kind.id(), () -> play(kind));
      waiters.add(waiter);
      waiter.start();
    }
  }

  private Thread thread(String name, Runnable task) {
    return virtual ? VirtualThreads.unstarted(name, task) : new Thread(task, name);
  }

  private void play(WaitKind kind) {
    try {
      do {
        round(kind);
        LockSupport.parkNanos(PAUSE_NANOS);
      } while (!over);
    } catch (Exception e) {
      throw new IllegalStateException(kind.id() + " failed", e);
    }
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private void round(WaitKind kind) throws Exception {
    Gate gate = new Gate(stuck);
    Thread holder = new Thread(() -> hold(kind, gate), kind.id() + "-holder");
    holder.start();
    gate.awaitReached();
    Span span = tracing.start("GET /" + kind.id(), true);
    try (Scope scope = span.makeCurrent()) {
      if (stuck) {
        SpanContext ids = span.getSpanContext();
        System.out.println("TRACE " + kind.id() + " " + ids.getTraceId() + " " + ids.getSpanId());
      }
      begun.add(Thread.currentThread());
      kind.waiting().run();
    } finally {
      span.end();
    }
    holder.join();
  }

  private static void hold(WaitKind kind, Gate gate) {
    try {
      kind.holding().until(gate);
    } catch (Exception e) {
      throw new IllegalStateException(kind.id() + "-holder failed", e);
    }
  }

  /** Returns when every thread waits, in the JVM or in a native method of it. */
  private void awaitStuck() {
    for (Thread waiter : waiters) {
      while (!begun.contains(waiter) || !waits(waiter)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
    }
  }

  private static boolean waits(Thread thread) {
    if (thread.getState() != Thread.State.RUNNABLE) {
      return thread.getState() != Thread.State.NEW;
    }
    StackTraceElement[] stack = thread.getStackTrace();
    boolean initialises = stack.length > 0 && stack[0].getMethodName().contains("lambda");
    return stack.length > 0 && (stack[0].isNativeMethod() || initialises);
  }
}
