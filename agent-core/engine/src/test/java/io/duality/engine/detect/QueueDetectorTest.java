package io.duality.engine.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.ResourceKind;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class QueueDetectorTest {
  private static final String ROWS = "com.acme.ReportExporter.rows";

  private final Watched watched = Watched.only("queue");
  private final PoolFigures pool = new PoolFigures(1, 2);
  private Alarm alarm;
  private final Looks looks = new Looks().pool("P", "pool mail", pool);

  @Test
  void unbounded_backlog_that_grows_with_no_end_in_sight_is_told_with_its_rates() {
    int second = firstAlarm(60, i -> 40_000 + 310L * i, i -> 890L * i);
    assertEquals(11, second, "at the twelfth look, and not before");
    assertEquals(
        "pool mail: 43410 tasks queued and growing by 310/s over 11 s (1,200/s come, 890/s go); it"
            + " has 2 workers",
        alarm.sentence());
    assertEquals("queue.grows over 12 looks", alarm.condition());
    assertEquals("+310/s", alarm.observed());
    assertEquals("P", alarm.rootKey());
  }

  @Test
  void growth_is_seen_also_where_looks_are_seldom() {
    watched.detectors().pace(6_000_000_000L);
    int found = -1;
    for (int look = 0; look < 20 && found < 0; look++) {
      int second = 6 * look; // more than five intervals: without the pace each look were the first
      pool.depth(40_000 + 310 * second, 0.5 * second).counts(890L * second);
      found = watched.look(looks.at(second)).isEmpty() ? -1 : look;
    }
    assertEquals(11, found, "at the twelfth look, and not before");
  }

  @Test
  void burst_at_the_start_that_fills_for_ten_seconds_and_drains_is_healthy() {
    long peak = 100_000;
    int second =
        firstAlarm(
            120,
            i -> i < 10 ? 10_000L * (i + 1) : Math.max(0, peak - 1_000L * (i - 9)),
            i -> 1_000L * i);
    assertEquals(-1, second, "it drains for 100 s, and that is healthy");
  }

  @Test
  void growth_that_the_workers_will_have_caught_up_with_soon_is_healthy() {
    assertEquals(-1, firstAlarm(60, i -> 100L * i, i -> 1_000L * i));
  }

  @Test
  void queue_that_goes_up_and_down_is_healthy_and_so_is_noise() {
    assertEquals(-1, firstAlarm(300, i -> 5_000 + 3_000L * (i % 10), i -> 50L * i));
    Random random = new Random(7);
    assertEquals(-1, firstAlarm(300, i -> 5_000 + random.nextInt(500), i -> 50L * i));
  }

  @Test
  void batch_that_steadily_completes_is_healthy_although_its_head_is_old() {
    for (int second = 0; second < 600; second++) {
      pool.depth(10_000 - second, second).counts(second);
      Watched.silent(watched.look(looks.at(second)), "second " + second);
    }
  }

  @Test
  void head_that_is_old_in_a_queue_that_does_not_drain_is_told() {
    for (int second = 0; second <= 30; second++) {
      pool.depth(500, second).counts(10L * second);
      Watched.silent(watched.look(looks.at(second)), "second " + second);
    }
    pool.depth(500, 31).counts(310);
    alarm = watched.one(looks.at(31));
    assertEquals("queue.age > 30s", alarm.condition());
    assertEquals(
        "pool mail: 500 tasks queued, the oldest for 31 s, and it does not drain (10/s come, 10/s"
            + " go); it has 2 workers",
        alarm.sentence());
  }

  @Test
  void one_long_task_in_front_of_a_short_queue_is_no_build_up() {
    for (int second = 0; second <= 180; second++) {
      pool.depth(3, second).counts(7);
      Watched.silent(watched.look(looks.at(second)), "second " + second);
    }
    pool.depth(3, 181).counts(7);
    watched.one(looks.at(181));
  }

  @Test
  void full_queue_whose_producers_wait_and_that_nobody_takes_from_is_told_with_its_consumer() {
    full(Looks.hand(7, "uploader", 0.5));
    Watched.silent(watched.look(looks.at(2)), "for 1 s");
    alarm = watched.one(looks.at(3.5));
    assertEquals("queue.depth >= 90%", alarm.condition());
    assertEquals("950 of 1000", alarm.observed());
    assertEquals(
        "queue "
            + ROWS
            + ": 950 of 1000 queued, 2 threads wait to put, the oldest for 2.5 s; its consumer"
            + " uploader waits for tcp 10.0.0.5:9000",
        alarm.sentence());
    assertEquals("thread:7", alarm.rootKey());
    assertEquals(2, alarm.subjects().size() + 1, "it is about that producer's wait");
  }

  @Test
  void full_queue_that_moves_is_backpressure_and_healthy() {
    for (int i = 0; i < 100; i++) {
      Looks moving = new Looks();
      moving.queue("Q", ROWS, 1000, 1000, 0.3, Looks.hand(7, "uploader", i - 0.1));
      moving.thread(5, "exporter", "export").waits(5, "Q", "put", i - 3);
      moving.running(7, "uploader").works(7, "Q");
      Watched.silent(watched.look(moving.at(i)), "second " + i);
    }
  }

  @Test
  void full_queue_without_a_producer_is_only_full() {
    looks.queue("Q", ROWS, 1000, 1000, 1);
    Watched.silent(watched.look(looks.at(100)), "nobody waits");
  }

  @Test
  void queue_of_nobody_known_has_to_grow_for_as_long_as_its_head_may_be_old() {
    int fired = -1;
    for (int second = 0; second < 60 && fired < 0; second++) {
      looks.queue("Q", ROWS, 10L * second, -1, 0);
      fired = watched.look(looks.at(second)).isEmpty() ? -1 : second;
    }
    assertEquals(30, fired);
    assertTrue(watched.one(looks.at(30.1)).sentence().endsWith("who takes from it is not known"));
  }

  @Test
  void queue_that_only_keeps_things_or_whose_elements_are_not_due_is_healthy() {
    for (int second = 0; second < 100; second++) {
      looks.queue("Q", "com.acme.Spares.free", 5 + second % 2, -1, second);
      looks.queue("D", "com.acme.Reminders.due", 2 + second / 10, -1, second);
      if (second == 0) {
        looks.thread(8, "reminders", null).waits(8, "D", "take", 0);
      }
      Watched.silent(watched.look(looks.at(second)), "second " + second);
    }
  }

  @Test
  void queue_from_which_nothing_is_taken_while_more_comes_is_told() {
    int fired = -1;
    for (int second = 0; second < 60 && fired < 0; second++) {
      looks.queue("Q", ROWS, 5 + second / 8, -1, second, Looks.hand(7, "uploader", 0));
      looks.running(7, "uploader");
      fired = watched.look(looks.at(second)).isEmpty() ? -1 : second;
    }
    assertEquals(30, fired);
  }

  @Test
  void looks_that_come_four_times_as_fast_do_not_make_growth_surer() {
    for (int i = 0; i < 44; i++) {
      pool.depth(40_000 + 80L * i, 0).counts(200L * i);
      Watched.silent(watched.look(looks.at(i / 4.0)), "look " + i);
    }
    pool.depth(44_000, 0).counts(9_000);
    watched.one(looks.at(11.2));
  }

  @Test
  void own_thresholds_hold() {
    Watched quick =
        Watched.only(
            "queue",
            "trigger.queue.looks=6",
            "trigger.queue.age=500ms",
            "trigger.queue.names=mail",
            "watch.interval=100ms");
    for (int look = 0; look < 6; look++) {
      pool.depth(500, 0.4).counts(10);
      Watched.silent(quick.look(looks.at(1 + look * 0.1)), "young");
    }
    pool.depth(500, 0.6).counts(11);
    quick.one(looks.at(1.6));
    Watched other = Watched.only("queue", "trigger.queue.names=print*");
    pool.depth(500, 600).counts(11);
    Watched.silent(other.look(looks.at(1)), "another queue's name");
  }

  @Test
  void queue_in_front_of_a_pool_is_told_once_by_the_pool() {
    pool.queueKey = "Q";
    pool.depth(500, 40).counts(10);
    looks.queue("Q", "queue of pool mail", 500, -1, 40);
    looks.lock("L", "com.acme.lock").running(9, "holder").holds(9, "L");
    looks.thread(1, "mail-1", "send").waits(1, "L", "lock", 0);
    looks.thread(2, "mail-2", "send").waits(2, "L", "lock", 0);
    for (int second = 29; second < 40; second++) {
      Watched.silent(watched.look(looks.at(second)), "twelve looks tell that it does not drain");
    }
    alarm = watched.one(looks.at(40));
    assertTrue(
        alarm
            .sentence()
            .endsWith("; 2 of its 2 workers wait for lock com.acme.lock, root thread holder"),
        alarm.sentence());
    assertEquals("thread:9", alarm.rootKey(), "the same root as a stall or starvation would have");
    assertEquals(Set.of("queue Q"), alarm.subjects());
  }

  private void full(io.duality.model.QueueSeen.Hand take) {
    looks.queue("Q", ROWS, 950, 1000, 3, take);
    looks.resource("S", ResourceKind.SOCKET, "tcp 10.0.0.5:9000");
    looks.thread(5, "exporter-1", "export").waits(5, "Q", "put", 1);
    looks.thread(6, "exporter-2", "export").waits(6, "Q", "put", 1.2);
    looks.thread(7, "uploader", null).works(7, "Q").waits(7, "S", "read", 0.6);
  }

  /** One look a second; the second of the first alarm, or -1. */
  private int firstAlarm(int seconds, IntToLongFunction depth, IntToLongFunction completed) {
    for (int i = 0; i < seconds; i++) {
      pool.depth(depth.applyAsLong(i), 0).counts(completed.applyAsLong(i));
      List<Alarm> alarms = watched.look(looks.at(i));
      if (!alarms.isEmpty()) {
        alarm = alarms.get(0);
        return i;
      }
    }
    return -1;
  }
}
