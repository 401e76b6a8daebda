package io.duality.engine.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.PoolSeen;
import io.duality.model.ResourceKind;
import org.junit.jupiter.api.Test;

class StarvationDetectorTest {
  private static final String NAME = "pool report-export";

  private final Watched watched = Watched.only("starvation");
  private final PoolFigures pool = new PoolFigures(1, 2, 3, 4);
  private final Looks looks = new Looks().pool("P", NAME, pool);

  @Test
  void pool_whose_workers_all_wait_for_one_thing_while_tasks_queue_up_is_starved() {
    looks.resource("C", ResourceKind.CONNECTION_POOL, "HikariPool-1");
    looks.running(9, "leaker").holds(9, "C");
    for (int i = 1; i <= 4; i++) {
      looks.thread(i, "report-export-" + i, "export").waits(i, "C", "borrow", i == 4 ? 4 : 1);
    }
    pool.depth(140, 12).counts(100);
    Alarm alarm = watched.one(looks.at(10));
    assertEquals(
        NAME
            + ": 4 of 4 workers blocked for 6 s, 140 tasks queued, the oldest for 12 s; all wait for"
            + " HikariPool-1, root thread leaker",
        alarm.sentence());
    assertEquals("starvation", alarm.detector());
    assertEquals("starvation.age > 5s", alarm.condition());
    assertEquals("6s", alarm.observed());
    assertEquals("thread:9", alarm.rootKey());
    assertEquals(9L, alarm.threadIds().get(0));
    assertEquals(java.util.List.of("export"), alarm.spanNames());
    assertTrue(alarm.signature().matches("starvation:[0-9a-f]{12}"), alarm.signature());
  }

  @Test
  void most_of_the_workers_are_enough_when_nothing_ends() {
    looks.lock("L", "com.acme.lock").running(9, "holder").holds(9, "L");
    for (int i = 1; i <= 3; i++) {
      looks.thread(i, "w-" + i, null).waits(i, "L", "lock", 1);
    }
    pool.depth(3, 0).counts(7);
    Watched.silent(watched.look(looks.at(2)), "it has not lasted");
    Watched.silent(watched.look(looks.at(7)), "5 s are not more than 5 s");
    Alarm alarm = watched.one(looks.at(7.5));
    assertTrue(
        alarm.sentence().contains("3 of 4 workers blocked for 5.5 s, 3 tasks queued; all wait"),
        alarm.sentence());
  }

  @Test
  void pool_that_completes_tasks_is_never_starved_however_much_is_queued() {
    for (int i = 1; i <= 4; i++) {
      looks
          .resource("S" + i, ResourceKind.SOCKET, "tcp db:5432")
          .thread(i, "w-" + i, null)
          .waits(i, "S" + i, "read", 0);
    }
    for (int second = 0; second < 600; second++) {
      pool.depth(10_000 - second, second).counts(second / 4);
      Watched.silent(watched.look(looks.at(100 + second)), "second " + second);
    }
  }

  @Test
  void long_tasks_that_compute_get_patience_and_then_what_they_run_is_said() {
    pool.depth(5, 0).counts(10).runs("com.acme.PriceTask", 1, 1).runs("com.acme.PriceTask", 2, 1);
    for (double second = 1; second <= 31; second += 1) {
      Watched.silent(watched.look(looks.at(second)), "second " + second);
    }
    Alarm alarm = watched.one(looks.at(31.5));
    assertEquals(
        NAME
            + ": 4 of 4 workers busy, no task ended for 30.5 s, 5 tasks queued; workers are busy:"
            + " running com.acme.PriceTask",
        alarm.sentence());
    assertEquals("P", alarm.rootKey());
  }

  @Test
  void pool_whose_tasks_always_took_long_gets_three_times_as_long() {
    long ended = 0;
    for (double second = 0; second < 100; second += 1) {
      ended += second % 25 == 24 ? 4 : 0;
      pool.depth(40, 0).counts(ended);
      Watched.silent(watched.look(looks.at(second)), "25 s each: second " + second);
    }
    for (double second = 100; second < 173; second += 1) {
      Watched.silent(watched.look(looks.at(second)), "second " + second);
    }
    watched.one(looks.at(176));
  }

