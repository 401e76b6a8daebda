package io.duality.engine.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.boot.EndedWaits;
import io.duality.boot.Hooks;
import io.duality.boot.Names;
import io.duality.boot.Op;
import io.duality.engine.context.Contexts;
import io.duality.model.EndedWait;
import io.duality.model.ResourceHistory;
import io.duality.model.ResourceKind;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndedHistoryTest {
  private final EndedHistory history = new EndedHistory(new Contexts());

  @BeforeEach
  void arm() {
    Hooks.armed = true;
    Hooks.recordNanos = 0;
  }

  @AfterEach
  void disarm() {
    Hooks.armed = false;
    Hooks.recordNanos = 1_000_000;
  }

  private static void waitFor(Object object, int op, boolean got) {
    Hooks.parks(object, op, true);
    Hooks.endsTimed(got, object);
  }

  private ResourceHistory of(String name, long now) {
    return history.histories(now).stream()
        .filter(each -> each.resourceName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " in " + history.histories(now)));
  }

  @Test
  void waits_are_summed_per_resource_and_kept_one_by_one() {
    Semaphore permits = new Semaphore(1);
    Names.stored(permits, "com.acme.Shop.permits");
    waitFor(permits, Op.ACQUIRE, true);
    waitFor(permits, Op.ACQUIRE, false);
    long now = System.nanoTime();

    assertEquals(0, history.drain(now));
    ResourceHistory shop = of("com.acme.Shop.permits", now);
    assertEquals(2, shop.parkedWaits());
    assertEquals(1, shop.timeouts());
    assertTrue(shop.maxNanos() <= shop.totalNanos());
    EndedWait last = history.waits().get(history.waits().size() - 1);
    assertEquals(EndedWait.Outcome.TIMEOUT, last.outcome());
    assertEquals(Thread.currentThread().getName(), last.threadName());
  }

  @Test
  void waits_of_the_agents_own_threads_are_no_evidence() throws InterruptedException {
    Semaphore permits = new Semaphore(1);
    Names.stored(permits, "io.duality.Capture.done");
    Thread own = new Thread(() -> waitFor(permits, Op.ACQUIRE, false), "duality-capture");
    own.start();
    own.join();
    long now = System.nanoTime();
    history.drain(now);

    assertTrue(history.waits().stream().noneMatch(w -> w.threadName().equals("duality-capture")));
    assertTrue(
        history.histories(now).stream()
            .noneMatch(each -> each.resourceName().equals("io.duality.Capture.done")));
  }

  @Test
  void window_slides() {
    ReentrantLock lock = new ReentrantLock();
    Names.stored(lock, "com.acme.Shop.slidingLock");
    waitFor(lock, Op.ACQUIRE, true);
    long now = System.nanoTime();
    history.drain(now);
    assertEquals(1, of("com.acme.Shop.slidingLock", now).parkedWaits());

    long later = now + EndedHistory.WINDOW_NANOS + EndedHistory.WINDOW_NANOS / 10;
    history.drain(later);
    assertTrue(
        history.histories(later).stream()
            .noneMatch(each -> each.resourceName().equals("com.acme.Shop.slidingLock")));
    assertEquals(java.util.List.of(), history.waits());
  }

  @Test
  void what_came_faster_than_it_was_taken_is_counted() {
    Object busy = new Object();
    for (int i = 0; i < EndedWaits.CAPACITY + 100; i++) {
      waitFor(busy, Op.AWAIT, true);
    }
    assertEquals(100, history.drain(System.nanoTime()));
    assertEquals(100, history.lost());
    assertEquals(EndedHistory.MAX_WAITS, history.waits().size());
  }

  @Test
  void beyond_its_bound_resources_share_one_line() {
    for (int i = 0; i < EndedHistory.MAX_RESOURCES + 50; i++) {
      waitFor(new Object(), Op.AWAIT, true);
    }
    long now = System.nanoTime();
    history.drain(now);
    assertEquals(EndedHistory.MAX_RESOURCES + 1, history.histories(now).size());
    assertEquals(50, of("other resources", now).parkedWaits());
  }

  @Test
  void kinds_are_told_from_class_names() {
    assertEquals(
        ResourceKind.LOCK,
        Blocker.kindOf("java.util.concurrent.locks.ReentrantLock$FairSync", Op.NONE));
    assertEquals(
        ResourceKind.SEMAPHORE,
        Blocker.kindOf("java.util.concurrent.Semaphore$NonfairSync", Op.NONE));
    assertEquals(
        ResourceKind.CONDITION,
        Blocker.kindOf(
            "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject", Op.NONE));
    assertEquals(
        ResourceKind.QUEUE, Blocker.kindOf("java.util.concurrent.LinkedBlockingQueue", Op.NONE));
    assertEquals(ResourceKind.FUTURE, Blocker.kindOf("java.util.concurrent.FutureTask", Op.NONE));
    assertEquals(ResourceKind.SYNCHRONIZER, Blocker.kindOf("com.acme.Gate$Sync", Op.NONE));
  }
}
