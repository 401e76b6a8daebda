package io.duality.engine.capture;

import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.EndedWait;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.Occurrence;
import io.duality.model.OpenWait;
import io.duality.model.ProcessInfo;
import io.duality.model.Resource;
import io.duality.model.ResourceHistory;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.ServiceInfo;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import io.duality.model.Unknown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** A real standstill in this JVM: threads that wait for a lock, and its holder; with its looks. */
final class Standstill implements CaptureSources, AutoCloseable {
  static final String LOCK = "com.acme.Inventory.stockLock";

  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicLong looks = new AtomicLong();
  private final long since = System.nanoTime() - 5_000_000_000L;
  private final Thread holder;
  private final List<Thread> waiters = new ArrayList<>();

  Standstill(int threads) throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    holder =
        start(
            "inventory-sync",
            () -> {
              lock.lock();
              try {
                held.countDown();
                end.await();
              } finally {
                lock.unlock();
              }
            });
    held.await();
    for (int i = 1; i <= threads; i++) {
      waiters.add(start("http-" + i, lock::lockInterruptibly));
    }
    for (Thread waiter : waiters) {
      while (waiter.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  private interface Body {
    void run() throws InterruptedException;
  }

  private static Thread start(String name, Body body) {
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  Thread waiter() {
    return waiters.get(0);
  }

  static TraceRef trace(int number) {
    return new TraceRef(
        String.format("4bf92f3577b34da6a3ce929d0e0e%04x", number),
        String.format("00f067aa0ba9%04x", number),
        "POST /orders",
        false);
  }

  CaptureRequest request(String... steps) {
    Alarm alarm =
        new Alarm(
            "wait",
            "wait:" + LOCK,
            "wait.age > 5s",
            "5.3s",
            "POST /orders waits 5.3 s for lock " + LOCK + " held by thread inventory-sync",
            "lock:1",
            List.of(holder.getId()),
            waiters.size(),
            List.of("POST /orders"));
    return new CaptureRequest(
        "01a1fc12-ee2a-7c41-9d0e-5b7716cf3f9c",
        "stall",
        "wait",
        Instant.now(),
        alarm,
        List.of(steps));
  }

  @Override
  public Look look(boolean confirm) {
    List<ThreadSeen> threads = new ArrayList<>();
    List<OpenWait> waits = new ArrayList<>();
    threads.add(seen(holder, null));
    int number = 0;
    for (Thread waiter : waiters) {
      threads.add(seen(waiter, trace(++number)));
      waits.add(new OpenWait(waiter.getId(), "lock:1", "lock", since, 0, true, SeenBy.SLOT));
    }
    return new Look(
        looks.incrementAndGet(),
        Instant.now(),
        System.nanoTime(),
        threads,
        waits,
        List.of(
            new Resource(
                "lock:1",
                ResourceKind.LOCK,
                LOCK,
                ReentrantLock.class.getName(),
                System.identityHashCode(lock),
                1,
                1,
                Resource.Named.FIELD)),
        List.of(
            new Holding(
                "lock:1",
                holder.getId(),
                Holding.Relation.HELD_BY,
                null,
                1,
                Holding.UNKNOWN_SINCE,
                SeenBy.OWNER)),
        List.of());
  }

  private static ThreadSeen seen(Thread thread, TraceRef trace) {
    return new ThreadSeen(
        thread.getId(),
        thread.getName(),
        false,
        true,
        thread.getState(),
        trace,
        List.of(thread.getStackTrace()));
  }

  @Override
  public List<Look> recent() {
    return List.of(look(false));
  }

  @Override
  public ServiceInfo service() {
    return new ServiceInfo("orders", "2.4.1", null, null);
  }

  @Override
  public ProcessInfo process() {
    return new ProcessInfo(
        ProcessHandle.current().pid(), "unknown", "test JVM", Instant.now(), "0.1.0");
  }

  @Override
  public List<EndedWait> ended() {
    return List.of();
  }

  @Override
  public List<ResourceHistory> histories() {
    return List.of(
        new ResourceHistory(
            LOCK, ResourceKind.LOCK, 60_000_000_000L, 41, 82_000_000, 9_000_000, 0));
  }

  @Override
  public List<Unknown> unknown() {
    return List.of();
  }

  @Override
  public AgentState agent() {
    return new AgentState(io.duality.model.config.Config.defaults(), List.of(), true, Map.of());
  }

  @Override
  public Occurrence occurrence(String signature) {
    return null;
  }

  @Override
  public List<CaptureRequest> additional() {
    return List.of();
  }

  @Override
  public void close() {
    end.countDown();
    waiters.forEach(Thread::interrupt);
  }
}