  @Test
  void worker_without_a_task_or_an_empty_queue_or_a_terminated_pool_is_no_starvation() {
    looks.lock("L", "com.acme.lock");
    for (int i = 1; i <= 4; i++) {
      looks.thread(i, "w-" + i, null).waits(i, "L", "lock", 0);
    }
    pool.counts(1);
    Watched.silent(watched.look(looks.at(100)), "nothing is queued");
    pool.depth(5, 60).counts(1);
    pool.idle = 1;
    Watched.silent(watched.look(looks.at(200)), "a worker is free");
    pool.idle = 0;
    pool.phase = PoolSeen.Phase.TERMINATED;
    Watched.silent(watched.look(looks.at(300)), "nobody will do that");
    pool.phase = PoolSeen.Phase.SHUTDOWN;
    watched.one(looks.at(400));
  }

  @Test
  void where_nobody_counts_a_shorter_queue_or_another_head_or_task_is_progress() {
    looks.lock("L", "com.acme.lock");
    for (int i = 1; i <= 3; i++) {
      looks.thread(i, "w-" + i, null).waits(i, "L", "lock", 0);
    }
    for (int second = 0; second < 40; second++) {
      pool.depth(40 - second, 0);
      Watched.silent(watched.look(looks.at(second)), "it gets shorter: second " + second);
    }
    for (int second = 40; second < 80; second++) {
      pool.depth(1, 1 + second % 2 * 0.1);
      Watched.silent(watched.look(looks.at(second)), "another head: second " + second);
    }
    pool.depth(1, 0);
    for (int second = 80; second < 86; second++) {
      Watched.silent(watched.look(looks.at(second)), "second " + second);
    }
    watched.one(looks.at(86));
  }

  @Test
  void backlog_that_is_gone_for_a_look_begins_anew() {
    looks.lock("L", "com.acme.lock");
    for (int i = 1; i <= 4; i++) {
      looks.thread(i, "w-" + i, null).waits(i, "L", "lock", 0);
    }
    pool.depth(1, 0).counts(1);
    watched.look(looks.at(10));
    watched.look(looks.at(14));
    pool.depth(0, 0);
    watched.look(looks.at(15));
    pool.depth(1, 0);
    Watched.silent(watched.look(looks.at(16)), "queued just now");
    Watched.silent(watched.look(looks.at(20)), "for 4 s");
    watched.one(looks.at(22));
  }

  @Test
  void names_say_which_pools_with_or_without_the_word_in_front() {
    Watched other = Watched.only("starvation", "trigger.starvation.names=mail-*");
    Watched its = Watched.only("starvation", "trigger.starvation.names=report-*");
    looks.lock("L", "com.acme.lock");
    for (int i = 1; i <= 4; i++) {
      looks.thread(i, "w-" + i, null).waits(i, "L", "lock", 0);
    }
    pool.depth(1, 10).counts(1);
    Watched.silent(other.look(looks.at(10)), "another pool");
    its.one(looks.at(10));
  }

  @Test
  void carriers_that_are_all_pinned_while_virtual_threads_queue_are_exhausted_after_a_second() {
    Watched pinned = Watched.only("pinned");
    PoolFigures carriers = new PoolFigures(1, 2).depth(30, 0);
    carriers.blocked = 2;
    Looks all = new Looks().pool("V", "virtual-thread scheduler", carriers);
    all.lock("L", "com.acme.Cart.lock").running(9, "holder").holds(9, "L");
    all.virtual(101, "GET /cart").waits(101, "L", "lock", 0);
    all.virtual(102, "GET /cart").waits(102, "L", "lock", 0);
    Watched.silent(pinned.look(all.at(1)), "it has not lasted");
    Watched.silent(pinned.look(all.at(2)), "it has lasted for 1 s");
    Alarm alarm = pinned.one(all.at(2.2));
    assertEquals("pinned", alarm.detector());
    assertEquals(
        "virtual-thread scheduler: 2 of 2 carriers pinned for 1.2 s, 30 virtual threads queued; all"
            + " wait for lock com.acme.Cart.lock, root thread holder",
        alarm.sentence());
    assertEquals("thread:9", alarm.rootKey());
    Watched.silent(
        pinned.look(looks.pool("P", NAME, pool.depth(9, 99)).at(99)), "no other pool's affair");
  }
}
