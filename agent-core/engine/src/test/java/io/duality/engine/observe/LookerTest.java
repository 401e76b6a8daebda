package io.duality.engine.observe;

import static io.duality.engine.observe.Actors.holdings;
import static io.duality.engine.observe.Actors.look;
import static io.duality.engine.observe.Actors.resourceOf;
import static io.duality.engine.observe.Actors.seen;
import static io.duality.engine.observe.Actors.until;
import static io.duality.engine.observe.Actors.waitOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.boot.Hooks;
import io.duality.boot.Names;
import io.duality.boot.Op;
import io.duality.engine.context.Contexts;
import io.duality.engine.library.Libraries;
import io.duality.model.Holding;
import io.duality.model.Holding.Relation;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.config.Glob;
import io.duality.model.config.NameRules;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"WaitNotInLoop", "LockNotBeforeTry"}) // these waits are to last
class LookerTest {
  private final Actors actors = new Actors();
  private Looker looker = looker(0, 0);

  private static Looker looker(long waitsAfter, long framesAfter) {
    Looker looker =
        new Looker(
            new Contexts(),
            new Libraries(),
            new LookSettings(waitsAfter, framesAfter, 32, 100, null, NameRules.NONE));
    looker.allowBeans();
    return looker;
  }

  @BeforeEach
  void arm() {
    Hooks.armed = true;
  }

  @AfterEach
  void end() {
    Hooks.armed = false;
    actors.close();
  }

  /** Two looks: what no hook saw is reported when an earlier look saw it too. */
  private Look second() {
    look(looker);
    return look(looker);
  }

  @Test
  void blocked_thread_waits_for_a_monitor_that_another_holds() {
    Object cart = new Object();
    synchronized (cart) {
      Thread victim =
          actors.start(
              "victim",
              () -> {
                synchronized (cart) {
                  return;
                }
              });
      until(victim, Thread.State.BLOCKED);
      Look first = look(looker);
      Look second = look(looker);

      OpenWait wait = waitOf(second, victim);
      assertEquals("enter", wait.op());
      assertTrue(wait.same(waitOf(first, victim)), "one wait in two looks");
      Resource monitor = resourceOf(second, victim);
      assertEquals(ResourceKind.MONITOR, monitor.kind());
      assertEquals(
          "monitor java.lang.Object@" + Integer.toHexString(System.identityHashCode(cart)),
          monitor.name());
      Holding holding = holdings(second, monitor).get(0);
      assertEquals(Thread.currentThread().getId(), holding.threadId());
      assertEquals(SeenBy.MXBEAN, holding.by());
      assertFalse(seen(second, victim).frames().isEmpty(), "a stall's stack is taken");
      assertFalse(seen(second, Thread.currentThread()).frames().isEmpty(), "its holder's too");
    }
  }

  @Test
  void the_next_wait_for_the_same_monitor_is_another_wait() {
    Object cart = new Object();
    Semaphore again = new Semaphore(0);
    Thread victim;
    OpenWait first;
    synchronized (cart) {
      victim =
          actors.start(
              "victim",
              () -> {
                synchronized (cart) {
                  again.acquire();
                }
                again.acquire();
                synchronized (cart) {
                  again.acquire();
                }
              });
      until(victim, Thread.State.BLOCKED);
      first = waitOf(look(looker), victim);
    }
    until(victim, Thread.State.WAITING);
    again.release();
    until(() -> again.getQueueLength() == 1 && !Thread.holdsLock(cart), "outside the monitor");
    synchronized (cart) {
      again.release();
      until(victim, Thread.State.BLOCKED);
      OpenWait second = waitOf(look(looker), victim);
      assertEquals(first.resourceKey(), second.resourceKey());
      assertNotEquals(first.sinceNanos(), second.sinceNanos());
    }
  }

  @Test
  void lock_is_known_by_its_name_its_owner_and_how_often_he_holds_it() {
    ReentrantLock stock = new ReentrantLock();
    Names.stored(stock, "com.acme.Inventory.stockLock");
    stock.lock();
    stock.lock();
    Thread victim = actors.start("victim", stock::lockInterruptibly);
    until(stock::hasQueuedThreads, "queued");
    until(victim, Thread.State.WAITING);
    Look look = second();

    Resource lock = resourceOf(look, victim);
    assertEquals(ResourceKind.LOCK, lock.kind());
    assertEquals("com.acme.Inventory.stockLock", lock.name());
    assertEquals(Resource.Named.FIELD, lock.named());
    assertEquals("java.util.concurrent.locks.ReentrantLock", lock.className());
    assertEquals("lock", waitOf(look, victim).op());
    assertEquals(
        List.of(
            new Holding(
                lock.key(),
                Thread.currentThread().getId(),
                Relation.HELD_BY,
                null,
                2,
                Holding.UNKNOWN_SINCE,
                SeenBy.OWNER)),
        holdings(look, lock));
  }

