package io.duality.engine.observe;

import static io.duality.engine.observe.Actors.holdings;
import static io.duality.engine.observe.Actors.look;
import static io.duality.engine.observe.Actors.resourceOf;
import static io.duality.engine.observe.Actors.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.boot.Hooks;
import io.duality.boot.Names;
import io.duality.boot.Op;
import io.duality.engine.context.Contexts;
import io.duality.engine.library.Libraries;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.SeenBy;
import io.duality.model.config.NameRules;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"WaitNotInLoop", "LockNotBeforeTry"}) // these waits are to last
class QueueLooksTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Actors actors = new Actors();
  private final Looker looker =
      new Looker(
          new Contexts(), new Libraries(), new LookSettings(0, 0, 32, 100, null, NameRules.NONE));
  private long now = System.nanoTime();

  @BeforeEach
  void arm() {
    looker.allowBeans();
    Hooks.armed = true;
  }

  @AfterEach
  void end() {
    Hooks.armed = false;
    actors.close();
  }

  private Look lookNow() {
    now += SECOND;
    return looker.look(Instant.now(), now, false);
  }

  private boolean glance() {
    now += 11 * SECOND; // names are counted anew every ten seconds
    return looker.glance(now);
  }

  @Test
  void tasks_that_wait_for_a_busy_worker_lead_to_looks_which_carry_them() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(1);
    Names.stored(pool, "com.acme.Mail.senders");
    pool.execute(
        () -> {
          begun.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    begun.await();
    pool.execute(() -> {});
    pool.execute(() -> {});
    glance();
    assertTrue(glance(), "nobody waits for anything but work");
    PoolSeen seen = pool(lookNow(), "pool com.acme.Mail.senders");
    end.countDown();
    pool.shutdown();

    assertEquals(1, seen.busy());
    assertEquals(2, seen.depth());
    assertTrue(seen.full());
    assertTrue(seen.headAgeNanos() > 0, seen::toString);
  }

  @Test
  void queue_that_nobody_can_wait_for_is_seen_when_it_grows() {
    ConcurrentLinkedQueue<Integer> events = new ConcurrentLinkedQueue<>();
    Names.stored(events, "com.acme.Dispatcher.events");
    events.add(0);
    for (int i = 1; i <= 6; i++) {
      events.add(i);
      glance();
    }
    assertTrue(glance());
    QueueSeen seen = queue(lookNow(), "com.acme.Dispatcher.events");

    assertEquals(7, seen.depth());
    assertFalse(seen.blocking());
    assertEquals(PoolSeen.UNBOUNDED, seen.capacity());
  }

  @Test
  void consumer_that_never_waited_is_found_inside_the_class_that_has_the_queue() throws Exception {
    ArrayBlockingQueue<String> rows = new ArrayBlockingQueue<>(1);
    Names.stored(rows, Depot.class.getName() + ".rows");
    rows.put("a");
    CountDownLatch inside = new CountDownLatch(2);
    Thread consumer = actors.start("consumer", () -> Depot.consume(inside));
    Object condition = new ReentrantLock().newCondition();
    Thread putter =
        actors.start(
            "putter",
            () -> {
              Hooks.queueWaits(rows, Op.PUT);
              Hooks.parks(condition, Op.AWAIT, true);
              inside.countDown();
              rows.put("b");
            });
    inside.await();
    until(consumer, Thread.State.WAITING);
    until(putter, Thread.State.WAITING);
    Look look = look(looker);

    Resource queue = resourceOf(look, putter);
    Holding work = holdings(look, queue).get(0);
    assertEquals(consumer.getId(), work.threadId());
    assertEquals("consumer", work.as());
    assertEquals(SeenBy.STACK, work.by());
  }

  @Test
  void object_on_which_several_wait_to_be_notified_is_a_queue_of_unknown_depth() {
    Object buffer = new Object();
    Thread[] takers = new Thread[2];
    for (int i = 0; i < takers.length; i++) {
      takers[i] =
          actors.start(
              "taker-" + i,
              () -> {
                synchronized (buffer) {
                  buffer.wait();
                }
              });
    }
    for (Thread taker : takers) {
      until(taker, Thread.State.WAITING);
    }
    look(looker);
    Look look = look(looker);

    Resource monitor = resourceOf(look, takers[0]);
    QueueSeen seen = queue(look, monitor.name());
    assertEquals(PoolSeen.UNKNOWN, seen.depth());
    assertTrue(seen.blocking());
  }

  private static PoolSeen pool(Look look, String name) {
    String key = key(look, name);
    return look.pools().stream().filter(p -> p.resourceKey().equals(key)).findFirst().orElseThrow();
  }

  private static QueueSeen queue(Look look, String name) {
    String key = key(look, name);
    return look.queues().stream()
        .filter(q -> q.resourceKey().equals(key))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " among " + look.queues()));
  }

  private static String key(Look look, String name) {
    return look.resources().stream()
        .filter(resource -> resource.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " among " + look.resources()))
        .key();
  }

  private static final class Depot {
    static void consume(CountDownLatch inside) throws InterruptedException {
      inside.countDown();
      new CountDownLatch(1).await();
    }
  }
}
