package io.duality.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.EndedWait;
import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.FailureSeen;
import io.duality.model.Finding;
import io.duality.model.Health;
import io.duality.model.Pattern;
import io.duality.model.ResourceKind;
import io.duality.model.RetrySeen;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the rules about errors say, and of what they say nothing. */
final class ErrorRulesTest {
  private static final TraceRef TRACE =
      new TraceRef("0".repeat(31) + "1", "0".repeat(15) + "2", "POST /orders", true);
  private static final String REFUSED = "java.net.ConnectException";

  private final Scene scene =
      new Scene().thread(1, "worker-1", null).thread(2, "worker-2", null).thread(3, "main", null);

  private static ErrorSeen error(String className, String fate, long count, ErrorCourse course) {
    return new ErrorSeen(
        className,
        "com.acme.Orders.save(Orders.java:12)",
        count,
        count,
        false,
        Scene.NOW - 2_000_000_000L,
        Scene.NOW,
        course.periodic() > 0 ? 500_000_000 : -1,
        fate,
        List.of("java.io.IOException"),
        List.of("worker-1"),
        TRACE,
        List.of(),
        course);
  }

  private static ErrorCourse course(
      double now, double usual, int periodic, long attempts, boolean widening) {
    return new ErrorCourse(
        now,
        usual,
        periodic,
        0.04,
        periodic > 0,
        Map.of("worker-1", 40L),
        Map.of(),
        9,
        attempts,
        widening,
        "worker-1",
        TRACE,
        0.7);
  }

  private List<Finding> findings(Pattern pattern, ErrorSeen... errors) {
    return findings(pattern, List.of(errors), List.of(), List.of());
  }

  private List<Finding> findings(
      Pattern pattern, List<ErrorSeen> errors, List<FailureSeen> failures, List<EndedWait> ended) {
    Evidence all = scene.evidence();
    Health health = new Health(List.of(), List.of(), errors, failures, null, null, null, List.of());
    Evidence evidence =
        new Evidence(
            all.service(),
            all.process(),
            all.request(),
            all.additional(),
            all.looks(),
            all.dump(),
            all.threads(),
            ended,
            all.histories(),
            all.steps(),
            all.hooks(),
            all.occurrence(),
            health,
            all.unknown());
    return Rules.of(pattern).findings(new Case(evidence, new IdlePolicy(List.of())));
  }

  private static void says(List<Finding> findings, String... words) {
    assertEquals(1, findings.size(), findings::toString);
    String statement = findings.get(0).statement();
    for (String word : words) {
      assertTrue(statement.contains(word), () -> "no '" + word + "' in: " + statement);
    }
  }

  @Test
  void job_that_swallows_its_error_is_periodic_and_hidden_and_steady_control_flow_is_neither() {
    ErrorSeen job = error(REFUSED, "swallowed", 16, course(2, 2, 16, 0, false));
    ErrorSeen flow = error("com.acme.Control", "swallowed", 400, course(50, 50, 0, 0, false));
    says(findings(Pattern.T10, job, flow), REFUSED, "every 500 ms, 16 times", "vary by 4 %");
    says(findings(Pattern.T21, job, flow), "16 x " + REFUSED, "tells of it");
    assertEquals(0.7, findings(Pattern.T21, job).get(0).confidence());
  }

  @Test
  void many_attempts_without_a_back_off_are_a_storm_and_with_one_they_are_not() {
    says(
        findings(Pattern.T12, error(REFUSED, "span", 400, course(60, 0, 0, 12, false))),
        "up to 12 attempts",
        "POST /orders",
        "9 activities",
        "none before");
    assertEquals(
        List.of(),
        findings(
            Pattern.T12,
            error(REFUSED, "span", 400, course(60, 0, 0, 12, true)),
            error(REFUSED, "span", 400, course(60, 0, 0, 3, false)),
            error(REFUSED, "span", 400, course(60, 50, 0, 12, false))));
    says(
        findings(Pattern.T06, error(REFUSED, "span", 400, course(60, 0, 0, 12, false))),
        "12 times");
  }