  @Test
  void every_reader_of_a_lock_is_known_with_its_count_while_a_writer_waits() {
    ReentrantReadWriteLock catalog = new ReentrantReadWriteLock();
    CountDownLatch reading = new CountDownLatch(3);
    CountDownLatch never = new CountDownLatch(1);
    Map<String, Integer> counts = Map.of("reader-1", 1, "reader-2", 3, "reader-3", 2);
    counts.forEach(
        (name, count) ->
            actors.start(
                name,
                () -> {
                  for (int i = 0; i < count; i++) {
                    catalog.readLock().lock();
                  }
                  reading.countDown();
                  never.await();
                }));
    until(() -> reading.getCount() == 0, "three readers");
    Thread writer = actors.start("writer", () -> catalog.writeLock().lockInterruptibly());
    until(() -> catalog.hasQueuedThread(writer), "writer queued");
    until(writer, Thread.State.WAITING);
    Look look = second();

    Resource lock = resourceOf(look, writer);
    assertEquals(ResourceKind.READ_WRITE_LOCK, lock.kind());
    assertEquals(6, lock.depth());
    Map<String, Integer> found =
        holdings(look, lock).stream()
            .collect(
                Collectors.toMap(
                    h ->
                        look.threads().stream()
                            .filter(t -> t.id() == h.threadId())
                            .findFirst()
                            .orElseThrow()
                            .name(),
                    Holding::count));
    assertEquals(counts, found);
    assertTrue(
        look.unknown().stream().noneMatch(each -> each.subject().equals(lock.name())),
        () -> look.unknown().toString());
  }

  @Test
  void reader_that_wants_to_write_is_seen_to_wait_for_itself() {
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    Thread upgrader =
        actors.start(
            "upgrader",
            () -> {
              lock.readLock().lock();
              lock.writeLock().lockInterruptibly();
            });
    until(() -> lock.hasQueuedThread(upgrader), "queued");
    until(upgrader, Thread.State.WAITING);
    Look look = second();

    Holding holding = holdings(look, resourceOf(look, upgrader)).get(0);
    assertEquals(upgrader.getId(), holding.threadId());
    assertEquals("reader", holding.as());
  }

  @Test
  void condition_without_a_name_is_called_after_its_lock() {
    ReentrantLock mail = new ReentrantLock();
    Names.stored(mail, "com.acme.Mail.lock");
    Condition arrived = mail.newCondition();
    Thread reader =
        actors.start(
            "reader",
            () -> {
              mail.lock();
              arrived.await();
            });
    until(reader, Thread.State.WAITING);
    Resource condition = resourceOf(second(), reader);

    assertEquals(ResourceKind.CONDITION, condition.kind());
    assertEquals("condition of com.acme.Mail.lock", condition.name());
  }

  @Test
  void waits_without_hooks_are_told_apart() {
    Object bell = new Object();
    Thread notified =
        actors.start(
            "notified",
            () -> {
              synchronized (bell) {
                bell.wait();
              }
            });
    Thread parked = actors.start("parked", LockSupport::park);
    Thread sleeper = actors.start("sleeper", () -> Thread.sleep(600_000));
    Thread joiner = actors.start("joiner", sleeper::join);
    for (Thread each : List.of(notified, parked, sleeper, joiner)) {
      until(each, Thread.State.WAITING, Thread.State.TIMED_WAITING);
    }
    Look look = second();

    assertEquals("wait", waitOf(look, notified).op());
    assertEquals(ResourceKind.MONITOR, resourceOf(look, notified).kind());
    assertEquals("park", waitOf(look, parked).op());
    assertEquals("sleep", waitOf(look, sleeper).op());
    assertEquals(OpenWait.UNKNOWN_TIMEOUT, waitOf(look, sleeper).timeoutNanos());
    assertEquals("join", waitOf(look, joiner).op());
    assertEquals("end of thread sleeper", resourceOf(look, joiner).name());
    assertEquals(sleeper.getId(), holdings(look, resourceOf(look, joiner)).get(0).threadId());
  }

