package io.duality.engine.observe;

import io.duality.boot.TaskNotes;
import io.duality.model.TraceRef;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** An application that traces through the global API and through an SDK of its own. */
public final class TracedStory {
  private TracedStory() {}

  /** Prints for each kind of span what it is and what the watcher saw. */
  public static void main(String[] arguments) throws Exception {
    Tracer global = GlobalOpenTelemetry.getTracer("story");
    Tracer own = SdkTracerProvider.builder().addSpanProcessor(new Keeps()).build().get("own");
    watched("global", global);
    watched("own", own);
    tasks("global", global);
    tasks("own", own);
    boolean virtual = Runtime.version().feature() >= 21;
    System.out.println("virtual threads " + virtual);
    if (virtual) {
      inVirtualThread(() -> watched("virtual", global));
      inVirtualThread(() -> watched("own-virtual", own));
    }
    System.out.println("after " + ProbeAgent.CONTEXTS.trace(Thread.currentThread()));
    ProbeAgent.CONTEXTS.states().forEach(state -> System.out.println("state " + state.line()));
    ProbeAgent.weaver.states().forEach(state -> System.out.println("hook " + state.line()));
    System.exit(0);
  }

  /** Who handed over what waited behind another task, whatever else was put around it. */
  @SuppressWarnings("try") // the scope is only to be closed
  private static void tasks(String what, Tracer tracer) throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    CountDownLatch held = new CountDownLatch(1);
    pool.execute(() -> join(held));
    Span span = tracer.spanBuilder("POST /" + what).startSpan();
    long first = TaskNotes.next();
    Future<String> submitted;
    Runnable executed = new Handed();
    Future<?> async;
    try (Scope scope = span.makeCurrent()) {
      pool.execute(executed);
      submitted = pool.submit(() -> "submitted");
      async = CompletableFuture.runAsync(new Handed(), pool);
    }
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < 30_000_000) {
      LockSupport.parkNanos(1_000_000);
    }
    held.countDown();
    submitted.get();
    async.get();
    pool.shutdown();
    if (!pool.awaitTermination(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the pool did not end");
    }
    StringBuilder line = new StringBuilder("tasks of ").append(what);
    for (long number = first; number < TaskNotes.next(); number++) {
      TaskNotes.Note note = TaskNotes.get(number);
      TraceRef trace = ProbeAgent.CONTEXTS.reference(note.trace);
      if (note.pool() == pool && note.queueNanos >= 20_000_000 && trace != null) {
        boolean its = trace.traceId().equals(span.getSpanContext().getTraceId());
        line.append(' ').append(its).append(' ').append(trace.spanName());
        line.append(' ').append(note.className.replaceAll("^.*[.]|\\$\\$.*$", ""));
      }
    }
    System.out.println(line);
    span.end(); // a span that has ended has no name any more
  }

  private static final class Handed implements Runnable {
    @Override
    public void run() {}
  }

  private static void join(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void inVirtualThread(Runnable work) throws Exception {
    ((Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work))
        .join();
  }

  @SuppressWarnings("try") // the scope is only to be closed
  private static void watched(String what, Tracer tracer) {
    Span span = tracer.spanBuilder("GET /" + what).startSpan();
    try (Scope scope = span.makeCurrent()) {
      Thread worker = Thread.currentThread();
      AtomicReference<TraceRef> seen = new AtomicReference<>();
      CountDownLatch done = new CountDownLatch(1);
      Thread watcher =
          new Thread(
              () -> {
                seen.set(ProbeAgent.CONTEXTS.trace(worker));
                done.countDown();
              });
      watcher.start();
      done.await();
      // What counts is what the application itself sees: the OpenTelemetry agent does not let a
      // span
      // of an SDK that is not its own become current.
      SpanContext current = Span.current().getSpanContext();
      TraceRef real =
          current.isValid()
              ? new TraceRef(
                  current.getTraceId(), current.getSpanId(), "GET /" + what, current.isSampled())
              : null;
      System.out.println(what + " " + Objects.equals(real, seen.get()) + " " + seen.get());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      span.end();
    }
  }

  /** Without any processor the SDK makes no spans at all. */
  private static final class Keeps implements io.opentelemetry.sdk.trace.SpanProcessor {
    @Override
    public void onStart(
        io.opentelemetry.context.Context parent, io.opentelemetry.sdk.trace.ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(io.opentelemetry.sdk.trace.ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }
}
