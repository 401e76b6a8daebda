package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The tables behind the hooks of pools. They are of one process, so each test has its own pools.
 */
class TaskTablesTest {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final RunningTask running = new RunningTask();
  private final TaskCounts counts = new TaskCounts();
  private final TaskStamp stamp = new TaskStamp();
  private long now = System.nanoTime();

  @BeforeEach
  void arm() {
    Hooks.armed = true;
    Tasks.forget();
  }

  @AfterEach
  void disarm() {
    TaskHooks.leaves();
    Tasks.forget();
    Hooks.armed = false;
    Hooks.readTraces(null);
  }

  private void tick(long later) {
    now += later;
    Tasks.tick(now);
  }

  private TaskCounts counts(Object pool) {
    tick(1_000_000);
    assertTrue(Tasks.counts(pool, counts));
    return counts;
  }

  @Test
  void identity_hash_is_told_without_giving_one() {
    assertTrue(IdentityHash.isFound(), "this JVM's headers are not as expected");
    Object object = new Object();
    assertEquals(0, IdentityHash.ofHashed(object));
    int hash = System.identityHashCode(object);
    assertEquals(hash, IdentityHash.ofHashed(object));
    synchronized (object) {
      assertEquals(hash, IdentityHash.ofHashed(object), "of a locked object");
    }
  }

  @Test
  void stamp_goes_from_the_queue_to_the_run() {
    Object pool = new Object();
    Object task = new Object();
    assertFalse(Tasks.stampOf(task, stamp));
    TaskHooks.submits(pool, task);
    assertTrue(Tasks.stampOf(task, stamp));
    assertEquals(Thread.currentThread().getId(), stamp.submitterId);
    TaskHooks.begins(pool, task);
    assertFalse(Tasks.stampOf(task, stamp), "it is no longer queued");
    assertTrue(Tasks.running(Thread.currentThread(), running));
    assertSame(task, running.task);
    assertSame(pool, running.pool);
    assertTrue(running.stamped);
    assertEquals(stamp.submittedNanos, running.submittedNanos);
    TaskHooks.ends(null);
    assertFalse(Tasks.running(Thread.currentThread(), running));
    assertNull(running.task);
    assertEquals("1 1 1 0", text(counts(pool)));
    assertEquals(1, counts.delays);
  }

  @Test
  void task_that_is_handed_over_again_has_the_later_stamp() {
    Object pool = new Object();
    Object task = new Object();
    TaskHooks.submits(pool, task);
    assertTrue(Tasks.stampOf(task, stamp));
    long first = stamp.submittedNanos;
    TaskHooks.submits(pool, task);
    assertTrue(Tasks.stampOf(task, stamp));
    assertTrue(stamp.submittedNanos >= first);
    TaskHooks.begins(pool, task);
    TaskHooks.ends(null);
    TaskHooks.begins(pool, task);
    assertTrue(Tasks.running(Thread.currentThread(), running));
    assertFalse(running.stamped, "the other hand-over has none left");
  }

  @Test
  void task_that_left_its_queue_unseen_is_not_kept_alive() {
    Object pool = new Object();
    WeakReference<Object> task = new WeakReference<>(submitted(pool));
    tick(2_000_000_000L);
    await(
        () -> {
          System.gc();
          return task.get() == null;
        });
    tick(1_000_000_000L);
  }

  @Test
  void watcher_that_stands_still_keeps_no_task_alive() {
    Tasks.tick(System.nanoTime() - 60_000_000_000L);
    Object pool = new Object();
    WeakReference<Object> task = new WeakReference<>(submitted(pool));
    await(
        () -> {
          System.gc();
          return task.get() == null;
        });
    tick(1_000_000_000L);
  }

  @Test
  void task_that_stays_in_its_queue_keeps_its_stamp() {
    Object pool = new Object();
    Object task = submitted(pool);
    tick(2_000_000_000L);
    tick(2_000_000_000L);
    assertTrue(Tasks.stampOf(task, stamp));
    TaskHooks.begins(pool, task);
    assertTrue(Tasks.running(Thread.currentThread(), running));
    assertTrue(running.stamped);
  }

  private static Object submitted(Object pool) {
    Object task = new Object();
    TaskHooks.submits(pool, task);
    return task;
  }