  @Test
  void full_queue_says_its_depth_and_limit_without_its_lock() throws Exception {
    ArrayBlockingQueue<String> rows = new ArrayBlockingQueue<>(2);
    Names.stored(rows, "com.acme.Report.rowQueue");
    rows.put("a");
    rows.put("b");
    Object condition = new ReentrantLock().newCondition();
    CountDownLatch inside = new CountDownLatch(1);
    Thread putter =
        actors.start(
            "putter",
            () -> {
              Hooks.queueWaits(rows, Op.PUT);
              Hooks.parks(condition, Op.AWAIT, true);
              inside.countDown();
              rows.put("c");
            });
    inside.await();
    until(putter, Thread.State.WAITING);
    Look look = look(looker);

    assertEquals("put", waitOf(look, putter).op());
    assertEquals(SeenBy.SLOT, waitOf(look, putter).by());
    Resource queue = resourceOf(look, putter);
    assertEquals(ResourceKind.QUEUE, queue.kind());
    assertEquals("com.acme.Report.rowQueue", queue.name());
    assertEquals(2, queue.depth());
    assertEquals(2, queue.limit());
  }

  @Test
  void queued_task_is_worked_by_the_workers_of_its_pool() throws Exception {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            1,
            task -> {
              Thread worker = new Thread(task, "orders-worker-1");
              worker.setDaemon(true);
              return worker;
            });
    CountDownLatch waiting = new CountDownLatch(1);
    Future<?> outer =
        pool.submit(
            () -> {
              Future<?> inner = pool.submit(() -> {});
              Hooks.parks(inner, Op.GET, true);
              waiting.countDown();
              return inner.get();
            });
    waiting.await();
    Thread worker =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("orders-worker-1"))
            .findFirst()
            .orElseThrow();
    until(worker, Thread.State.WAITING);
    Look look = look(looker);
    outer.cancel(true);
    pool.shutdownNow();

    Resource future = resourceOf(look, worker);
    assertEquals(ResourceKind.FUTURE, future.kind());
    assertTrue(future.name().startsWith("future of " + LookerTest.class.getName()), future::name);
    Holding work = holdings(look, future).get(0);
    assertEquals(Relation.WORKED_BY, work.relation());
    assertEquals(worker.getId(), work.threadId());
  }

  @Test
  void configured_name_replaces_the_found_one() {
    ReentrantLock lock = new ReentrantLock();
    Names.stored(lock, "com.acme.gen.A17.l");
    looker.configure(
        new LookSettings(
            0,
            0,
            32,
            100,
            null,
            new NameRules(
                List.of(new NameRules.Rule(new Glob("com.acme.gen.*.l"), "tenant lock")))));
    lock.lock();
    Thread victim = actors.start("victim", lock::lockInterruptibly);
    until(lock::hasQueuedThreads, "queued");
    until(victim, Thread.State.WAITING);
    Resource resource = resourceOf(second(), victim);

    assertEquals("tenant lock", resource.name());
    assertEquals(Resource.Named.CONFIGURATION, resource.named());
  }

  @Test
  void glance_asks_for_a_look_when_a_thread_stays_blocked_and_not_before() {
    Object cart = new Object();
    looker = looker(1_000, 1_000);
    long now = System.nanoTime();
    synchronized (cart) {
      Thread victim =
          actors.start(
              "victim",
              () -> {
                synchronized (cart) {
                  return;
                }
              });
      until(victim, Thread.State.BLOCKED);

      assertFalse(looker.glance(now), "a thread may be just entering");
      assertTrue(looker.glance(now + 2_000));
    }
  }

  @Test
  void glance_passes_over_idle_waits() throws Exception {
    looker = looker(1_000, 1_000);
    CountDownLatch latch = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    Thread idle =
        actors.start(
            "idle-worker",
            () -> {
              Hooks.parks(latch, Op.AWAIT, true);
              inside.countDown();
              latch.await();
            });
    inside.await();
    until(idle, Thread.State.WAITING);

    assertFalse(looker.glance(System.nanoTime() + 10_000));
    assertFalse(looker.glance(System.nanoTime() + 20_000));
  }

  @Test
  void threads_of_the_agent_are_left_out() {
    Object cart = new Object();
    synchronized (cart) {
      Thread own =
          actors.start(
              "duality-test",
              () -> {
                synchronized (cart) {
                  return;
                }
              });
      until(own, Thread.State.BLOCKED);
      Look look = second();
      assertTrue(look.waits().stream().noneMatch(wait -> wait.threadId() == own.getId()));
    }
  }
}
