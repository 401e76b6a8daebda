package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.duality.engine.vitals.Arrival.Kind;
import io.duality.model.RetrySeen;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Threads that run into one error again and again. */
final class LoopsTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final StackTraceElement LOOP = frame("com.acme.Feed", "run");
  private static final StackTraceElement POOL =
      frame("java.util.concurrent.ThreadPoolExecutor", "runWorker");

  private final Loops loops = new Loops();

  private static StackTraceElement frame(String type, String method) {
    return new StackTraceElement(type, method, null, 12);
  }

  private void tried(long millis, long task, String peer, StackTraceElement... frames) {
    loops.add(
        new Arrival(
            Kind.UNREACHED,
            "java.net.ConnectException",
            List.of(frames),
            List.of(),
            millis * MILLI,
            7,
            "feed",
            null,
            null,
            task,
            peer));
  }

  @Test
  void thread_that_tries_every_20_ms_loops_and_its_peer_is_named() {
    for (int i = 0; i < 30; i++) {
      tried(20L * i + (i == 20 ? 9 : 0), 0, "tcp 10.0.0.5:5432", LOOP);
    }
    RetrySeen retry = loops.seen(700 * MILLI);
    assertNotNull(retry);
    assertEquals("feed", retry.thread());
    assertEquals("tcp 10.0.0.5:5432", retry.peer());
    assertEquals(30, retry.tries());
    assertEquals(20 * MILLI, retry.periodNanos());
    assertNull(loops.seen(60_000 * MILLI), "it is over");
  }

  @Test
  void growing_pauses_and_three_tries_at_a_time_are_no_loop() {
    long at = 0;
    for (int i = 0; i < 12; i++) {
      tried(at, 0, "", LOOP);
      at += 10L << i;
    }
    assertNull(loops.seen(at * MILLI));
    for (int i = 0; i < 20; i++) {
      for (long pause : new long[] {15, 45, 400}) {
        tried(at, 1, "", LOOP);
        at += pause;
      }
    }
    assertNull(loops.seen(at * MILLI));
  }

  @Test
  void worker_of_a_pool_tries_again_only_within_one_task() {
    for (int i = 0; i < 30; i++) {
      tried(20L * i, -1, "", LOOP, POOL);
    }
    assertNull(loops.seen(600 * MILLI), "each may be another request");
    for (int i = 0; i < 30; i++) {
      tried(600 + 20L * i, 1 + i, "", LOOP, POOL);
    }
    assertNull(loops.seen(1_200 * MILLI), "each is another task");
    for (int i = 0; i < 30; i++) {
      tried(1_200 + 20L * i, 99, "", LOOP, POOL);
    }
    assertNotNull(loops.seen(1_800 * MILLI));
  }
}
