package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private final OpenSlot seen = new OpenSlot();
  private final Object blocker = new Object();
  private final Thread self = Thread.currentThread();

  @BeforeEach
  void arm() {
    Hooks.armed = true;
    Hooks.recordNanos = Long.MAX_VALUE;
  }

  @AfterEach
  void disarm() {
    Hooks.armed = false;
    Hooks.recordNanos = 1_000_000;
    assertFalse(Slots.read(self, seen), "a test left its wait open");
  }

  @Test
  void wait_is_seen_from_its_first_park_to_its_end() {
    assertFalse(Slots.read(self, seen));
    Hooks.parksNanos(5_000, blocker, Op.GET, true);
    assertTrue(Slots.read(self, seen));
    assertSame(self, seen.thread);
    assertSame(blocker, seen.blocker);
    assertEquals(Op.GET, seen.op);
    assertEquals(5_000, seen.timeoutNanos);
    assertTrue(seen.interruptible);
    assertNull(seen.queue);
    long since = seen.sinceNanos;
    Hooks.parksNanos(4_000, blocker, Op.GET, true);
    assertTrue(Slots.read(self, seen));
    assertEquals(since, seen.sinceNanos, "a further park opens nothing new");
    Hooks.ends(blocker);
    assertFalse(Slots.read(self, seen));
  }

  @Test
  void thread_that_gets_its_lock_back_after_a_signal_waits_inside_its_wait() {
    Object lock = new Object();
    Hooks.parks(blocker, Op.AWAIT, true);
    Hooks.acquireParks(lock, false, false, false, 0);
    assertTrue(Slots.read(self, seen));
    assertSame(lock, seen.blocker);
    assertSame(blocker, seen.signalled);
    assertEquals(Op.ACQUIRE, seen.op);
    Hooks.acquireEnds(1, lock);
    assertTrue(Slots.read(self, seen));
    assertSame(blocker, seen.blocker);
    assertNull(seen.signalled);
    assertEquals(Op.AWAIT, seen.op);
    Hooks.ends(blocker);
  }

  @Test
  void announced_queue_is_part_of_the_condition_wait_that_follows() {
    Object queue = new Object();
    Hooks.queueWaits(queue, Op.PUT);
    assertFalse(Slots.read(self, seen), "nothing is parked yet");
    Hooks.parks(blocker, Op.AWAIT, true);
    assertTrue(Slots.read(self, seen));
    assertSame(queue, seen.queue);
    assertSame(blocker, seen.blocker);
    assertEquals(Op.PUT, seen.op);
    Hooks.ends(blocker);
  }

  @Test
  void announcement_without_a_park_leaves_nothing() {
    Hooks.queueWaits(new Object(), Op.TAKE);
    Hooks.fails(new InterruptedException(), blocker);
    Hooks.parks(blocker, Op.AWAIT, true);
    assertTrue(Slots.read(self, seen));
    assertNull(seen.queue);
    Hooks.ends(blocker);
  }

  @Test
  void lock_that_is_got_back_before_any_park_is_no_wait_for_the_announced_queue() {
    Hooks.queueWaits(new Object(), Op.TAKE);
    Hooks.acquireParks(blocker, false, false, false, 0);
    assertTrue(Slots.read(self, seen));
    assertNull(seen.queue);
    assertEquals(Op.ACQUIRE, seen.op);
    Hooks.acquireEnds(1, blocker);
    assertFalse(Slots.read(self, seen));
    Hooks.ends(new Object());
  }

  @Test
  void end_without_a_begin_and_end_of_another_blocker_change_nothing() {
    Hooks.ends(blocker);
    Hooks.parks(blocker, Op.GET, false);
    Hooks.ends(new Object());
    assertTrue(Slots.read(self, seen));
    Hooks.ends(blocker);
  }

  @Test
  void disarmed_hooks_open_nothing_but_close_what_is_open() {
    Hooks.parks(blocker, Op.GET, false);
    Hooks.armed = false;
    Hooks.ends(blocker);
    assertFalse(Slots.read(self, seen));
    Hooks.parks(blocker, Op.GET, false);
    assertFalse(Slots.read(self, seen));
  }

  @Test
  void holder_is_the_owner_at_the_begin_of_the_wait() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    assertTrue(lock.tryLock());
    Object sync = Peek.reference(lock, Peek.offset(ReentrantLock.class, "sync"));
    Hooks.acquireParks(sync, false, false, false, 0);
    lock.unlock();
    assertTrue(Slots.read(self, seen));
    assertSame(self, seen.holder);
    assertFalse(seen.heldByReaders);
    assertNull(Holders.of(sync), "now it is free");
    Hooks.acquireEnds(1, sync);
  }

  @Test
  void holder_of_a_read_lock_is_its_first_reader() throws Exception {
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    Object sync = Peek.reference(lock, Peek.offset(ReentrantReadWriteLock.class, "sync"));
    assertTrue(lock.readLock().tryLock());
    Hooks.acquireParks(sync, false, false, false, 0);
    assertTrue(Slots.read(self, seen));
    assertSame(self, seen.holder);
    assertTrue(seen.heldByReaders);
    Hooks.acquireEnds(1, sync);
    lock.readLock().unlock();
    assertTrue(lock.writeLock().tryLock());
    Hooks.acquireParks(sync, true, false, false, 0);
    assertTrue(Slots.read(self, seen));
    assertSame(self, seen.holder);
    assertFalse(seen.heldByReaders);
    assertEquals(Op.ACQUIRE_SHARED, seen.op);
    Hooks.acquireEnds(1, sync);
    lock.writeLock().unlock();
  }

  @Test
  void hook_inside_the_emission_of_a_wait_does_nothing() {
    AtomicBoolean reached = new AtomicBoolean();
    Hooks.recordNanos = 0;
    Hooks.readTraces(
        new TraceReader() {
          @Override
          public boolean read(Thread thread, TraceIds into) {
            Object inner = new Object();
            Hooks.acquireParks(inner, false, false, false, 0);
            assertFalse(Slots.read(self, seen));
            Hooks.acquireEnds(1, inner);
            Hooks.queueWaits(inner, Op.TAKE);
            Hooks.ends(inner);
            reached.set(true);
            return false;
          }
        });
    try {
      Hooks.parks(blocker, Op.GET, false);
      Hooks.ends(blocker);
    } finally {
      Hooks.readTraces(null);
    }
    assertTrue(reached.get());
    Hooks.parks(blocker, Op.GET, false);
    assertTrue(Slots.read(self, seen), "the slot was given back");
    Hooks.ends(blocker);
  }

  @Test
  void emission_that_fails_is_counted_and_the_slot_is_given_back() {
    long before = Hooks.failures();
    Hooks.recordNanos = 0;
    Hooks.readTraces(
        new TraceReader() {
          @Override
          public boolean read(Thread thread, TraceIds into) {
            throw new OutOfMemoryError("a test's");
          }
        });
    try {
      Hooks.parks(blocker, Op.GET, false);
      Hooks.ends(blocker);
    } finally {
      Hooks.readTraces(null);
    }
    assertEquals(before + 1, Hooks.failures());
    Hooks.parks(blocker, Op.GET, false);
    assertTrue(Slots.read(self, seen), "the slot was given back");
    Hooks.ends(blocker);
  }

  @Test
  void full_group_of_slots_is_counted_and_hurts_nobody() {
    long before = Slots.overflows();
    List<Thread> crowd = threadsOfOneGroup(20);
    for (Thread thread : crowd) {
      Slots.open(-1, thread, blocker, Op.GET, false, false, 0, System.nanoTime());
    }
    assertEquals(before + 4, Slots.overflows());
    int visible = 0;
    for (Thread thread : crowd) {
      if (Slots.read(thread, seen)) {
        visible++;
        int slot = Slots.find(thread);
        Slots.closeOuter(slot, 0);
        Slots.release(slot, thread);
      }
    }
    assertEquals(16, visible);
  }

  private static List<Thread> threadsOfOneGroup(int count) {
    List<Thread> found = new ArrayList<>();
    long wanted = -1;
    while (found.size() < count) {
      Thread thread = new Thread(() -> {});
      long group = (thread.getId() * 0x9E3779B97F4A7C15L) >>> 54;
      wanted = wanted < 0 ? group : wanted;
      if (group == wanted) {
        found.add(thread);
      }
    }
    return found;
  }

  @Test
  void sweep_frees_the_slot_of_a_thread_that_ended_inside_its_wait() throws Exception {
    Thread gone = new Thread(() -> Hooks.parks(blocker, Op.GET, false));
    gone.start();
    gone.join();
    assertTrue(Slots.read(gone, seen));
    assertTrue(Slots.sweep() >= 1);
    assertFalse(Slots.read(gone, seen));
    assertEquals(-1, Slots.find(gone));
  }

  @Test
  void platform_thread_keeps_its_slot_for_its_next_wait_until_it_ends() throws Exception {
    int[] slots = new int[2];
    Thread waiter =
        new Thread(
            () -> {
              for (int i = 0; i < 2; i++) {
                Hooks.parks(blocker, Op.GET, false);
                Hooks.ends(blocker);
                slots[i] = Slots.find(Thread.currentThread());
              }
            });
    waiter.start();
    waiter.join();
    assertEquals(slots[0], slots[1]);
    assertEquals(slots[0], Slots.find(waiter));
    assertFalse(Slots.read(waiter, seen), "it does not wait");
    assertTrue(Slots.sweep() >= 1);
    assertEquals(-1, Slots.find(waiter));
  }

  @Test
  void latch_inside_the_end_of_a_thread_is_no_wait_of_its_own() {
    Hooks.parks(self, Op.JOIN, true);
    Hooks.acquireParks(blocker, true, true, false, 0);
    assertTrue(Slots.read(self, seen));
    assertSame(self, seen.blocker);
    assertEquals(Op.JOIN, seen.op);
    Hooks.acquireEnds(1, blocker);
    Hooks.endsJoin(self);
  }

  @Test
  void sweep_leaves_the_living_alone() {
    Hooks.parks(blocker, Op.GET, false);
    Slots.sweep();
    assertTrue(Slots.read(self, seen));
    Hooks.ends(blocker);
  }

  @Test
  void reader_never_sees_two_waits_mixed() throws Exception {
    int rounds = 200_000;
    Object[] pair = {new Object(), new Object()};
    Object[] queues = {new Object(), null};
    AtomicInteger reads = new AtomicInteger();
    Thread writer =
        new Thread(
            () -> {
              // With one processor it is stopped inside a wait by chance alone: until it was,
              // often.
              for (int i = 0; i < rounds || reads.get() < 100; i++) {
                int which = i & 1;
                if (queues[which] != null) {
                  Hooks.queueWaits(queues[which], Op.PUT);
                }
                Hooks.parksNanos(which + 1, pair[which], Op.AWAIT, which == 0);
                Hooks.ends(pair[which]);
              }
            });
    writer.setDaemon(true);
    writer.start();
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (writer.isAlive()) {
      assertTrue(System.nanoTime() - patience < 0, "only " + reads + " reads in a minute");
      if (Slots.read(writer, seen)) {
        reads.incrementAndGet();
        int which = seen.blocker == pair[0] ? 0 : 1;
        assertSame(pair[which], seen.blocker);
        assertSame(queues[which], seen.queue);
        assertEquals(which + 1, seen.timeoutNanos);
        assertEquals(which == 0, seen.interruptible);
        assertEquals(which == 0 ? Op.PUT : Op.AWAIT, seen.op);
        assertSame(writer, seen.thread);
        assertNotNull(seen.blocker);
      }
    }
    writer.join();
    assertTrue(reads.get() >= 100, "the reader was in time only " + reads + " times");
  }
}
