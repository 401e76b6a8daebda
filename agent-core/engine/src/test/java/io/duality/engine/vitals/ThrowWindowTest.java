package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.duality.engine.vitals.Arrival.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When the flight recorder is to write down what is thrown. */
final class ThrowWindowTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ErrorTable table = new ErrorTable(0);
  private final RateSeries all = new RateSeries(0);
  private final List<Long> opened = new ArrayList<>();
  private long now;

  private final ThrowWindow window =
      new ThrowWindow(
          table,
          all,
          open -> {
            if (open) {
              opened.add(now / SECOND);
            }
          });

  /** Two a second are thrown all the time, by somebody whom a scheduler runs or not. */
  private void listen(long seconds, String runner) {
    StackTraceElement job = new StackTraceElement("com.acme.Sync", "run", null, 12);
    StackTraceElement pool = new StackTraceElement(runner, "runAndReset", null, 4);
    for (now = 0; now < seconds * SECOND; now += SECOND) {
      all.add(now, 2);
      table.add(
          new Arrival(
              Kind.THROWN,
              "com.acme.DepotException",
              List.of(job, pool),
              List.of(),
              now,
              7,
              "timer-1",
              null,
              null));
      window.second(now);
    }
  }

  @Test
  void job_that_fails_each_time_is_listened_to_again_soon_until_it_is_told() {
    listen(70, "java.util.concurrent.FutureTask");
    assertEquals(List.of(8L, 28L, 48L, 68L), opened);
  }

  @Test
  void where_nothing_looks_like_a_job_windows_become_ever_more_seldom() {
    listen(240, "com.acme.Loop");
    assertEquals(List.of(8L, 38L, 88L, 178L), opened);
  }
}
