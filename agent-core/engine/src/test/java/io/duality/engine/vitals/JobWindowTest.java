package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.vitals.Arrival.Kind;
import io.duality.model.ErrorSeen;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How soon jobs that fail are found: second by second, without a recorder. */
final class JobWindowTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final RateSeries all = new RateSeries(0);
  private final ErrorTable table = new ErrorTable(0);
  private final ThrowWindow window = new ThrowWindow(table, all, open -> this.listens = open);
  private boolean listens;
  private int listened;
  private String fate = "";
  private int told;

  /** One second in which so many are thrown, by a job or by others. */
  private void second(long second, int thrown, boolean job) {
    long now = second * SECOND;
    for (int i = 0; i < thrown; i++) {
      if (listens) {
        table.add(thrown(now - SECOND / 2 + i, job));
        window.heard(now);
      }
    }
    all.add(now - SECOND / 2, thrown);
    listened += listens ? 1 : 0;
    window.second(now);
    for (ErrorSeen seen : table.seen(now, all)) {
      boolean repeated = seen.course().scheduled() && seen.course().periodic() >= 6;
      if (fate.isEmpty() && seen.fate().equals("swallowed") && repeated) {
        fate = seen.fate();
        told = (int) second;
      }
    }
  }

  private static Arrival thrown(long nanos, boolean job) {
    return new Arrival(
        Kind.THROWN,
        "com.acme.Lost",
        List.of(
            new StackTraceElement(job ? "com.acme.Sync" : "com.acme.Web", "run", null, 7),
            new StackTraceElement(
                "java.util.concurrent.FutureTask", job ? "runAndReset" : "run", null, 4)),
        List.of(),
        nanos,
        7,
        "timer-1",
        null,
        null);
  }

  @Test
  void job_that_fails_every_three_seconds_is_known_within_a_minute_although_the_start_was_busy() {
    for (int second = 1; second < 120; second++) {
      second(second, second % 3 == 0 ? 1 : 0, true);
    }
    assertEquals("swallowed", fate);
    assertTrue(told < 60, "told after " + told + " s");
  }

  @Test
  void job_that_fails_twice_a_minute_is_known_as_well() {
    for (int second = 1; second < 900; second++) {
      second(second, second % 30 == 0 ? 1 : 0, true);
    }
    assertEquals("swallowed", fate);
    assertTrue(told < 600, "told after " + told + " s");
  }

  @Test
  void job_that_begins_to_fail_in_a_program_that_throws_seldom_is_not_waited_for() {
    for (int second = 1; second < 700; second++) {
      second(second, second % 14 == 0 ? 1 : 0, false);
    }
    int before = listened;
    for (int second = 700; second < 800; second++) {
      second(second, second % 2 == 0 ? 1 : 0, true);
    }
    assertEquals("swallowed", fate);
    assertTrue(told < 745, "told after " + (told - 700) + " s");
    assertTrue(before < 700 / 2, "listened in " + before + " of 700 s");
  }

  @Test
  void where_much_is_thrown_and_no_job_shows_it_is_listened_to_ever_less() {
    for (int second = 1; second < 2_000; second++) {
      second(second, 100, false);
    }
    assertEquals("", fate);
    assertTrue(listened < 2_000 / 20, "listened in " + listened + " of 2000 s");
  }
}
