package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndedWaitsTest {
  private final Object blocker = new Object();

  @BeforeEach
  void arm() {
    Hooks.armed = true;
    Hooks.recordNanos = 0;
  }

  @AfterEach
  void disarm() {
    Hooks.armed = false;
    Hooks.recordNanos = 1_000_000;
    Hooks.readTraces(null);
    Hooks.emitWaits(null);
  }

  private EndedWaits.Ended last() {
    return EndedWaits.get(EndedWaits.next() - 1);
  }

  @Test
  void ended_wait_keeps_who_waited_for_what_and_who_held_it() {
    ReentrantLock lock = new ReentrantLock();
    Names.stored(lock, "com.acme.Stock.lock");
    Object sync = Peek.reference(lock, Peek.offset(ReentrantLock.class, "sync"));
    Hooks.readTraces(
        new TraceReader() {
          @Override
          public boolean read(Thread thread, TraceIds into) {
            into.traceLow = 7;
            return true;
          }
        });
    lock.lock();
    try {
      Hooks.acquireParks(sync, false, false, false, 0);
    } finally {
      lock.unlock();
    }
    Hooks.acquireEnds(1, sync);
    EndedWaits.Ended ended = last();
    Thread self = Thread.currentThread();
    assertEquals("com.acme.Stock.lock", ended.resource);
    assertEquals(self.getName(), ended.threadName);
    assertEquals(self.getName(), ended.holderName);
    assertEquals(Peek.threadId(self), ended.holderId);
    assertEquals(7, ended.trace.traceLow);
    assertEquals(7, ended.holderTrace.traceLow);
    assertEquals(Op.ACQUIRE, ended.op);
    assertEquals(Op.ACQUIRED, ended.outcome);
    assertTrue(ended.waitNanos >= 0);
  }

  @Test
  void outcome_follows_the_result_of_every_kind_of_wait() {
    assertEquals(Op.ACQUIRED, outcome(() -> Hooks.ends(blocker)));
    assertEquals(Op.ACQUIRED, outcome(() -> Hooks.acquireEnds(1, blocker)));
    assertEquals(Op.TIMEOUT, outcome(() -> Hooks.acquireEnds(0, blocker)));
    assertEquals(Op.INTERRUPTED, outcome(() -> Hooks.acquireEnds(-1, blocker)));
    assertEquals(Op.TIMEOUT, outcome(() -> Hooks.endsTimed(false, blocker)));
    assertEquals(Op.ACQUIRED, outcome(() -> Hooks.endsNanos(1, blocker)));
    assertEquals(Op.TIMEOUT, outcome(() -> Hooks.endsNanos(0, blocker)));
    assertEquals(Op.TIMEOUT, outcome(() -> Hooks.endsState(1, blocker)));
    assertEquals(Op.ACQUIRED, outcome(() -> Hooks.endsState(2, blocker)));
    assertEquals(Op.INTERRUPTED, outcome(() -> Hooks.endsResult(null, blocker)));
    assertEquals(Op.TIMEOUT, outcome(() -> Hooks.endsStamp(0, blocker)));
    assertEquals(Op.INTERRUPTED, outcome(() -> Hooks.endsStamp(1, blocker)));
    assertEquals(Op.ACQUIRED, outcome(() -> Hooks.endsStamp(256, blocker)));
    assertEquals(Op.INTERRUPTED, outcome(() -> Hooks.fails(new InterruptedException(), blocker)));
    assertEquals(Op.TIMEOUT, outcome(() -> Hooks.fails(new TimeoutException(), blocker)));
    assertEquals(Op.FAILED, outcome(() -> Hooks.fails(new Error(), blocker)));
  }

  private int outcome(Runnable end) {
    Hooks.parks(blocker, Op.GET, true);
    end.run();
    return last().outcome;
  }

  @Test
  void wait_for_a_queue_is_remembered_as_such() {
    Object queue = new AtomicInteger();
    Names.stored(queue, "com.acme.Orders.queue");
    Hooks.queueWaits(queue, Op.PUT);
    Hooks.parks(blocker, Op.AWAIT, true);
    Hooks.ends(blocker);
    assertEquals("com.acme.Orders.queue", last().resource);
    assertEquals("java.util.concurrent.atomic.AtomicInteger", last().className);
    assertEquals(Op.PUT, last().op);
  }

  @Test
  void short_waits_are_not_remembered() {
    Hooks.recordNanos = Long.MAX_VALUE;
    long before = EndedWaits.next();
    Hooks.parks(blocker, Op.GET, true);
    Hooks.ends(blocker);
    assertEquals(before, EndedWaits.next());
  }

  @Test
  void sink_hears_what_is_remembered() {
    List<Object> heard = new ArrayList<>();
    Hooks.emitWaits(
        new WaitSink() {
          @Override
          public void ended(
              String resource,
              String className,
              int identity,
              int op,
              long waitNanos,
              long timeoutNanos,
              int outcome,
              Thread holder,
              TraceIds holderTrace,
              TraceIds trace) {
            heard.add(className);
            heard.add(identity);
            heard.add(timeoutNanos);
            assertNotNull(trace);
          }
        });
    Hooks.parksNanos(42, blocker, Op.GET, true);
    Hooks.ends(blocker);
    assertEquals(List.of("java.lang.Object", System.identityHashCode(blocker), 42L), heard);
  }

  @Test
  void ring_forgets_the_oldest_and_says_so() {
    long first = EndedWaits.next();
    for (int i = 0; i <= EndedWaits.CAPACITY; i++) {
      Hooks.parks(blocker, Op.GET, true);
      Hooks.ends(blocker);
    }
    assertEquals(first + EndedWaits.CAPACITY + 1, EndedWaits.next());
    assertNull(EndedWaits.get(first), "overwritten");
    assertNotNull(EndedWaits.get(first + 1));
    assertSame(EndedWaits.get(first + 1), EndedWaits.get(first + 1));
    assertNull(EndedWaits.get(EndedWaits.next()), "not yet written");
  }

  @Test
  void every_wait_of_many_threads_has_a_number_of_its_own() throws Exception {
    long first = EndedWaits.next();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                Object mine = new Object();
                for (int i = 0; i < 500; i++) {
                  Hooks.parks(mine, Op.GET, true);
                  Hooks.ends(mine);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(first + 2_000, EndedWaits.next());
    for (long number = first; number < first + 2_000; number++) {
      assertEquals(number, EndedWaits.get(number).number);
    }
  }

  @Test
  void warm_up_runs_everything_and_remembers_nothing() {
    long before = EndedWaits.next();
    Hooks.armed = false;
    assertTrue(Hooks.warm());
    assertEquals(before, EndedWaits.next());
    assertTrue(!Hooks.armed, "armed only as it was before");
  }
}