  @Test
  void thread_in_a_loop_is_a_retry_storm_without_a_trace_and_says_less_where_it_asks_nobody() {
    long since = scene.evidence().dumpLook().nanos() - 3_000_000_000L;
    RetrySeen feed = new RetrySeen("price-feed", "tcp 10.0.0.5:5432", 150, since, 20_000_000, 1);
    ErrorCourse asks =
        new ErrorCourse(48, 0, 0, 0.1, false, Map.of(), Map.of(), 0, 0, false, "", null, 0.6, feed);
    List<Finding> storm = findings(Pattern.T12, error(REFUSED, "swallowed", 150, asks));
    says(
        storm,
        "thread price-feed tries to reach tcp 10.0.0.5:5432 48/s without a pause that grows",
        "150 tries since",
        "one in 20 ms");
    RetrySeen parser = new RetrySeen("parser", "", 150, since, 1_000_000, 1);
    ErrorCourse parses =
        new ErrorCourse(
            48, 0, 0, 0.1, false, Map.of(), Map.of(), 0, 0, false, "", null, 0.6, parser);
    ErrorSeen odd =
        new ErrorSeen(
            "com.acme.Odd",
            "com.acme.Parser.next(Parser.java:12)",
            150,
            150,
            false,
            since,
            Scene.NOW,
            -1,
            "swallowed",
            List.of(),
            List.of("parser"),
            null,
            List.of(),
            parses);
    List<Finding> loop = findings(Pattern.T12, odd);
    says(loop, "thread parser runs into the same error", "it may be how the program finds its way");
    assertTrue(loop.get(0).confidence() < storm.get(0).confidence());
  }

  @Test
  void errors_on_one_of_two_workers_concentrate_and_on_both_alike_they_do_not() {
    says(
        findings(Pattern.T11, error(REFUSED, "failed task", 40, course(60, 0, 0, 0, false))),
        "100 % of them on worker-1 of 2 threads");
    ErrorCourse even =
        new ErrorCourse(
            60,
            0,
            0,
            -1,
            false,
            Map.of("worker-1", 21L, "worker-2", 19L),
            Map.of(),
            0,
            0,
            false,
            "worker-2",
            null,
            1);
    says(
        findings(Pattern.T11, error(REFUSED, "failed task", 40, even)),
        "evenly spread over 2 threads");
    says(
        findings(Pattern.T26, error(REFUSED, "failed task", 40, even)),
        "worker-2, for no known activity");
  }

  @Test
  void first_error_names_its_thread_and_activity() {
    says(
        findings(Pattern.T26, error(REFUSED, "span", 400, course(60, 0, 0, 0, false))),
        "the first of 400 x " + REFUSED,
        "on worker-1 for POST /orders, trace " + TRACE.traceId());
  }

  @Test
  void mutual_recursion_is_named_by_the_block_that_repeats() {
    List<StackTraceElement> frames = new ArrayList<>();
    frames.add(Scene.frame("java.util.HashMap", "hash", 3));
    for (int i = 0; i < 40; i++) {
      frames.add(Scene.frame("com.acme.Walk", "even", 10 + i % 2));
      frames.add(Scene.frame("com.acme.Walk", "odd", 20));
    }
    FailureSeen failure =
        new FailureSeen(
            "stack overflow",
            Scene.NOW,
            "java.lang.StackOverflowError",
            1,
            "worker-1",
            "its own stack",
            null,
            frames);
    says(
        findings(Pattern.S15, List.of(), List.of(failure), List.of()),
        "2 frames that repeat: com.acme.Walk.even:10 and com.acme.Walk.odd:20");
    assertEquals(List.of(), Repeats.block(frames.subList(0, 2), 40), "two frames are no recursion");
  }

  @Test
  void signatures_tell_their_causes_and_the_unusual_come_first() {
    List<Finding> all =
        findings(
            Pattern.S16,
            error("com.acme.Control", "swallowed", 900, course(50, 50, 0, 0, false)),
            error(REFUSED, "ended thread", 1, course(0, 0, 0, 0, false)));
    assertEquals(REFUSED, all.get(0).subject().name());
    assertTrue(
        all.get(0).statement().endsWith("caused by java.io.IOException; threads ended of it"));
  }

  @Test
  void activity_that_waits_for_the_same_two_things_again_and_again_repeats_itself() {
    List<EndedWait> ended = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ended.add(
          new EndedWait(
              1,
              "worker-1",
              i % 2 == 0 ? "HikariPool-1" : "com.acme.Cart.lock",
              ResourceKind.LOCK,
              "lock",
              Scene.NOW - (10 - i) * 1_000_000_000L,
              5_000_000,
              EndedWait.Outcome.ACQUIRED,
              TRACE));
    }
    says(
        findings(Pattern.T06, List.of(), List.of(), ended),
        "the same 3 times in a row: lock of HikariPool-1, lock of com.acme.Cart.lock");
    assertEquals(
        List.of(), findings(Pattern.T06, List.of(), List.of(), ended.subList(0, 4)), "twice");
  }

  @Test
  void chi_square_bound_is_that_of_the_tables() {
    assertEquals(6.63, Spread.critical(1), 0.15);
    assertEquals(23.2, Spread.critical(10), 0.1);
  }
}
