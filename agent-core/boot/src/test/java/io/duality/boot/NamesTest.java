package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  @Test
  void first_field_wins_and_second_object_of_a_field_gets_a_number() {
    Object first = new Object();
    Object second = new Object();
    Names.stored(first, "com.acme.A.lock");
    Names.stored(second, "com.acme.A.lock");
    Names.stored(first, "com.acme.B.other");
    assertEquals("com.acme.A.lock", Names.nameOf(first));
    assertEquals("com.acme.A.lock#2", Names.nameOf(second));
    assertEquals(Names.FIELD, Names.rankOf(first));
  }

  @Test
  void better_rank_replaces_and_lower_rank_does_not() {
    Object lock = new Object();
    Names.created(lock, "ReentrantLock created at com.acme.C.<init>:3");
    assertEquals(Names.CREATION, Names.rankOf(lock));
    Names.stored(lock, "com.acme.C.lock");
    assertEquals("com.acme.C.lock", Names.nameOf(lock));
    Names.given(lock, "the stock lock");
    assertEquals("the stock lock", Names.nameOf(lock));
    Names.created(lock, "ReentrantLock created at com.acme.C.<init>:4");
    Names.stored(lock, "com.acme.C.again");
    assertEquals("the stock lock", Names.nameOf(lock));
    assertEquals(Names.GIVEN, Names.rankOf(lock));
  }

  @Test
  void null_and_unknown_objects_have_no_name() {
    Names.stored(null, "com.acme.D.lock");
    assertNull(Names.nameOf(null));
    assertNull(Names.nameOf(new Object()));
    assertEquals(0, Names.rankOf(new Object()));
  }

  @Test
  void what_a_thread_waits_on_inside_a_named_object_has_its_name() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    Names.stored(lock, "com.acme.E.lock");
    assertEquals("com.acme.E.lock", Names.nameOf(inner(lock, "sync")));
    Semaphore semaphore = new Semaphore(1);
    Names.stored(semaphore, "com.acme.E.semaphore");
    assertEquals("com.acme.E.semaphore", Names.nameOf(inner(semaphore, "sync")));
    ArrayBlockingQueue<Object> queue = new ArrayBlockingQueue<>(1);
    Names.stored(queue, "com.acme.E.queue");
    assertEquals("com.acme.E.queue", Names.nameOf(inner(inner(queue, "lock"), "sync")));
    CyclicBarrier barrier = new CyclicBarrier(2);
    Names.stored(barrier, "com.acme.E.barrier");
    assertEquals("com.acme.E.barrier", Names.nameOf(inner(barrier, "trip")));
  }

  @Test
  void read_lock_that_is_stored_after_its_read_write_lock_waits_under_the_first_name() {
    ReentrantReadWriteLock both = new ReentrantReadWriteLock();
    Names.stored(both, "com.acme.F.both");
    Names.stored(both.readLock(), "com.acme.F.read");
    assertEquals("com.acme.F.read", Names.nameOf(both.readLock()));
    assertEquals("com.acme.F.both", Names.nameOf(inner(both, "sync")));
  }

  @Test
  void pool_gives_its_name_to_its_queue_and_to_that_queue_s_locks() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    Names.stored(pool, "com.acme.G.pool");
    assertEquals("com.acme.G.pool queue", Names.nameOf(pool.getQueue()));
    assertEquals(
        "com.acme.G.pool queue", Names.nameOf(inner(inner(pool.getQueue(), "takeLock"), "sync")));
    ExecutorService wrapped = Executors.newSingleThreadExecutor();
    Names.stored(wrapped, "com.acme.G.single");
    ThreadPoolExecutor inside =
        (ThreadPoolExecutor)
            Peek.reference(
                wrapped,
                Peek.offset(wrapped.getClass().getSuperclass(), "e") != Peek.NONE
                    ? Peek.offset(wrapped.getClass().getSuperclass(), "e")
                    : Peek.offset(wrapped.getClass().getSuperclass().getSuperclass(), "e"));
    assertEquals("com.acme.G.single", Names.nameOf(inside));
    assertEquals("com.acme.G.single queue", Names.nameOf(inside.getQueue()));
    pool.shutdown();
    wrapped.shutdown();
  }

  private static Object inner(Object owner, String field) {
    return Peek.reference(owner, Peek.offset(owner.getClass(), field));
  }

  @Test
  void names_of_collected_objects_are_swept() {
    int before = Names.live();
    for (int i = 0; i < 100; i++) {
      Names.stored(new Object(), "com.acme.H.lock");
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (Names.live() >= before + 100 && System.nanoTime() < deadline) {
      System.gc();
      Names.sweep();
    }
    assertTrue(Names.live() < before + 100, "100 names of collected objects were all kept");
  }

  @Test
  void site_that_names_too_many_objects_stops_and_counts() {
    List<Object> kept = new ArrayList<>();
    int unnamed = Names.unnamed();
    for (int i = 0; i < Names.SITE_LIMIT + 10; i++) {
      Object value = new Object();
      kept.add(value);
      Names.stored(value, "com.acme.I.lock");
    }
    assertEquals(unnamed + 10, Names.unnamed());
    assertEquals(
        "com.acme.I.lock#" + Names.SITE_LIMIT, Names.nameOf(kept.get(Names.SITE_LIMIT - 1)));
    assertNull(Names.nameOf(kept.get(Names.SITE_LIMIT)));
    Object other = new Object();
    Names.stored(other, "com.acme.I.other");
    assertEquals("com.acme.I.other", Names.nameOf(other), "other fields are not affected");
  }

  @Test
  void nothing_is_named_while_switched_off() {
    Object lock = new Object();
    Names.on = false;
    try {
      Names.stored(lock, "com.acme.J.lock");
    } finally {
      Names.on = true;
    }
    assertNull(Names.nameOf(lock));
  }

  @Test
  void names_given_while_others_are_swept_are_all_found() throws Exception {
    int writers = 3;
    int each = 2_000;
    AtomicBoolean done = new AtomicBoolean();
    List<List<Object>> kept = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      List<Object> mine = new ArrayList<>();
      kept.add(mine);
      String name = "com.acme.K.lock" + w;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  Names.stored(new Object(), name + " gone");
                  Object value = new Object();
                  mine.add(value);
                  Names.stored(value, name);
                }
              }));
    }
    Thread sweeper =
        new Thread(
            () -> {
              while (!done.get()) {
                System.gc();
                Names.sweep();
              }
            });
    sweeper.start();
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    done.set(true);
    sweeper.join();
    Set<String> names = new HashSet<>();
    for (List<Object> mine : kept) {
      for (Object value : mine) {
        assertNotEquals(null, Names.nameOf(value));
        names.add(Names.nameOf(value));
      }
    }
    assertEquals(writers * each, names.size(), "no two have one name");
  }
}