  @Test
  void every_task_has_a_stamp_while_they_come_slowly_and_few_while_they_come_fast() {
    Object pool = new Object();
    assertEquals(1_000, stamped(pool, 1_000));
    tick(1_000_000_000L);
    int burst = stamped(pool, 1_000_000);
    assertTrue(burst > 2_000 && burst < 25_000, "of a burst: " + burst);
    tick(1_000_000_000L);
    int fast = stamped(pool, 1_000_000);
    assertTrue(fast > 1_000 && fast < 12_000, "of a million in a second: " + fast);
    tick(1_000_000_000L);
    stamped(pool, 10);
    tick(1_000_000_000L);
    assertEquals(1_000, stamped(pool, 1_000), "slow again");
  }

  private int stamped(Object pool, int tasks) {
    int stamped = 0;
    for (int i = 0; i < tasks; i++) {
      Object task = new Object();
      TaskHooks.submits(pool, task);
      stamped += IdentityHash.ofHashed(task) != 0 ? 1 : 0;
    }
    return stamped;
  }

  @Test
  void task_without_a_stamp_is_known_to_run_since_it_was_seen() {
    Object pool = new Object();
    Object task = new Object();
    TaskHooks.begins(pool, task);
    tick(1_000);
    long seen = now;
    tick(1_000_000_000L);
    assertTrue(Tasks.running(Thread.currentThread(), running));
    assertFalse(running.stamped);
    assertEquals(seen, running.startedNanos);
    TaskHooks.ends(null);
    TaskHooks.begins(pool, task);
    tick(1_000);
    assertTrue(Tasks.running(Thread.currentThread(), running));
    assertEquals(now, running.startedNanos, "another run");
  }

  @Test
  void pool_that_has_ended_leaves_the_table_and_thousands_of_them_leave_room() {
    long before = Tasks.overflows();
    for (int i = 0; i < 20_000; i++) {
      Object pool = new Object();
      TaskHooks.submits(pool, this);
      TaskHooks.terminates(pool);
      if (i % 500 == 0) {
        tick(System.nanoTime() - now + 3_000_000_000L);
      }
    }
    assertEquals(before, Tasks.overflows());
    Object pool = new Object();
    TaskHooks.submits(pool, this);
    TaskHooks.terminates(pool);
    tick(System.nanoTime() - now + 3_000_000_000L);
    assertFalse(Tasks.counts(pool, counts));
  }

  @Test
  void pool_that_nobody_has_any_more_leaves_the_table() {
    WeakReference<Object> pool = new WeakReference<>(used());
    await(
        () -> {
          System.gc();
          return pool.get() == null;
        });
    tick(1_000_000);
  }

  private static Object used() {
    Object pool = new Object();
    TaskHooks.submits(pool, new Object());
    TaskHooks.begins(pool, "task");
    TaskHooks.ends(null);
    TaskHooks.leaves();
    return pool;
  }

  @Test
  void idle_worker_does_not_keep_the_class_of_its_last_task_from_being_unloaded() {
    Object pool = new Object();
    WeakReference<ClassLoader> loader = new WeakReference<>(ranTaskOfItsOwnLoader(pool));
    tick(1_000_000_000L);
    tick(1_000_000_000L);
    await(
        () -> {
          System.gc();
          return loader.get() == null;
        });
    assertEquals("0 1 1 0", text(counts(pool)));
  }

  @Test
  void class_that_the_watcher_let_go_of_is_known_again_with_the_next_task() {
    Object pool = new Object();
    for (int i = 0; i < 3; i++) {
      TaskHooks.begins(pool, "task");
      assertTrue(Tasks.running(Thread.currentThread(), running));
      assertSame(String.class, running.work);
      TaskHooks.ends(null);
      tick(1_000_000_000L);
      tick(1_000_000_000L);
    }
  }

  private static ClassLoader ranTaskOfItsOwnLoader(Object pool) {
    ClassLoader loader = new URLClassLoader(new URL[0], TaskTablesTest.class.getClassLoader());
    Object task =
        Proxy.newProxyInstance(
            loader, new Class<?>[] {Runnable.class}, (proxy, method, all) -> null);
    assertSame(loader, task.getClass().getClassLoader());
    TaskHooks.begins(pool, task);
    TaskHooks.ends(null);
    return loader;
  }

