package io.duality.hosts;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Everything that is read out of the JDK's objects, standing still: who owns a lock and how often,
 * who reads, how full a queue is, who runs a future, and for which trace each works. Says {@code
 * TRACE <thread> <trace id>} for threads that have one, then {@code READY}; ends at a line on
 * stdin.
 */
public final class Fulfilment {
  private final ReentrantLock stockLock = new ReentrantLock();
  private final ReentrantReadWriteLock planLock = new ReentrantReadWriteLock();
  private final BlockingQueue<String> parcels = new ArrayBlockingQueue<>(3);
  private final FutureTask<String> invoice = new FutureTask<>(this::forEver);
  private final CountDownLatch ready = new CountDownLatch(4);
  private int traces;

  private Fulfilment() {}

  /** Lets it stand until somebody says something. */
  public static void main(String[] args) throws Exception {
    new Fulfilment().open();
    System.out.println("READY");
    Console.line();
    System.out.println("END");
    System.exit(0);
  }

  @SuppressWarnings("LockNotBeforeTry") // waited for in vain
  private void open() throws ReflectiveOperationException, InterruptedException, IOException {
    traced("inventory-sync", this::hold);
    thread("reader-1", this::readForEver);
    thread("reader-2", this::readForEver);
    thread("invoice-runner", invoice);
    ready.await();
    for (int i = 0; i < 3; i++) {
      parcels.put("parcel " + i);
    }
    Thread order = traced("order-1", stockLock::lock);
    until(order);
    until(thread("planner", planLock.writeLock()::lock));
    until(thread("packer", this::pack));
    until(thread("billing", this::bill));
    if (Runtime.version().feature() >= 21) {
      virtual("courier", inTrace("courier", stockLock::lock));
      while (stockLock.getQueueLength() < 2) {
        Thread.onSpinWait();
      }
    }
  }

  private static void until(Thread waits) {
    while (waits.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @SuppressWarnings("LockNotBeforeTry") // held until the process ends: that is the story
  private void hold() {
    stockLock.lock();
    stockLock.lock();
    ready.countDown();
    forEver();
  }

  @SuppressWarnings("LockNotBeforeTry") // the same
  private void readForEver() {
    planLock.readLock().lock();
    ready.countDown();
    forEver();
  }

  private void pack() {
    try {
      parcels.put("one too many");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void bill() {
    try {
      System.out.println(invoice.get());
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String forEver() {
    if (Thread.currentThread().getName().equals("invoice-runner")) {
      ready.countDown();
    }
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "never";
  }

  private Thread traced(String name, Runnable work) {
    return thread(name, inTrace(name, work));
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private Runnable inTrace(String name, Runnable work) {
    String trace = String.format("%032x", 0xabcdef0L + ++traces);
    SpanContext context =
        SpanContext.create(
            trace,
            String.format("%016x", 0x1230L + traces),
            TraceFlags.getSampled(),
            TraceState.getDefault());
    System.out.println("TRACE " + name + " " + trace);
    return () -> {
      try (Scope scope = Span.wrap(context).makeCurrent()) {
        work.run();
      }
    };
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** As on 21 and later: {@code Thread.ofVirtual().name(name).start(work)}. */
  private static void virtual(String name, Runnable work) throws ReflectiveOperationException {
    Class<?> builder = Class.forName("java.lang.Thread$Builder");
    Object made = Thread.class.getMethod("ofVirtual").invoke(null);
    made = builder.getMethod("name", String.class).invoke(made, name);
    builder.getMethod("start", Runnable.class).invoke(made, work);
  }
}