  @Test
  void thread_that_ends_while_the_hooks_are_off_is_let_go_of_with_its_pool()
      throws InterruptedException {
    WeakReference<Object> pool = new WeakReference<>(leftWhileOff());
    Tasks.sweep();
    await(
        () -> {
          System.gc();
          return pool.get() == null;
        });
  }

  private static Object leftWhileOff() throws InterruptedException {
    Object pool = new Object();
    Thread worker =
        new Thread(
            () -> {
              TaskHooks.begins(pool, "task");
              TaskHooks.ends(null);
              Hooks.armed = false;
              TaskHooks.leaves();
            });
    worker.start();
    worker.join();
    Tasks.forget();
    return pool;
  }

  @Test
  void failed_future_is_noted_with_what_it_threw_and_notes_of_one_pool_are_limited() {
    Object pool = new Object();
    long first = TaskNotes.next();
    long skipped = TaskNotes.skipped();
    tick(1_000_000);
    for (int i = 0; i < 300; i++) {
      FutureTask<Object> task =
          new FutureTask<>(
              () -> {
                throw new IllegalStateException("fails");
              });
      TaskHooks.submits(pool, task);
      TaskHooks.begins(pool, task);
      task.run();
      TaskHooks.ends(null);
    }
    TaskNotes.Note note = TaskNotes.get(first);
    assertEquals(TaskNotes.FAILED, note.phase);
    assertEquals(IllegalStateException.class.getName(), note.detail);
    assertSame(pool, note.pool());
    assertEquals(256, TaskNotes.next() - first);
    assertEquals(44, TaskNotes.skipped() - skipped);
    assertEquals("300 300 300 300", text(counts(pool)));
  }

  @Test
  void counts_of_many_threads_are_exact_and_runs_are_read_whole() throws Exception {
    Object pool = new Object();
    int threads = 8;
    int tasks = 50_000;
    CyclicBarrier together = new CyclicBarrier(threads);
    CountDownLatch over = new CountDownLatch(threads);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  together.await();
                  for (int n = 0; n < tasks; n++) {
                    Object task = n % 3 == 0 ? new FutureTask<>(() -> null) : new Object();
                    TaskHooks.submits(pool, task);
                    TaskHooks.begins(pool, task);
                    TaskHooks.ends(null);
                  }
                  TaskHooks.leaves();
                } catch (Throwable e) {
                  failure.set(e);
                } finally {
                  over.countDown();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
    List<String> torn = new ArrayList<>();
    while (over.getCount() > 0) {
      tick(System.nanoTime() - now);
      for (int i = 0; i < Tasks.capacity(); i++) {
        if (Tasks.running(i, running)
            && running.pool == pool
            && running.work != running.task.getClass()
            && !(running.task instanceof FutureTask)) {
          torn.add(running.work + " of " + running.task);
        }
      }
    }
    assertNull(failure.get());
    assertEquals(List.of(), torn);
    long all = (long) threads * tasks;
    assertEquals(all + " " + all + " " + all + " 0", text(counts(pool)));
  }

  @Test
  void delays_are_told_by_size() {
    TaskDelays delays = new TaskDelays();
    for (int i = 0; i < 99; i++) {
      delays.add(1_000_000);
    }
    delays.add(5_000_000_000L);
    delays.read(counts);
    assertEquals(100, counts.delays);
    assertTrue(counts.delayMedianNanos > 800_000 && counts.delayMedianNanos <= 1_000_000);
    assertTrue(counts.delayP99Nanos <= 1_000_000, "one of a hundred is longer");
    assertEquals(5_000_000_000L, counts.delayMaxNanos);
    delays.tick(1);
    delays.tick(60_000_000_002L);
    delays.tick(120_000_000_003L);
    delays.read(counts);
    assertEquals(0, counts.delays, "a minute later");
  }

  private static String text(TaskCounts counts) {
    return counts.submitted + " " + counts.started + " " + counts.completed + " " + counts.failed;
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, "not in time");
      LockSupport.parkNanos(1_000_000);
    }
  }
}
