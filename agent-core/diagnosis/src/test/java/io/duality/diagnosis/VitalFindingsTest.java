package io.duality.diagnosis;

import static io.duality.diagnosis.HealthDraft.MIB;
import static io.duality.diagnosis.Scene.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.Finding;
import io.duality.model.Finding.Dual;
import io.duality.model.Finding.DualVerdict;
import io.duality.model.HandleSeen;
import io.duality.model.Pattern;
import io.duality.model.ResourceKind;
import io.duality.model.TaskEvent;
import io.duality.model.TraceRef;
import io.duality.model.Vitals;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** What the rules find of the process as a whole, and what the other view says to it. */
class VitalFindingsTest {
  private static final String ERROR = "java.net.SocketTimeoutException";

  private static List<Finding> found(Scene scene, Pattern pattern) {
    return Diagnosis.of(scene.evidence()).findings().stream()
        .filter(finding -> finding.pattern() == pattern)
        .toList();
  }

  private static Finding about(Scene scene, Pattern pattern, String subject) {
    return found(scene, pattern).stream()
        .filter(each -> each.subject().name().equals(subject))
        .findFirst()
        .orElseThrow(() -> new AssertionError(pattern + ": " + found(scene, pattern)));
  }

  private static void says(String expected, Finding finding) {
    assertEquals(expected, finding.statement());
  }

  private static ErrorSeen error(long count, long total, int threads) {
    Map<String, Long> byThread = new java.util.LinkedHashMap<>();
    for (int i = 1; i <= threads; i++) {
      byThread.put("http-" + i, total / threads);
    }
    return new ErrorSeen(
        ERROR,
        "com.acme.StockClient.call(StockClient.java:44)",
        count,
        total,
        false,
        Scene.NOW - 60_000_000_000L,
        Scene.NOW,
        10_000_000_000L,
        "swallowed",
        List.of(),
        List.copyOf(byThread.keySet()),
        null,
        List.of(frame("com.acme.StockClient", "call", 44)),
        new ErrorCourse(
            1, 0.1, 8, 0.1, false, byThread, Map.of(), 8, 1, false, "http-1", null, 0.9));
  }

  /** Errors so many seconds ago, in all, and what they leave behind. */
  private static HealthDraft waves(IntUnaryOperator total, IntFunction<Double> liveMib) {
    return new HealthDraft()
        .heap(liveMib)
        .leak(VitalStories.sessions(Vitals.UNKNOWN))
        .error(error(total.applyAsInt(0), total.applyAsInt(0), 8))
        .errorsThen(
            ago ->
                List.of(
                    error(
                        total.applyAsInt(ago) - total.applyAsInt(ago + 1),
                        total.applyAsInt(ago),
                        8)));
  }

  /** A burst of three errors in every second window of five seconds. */
  private static int bursts(int ago) {
    int elapsed = 100 - ago;
    return 3 * (elapsed / 10) + Math.min(3, elapsed % 10);
  }

  @Test
  void errors_and_heap_that_grow_in_the_same_windows_are_one_wave_and_its_mass() {
    DeBroglie.Found found =
        new DeBroglie(
                new Case(
                    new Scene()
                        .health(waves(VitalFindingsTest::bursts, ago -> 100 + 0.5 * bursts(ago)))
                        .evidence(),
                    IdlePolicy.DEFAULT))
            .heap(ERROR);

    assertEquals(DeBroglie.Verdict.TOGETHER, found.verdict());
    assertEquals(
        "SocketTimeoutException and the live heap grow in the same windows: correlation 1 of 11"
            + " increments, no lag, 512 KiB per error; on 8 threads alike",
        found.statement());
  }

  @Test
  void two_series_that_only_both_rise_are_no_wave() {
    DeBroglie.Found found =
        new DeBroglie(
                new Case(
                    new Scene()
                        .health(
                            waves(
                                VitalFindingsTest::bursts,
                                ago -> 200 - 0.5 * ago + (ago / 15 % 2) * 3.0))
                        .evidence(),
                    IdlePolicy.DEFAULT))
            .heap(ERROR);

    assertEquals(DeBroglie.Verdict.APART, found.verdict());
    assertTrue(found.statement().contains("do not grow in the same windows"), found.statement());
  }

  @Test
  void mass_that_follows_its_errors_one_window_later_is_found_with_its_lag() {
    DeBroglie.Found found =
        new DeBroglie(
                new Case(
                    new Scene()
                        .health(
                            new HealthDraft()
                                .seconds(80)
                                .heap(ago -> 100 + 0.25 * bursts(ago + 5))
                                .error(error(bursts(0), bursts(0), 1))
                                .errorsThen(ago -> List.of(error(1, bursts(ago), 1))))
                        .evidence(),
                    IdlePolicy.DEFAULT))
            .heap(null);

    assertEquals(DeBroglie.Verdict.TOGETHER, found.verdict());
    assertTrue(found.statement().contains("lag 5 s, 256 KiB per error"), found.statement());
    assertTrue(found.statement().endsWith("on one thread only"), found.statement());
  }

  @Test
  void handles_that_errors_leave_open_are_counted_per_error() {
    HealthDraft draft =
        waves(VitalFindingsTest::bursts, ago -> 100.0)
            .handles(ago -> List.of(new HandleSeen("sockets", 20 + bursts(ago), 1024, List.of())));
    DeBroglie.Found found =
        new DeBroglie(new Case(new Scene().health(draft).evidence(), IdlePolicy.DEFAULT))
            .handles(ERROR);

    assertEquals(DeBroglie.Verdict.TOGETHER, found.verdict());
    assertTrue(found.statement().contains("and sockets grow"), found.statement());
    assertTrue(found.statement().contains("1 per error"), found.statement());
  }

  @Test
  void periodic_error_has_its_mass_as_dual() {
    Scene scene =
        new Scene().health(waves(VitalFindingsTest::bursts, ago -> 100 + 0.5 * bursts(ago)));
    Finding periodic = about(scene, Pattern.T10, ERROR);
    Dual mass = dual(periodic, Pattern.S10);

    assertEquals(DualVerdict.CONFIRMED, mass.verdict(), mass.statement());
    assertTrue(mass.statement().contains("512 KiB per error"), mass.statement());
  }

  private static Dual dual(Finding finding, Pattern pattern) {
    return finding.duals().stream()
        .filter(each -> each.pattern() == pattern)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void allocation_that_rises_tenfold_has_its_moment() {
    says(
        "allocation rose from 31 MiB/s to 301 MiB/s at about 03:07:16Z",
        about(VitalStories.allocationRises(), Pattern.T24, "orders"));
  }

  @Test
  void steady_flows_have_no_change_point_and_no_current() {
    Scene healthy = VitalStories.scheduleHealthy();
    assertEquals(List.of(), found(healthy, Pattern.T24));
    assertEquals(List.of(), found(healthy, Pattern.T13));
    assertEquals(List.of(), found(healthy, Pattern.T25));
    assertEquals(List.of(), found(healthy, Pattern.T14));
    assertEquals(List.of(), found(healthy, Pattern.T08));
  }

  @Test
  void errors_of_the_last_seconds_are_compared_with_those_before() {
    Scene scene =
        new Scene()
            .health(
                new HealthDraft()
                    .error(error(500, 500, 2))
                    .errorsThen(ago -> List.of(error(ago < 10 ? 40 : 2, 500, 2))));
    says(
        "errors java.net.SocketTimeoutException at StockClient.call:44: 40/s in the last 10 s, 2/s"
            + " before",
        about(scene, Pattern.T13, ERROR));
  }

  @Test
  void exceptions_that_are_timeouts_count_as_timeouts_with_their_place() {
    Scene scene = new Scene().health(new HealthDraft().error(error(30, 30, 2)));
    says(
        "30 java.net.SocketTimeoutException at StockClient.call:44 in the minutes that are"
            + " remembered",
        about(scene, Pattern.T09, ERROR));
  }

  @Test
  void slow_requests_part_from_normal_ones_at_the_wait_that_hangs() {
    Scene scene = new Scene().resource("l", ResourceKind.LOCK, "com.acme.Stock.lock");
    for (int i = 0; i < 5; i++) {
      scene.thread(i, "http-" + i, "POST /orders").waits(i, "l", "lock", 8000);
    }
    for (int i = 20; i < 24; i++) {
      scene
          .thread(i, "http-" + i, "POST /orders")
          .endedForIt(i, "com.acme.Stock.lock", ResourceKind.LOCK, 20_000, 12);
    }
    Finding parts = about(scene, Pattern.T14, "com.acme.Stock.lock");
    says(
        "POST /orders parts at the wait for com.acme.Stock.lock: 5 hang there up to 8 s, 4 others of"
            + " that name got through in 12 ms at most",
        parts);
    assertEquals(DualVerdict.CONFIRMED, dual(parts, Pattern.S01).verdict());
  }

  private static Scene tasks(Scene scene, IntFunction<TaskEvent> event, int n) {
    for (int i = 0; i < n; i++) {
      scene.event(event.apply(i));
    }
    return scene;
  }

  private static TaskEvent task(int i, long queueMillis, long runMillis, TraceRef submitter) {
    return new TaskEvent(
        "p",
        "pool mail",
        "com.acme.SendMail",
        TaskEvent.Phase.COMPLETED,
        Scene.NOW - (60 - i) * 1_000_000_000L,
        queueMillis * 1_000_000,
        runMillis * 1_000_000,
        7,
        "mail-1",
        submitter,
        "");
  }

  @Test
  void slow_tasks_part_from_the_others_in_the_queue_or_at_work() {
    Scene queued = tasks(new Scene(), i -> task(i, i % 10 == 0 ? 6000 : 2, 40, null), 30);
    says(
        "3 of 30 tasks com.acme.SendMail took up to 6 s, the others 42 ms (median): they part in the"
            + " queue, before a worker took them",
        about(queued, Pattern.T14, "com.acme.SendMail"));
    Scene worked = tasks(new Scene(), i -> task(i, 2, i % 10 == 0 ? 6000 : 40, null), 30);
    assertTrue(
        about(worked, Pattern.T14, "com.acme.SendMail").statement().endsWith("they part at work"));
  }

  @Test
  void tasks_that_lose_their_trace_from_a_moment_on_break_their_invariant() {
    TraceRef trace =
        new TraceRef("8d1c0a7be24f4f6f9a3b5c07d2e61f94", "5e0b7c1d9a42f386", "POST /mail", true);
    Scene scene = tasks(new Scene(), i -> task(i, 2, 40, i < 20 ? trace : null), 30);
    says(
        "com.acme.SendMail in pool mail: has lost the trace of who hands it over since 03:07:01.482"
            + " (20 before, 10 since)",
        about(scene, Pattern.T08, "com.acme.SendMail"));
    Scene mixed = tasks(new Scene(), i -> task(i, 2, 40, i % 2 == 0 ? trace : null), 30);
    assertEquals(List.of(), found(mixed, Pattern.T08));
  }

  @Test
  void what_was_lost_qualifies_the_findings_that_rest_on_it() {
    Scene scene = new Scene().unknown("slots", "overflow", "120 waits had no free slot");
    says(
        "slots, overflow: 120 waits had no free slot; S02, S03 and S04 rest on it",
        about(scene, Pattern.T25, "slots"));
    Scene named = new Scene().unknown("com.acme.Lock", "holder", "its owner has no name");
    assertEquals(List.of(), found(named, Pattern.T25));
  }

  @Test
  void looks_that_came_late_are_missing_data() {
    Scene late = new Scene().thread(1, "main", null).alsoAt(-9000).alsoAt(-8000);
    assertTrue(
        about(late, Pattern.T25, "duality-watch").statement().startsWith("no look for 8 s from"));
  }

  @Test
  void an_incident_known_from_an_earlier_version_is_no_regression() {
    Scene scene =
        new Scene().occurred(3, "2026-11-12T03:07:41Z", "2026-11-19T03:08:10Z", "2.4.0", "2.4.1");
    says(
        "the same signature for the 3rd time, first 2026-11-12T03:07:41Z, last"
            + " 2026-11-19T03:08:10Z; every 108 h on average; in versions 2.4.0 as well: 2.4.1 did not"
            + " bring it",
        about(scene, Pattern.S18, "orders"));
    Scene fresh = new Scene().occurred(2, "2026-11-21T02:07:41Z", "2026-11-21T02:07:41Z", "2.4.1");
    assertTrue(
        about(fresh, Pattern.S18, "orders").statement().endsWith("only in version 2.4.1 so far"));
    assertEquals(
        List.of(),
        found(
            new Scene().occurred(1, "2026-11-21T02:07:41Z", "2026-11-21T02:07:41Z"), Pattern.S18));
  }

  @Test
  void frames_without_lines_and_obfuscated_ones_are_named_where_they_matter() {
    Scene scene =
        new Scene()
            .resource("l", ResourceKind.LOCK, "com.acme.Stock.lock")
            .running(1, "sync", null, frame("a.b.c", "a", 1), frame("com.acme.Sync", "run", -1))
            .thread(2, "http-1", "POST /orders")
            .thread(3, "idle", null, frame("com.acme.Idle", "run", -1))
            .holds("l", 1)
            .waits(2, "l", "lock", 9000);
    List<String> statements = found(scene, Pattern.S25).stream().map(Finding::statement).toList();
    assertEquals(
        List.of(
            "com.acme.Sync is without line numbers: compile them with -g:lines",
            "a.b.c is obfuscated: their mapping file names them"),
        statements);
  }

  @Test
  void waits_that_run_out_while_the_chain_behind_them_grows_are_one_story() {
    Scene scene =
        new Scene()
            .resource("l", ResourceKind.LOCK, "com.acme.Stock.lock")
            .running(1, "sync", null, frame("com.acme.Sync", "run", 3))
            .holds("l", 1)
            .history("com.acme.Stock.lock", ResourceKind.LOCK, 40, 3000, 7);
    for (int i = 0; i < 8; i++) {
      scene.thread(10 + i, "http-" + i, "POST /orders").waits(10 + i, "l", "lock", 500 + 500L * i);
    }
    scene.alsoAt(-2000).alsoAt(-1000);
    Dual chain = dual(about(scene, Pattern.T09, "com.acme.Stock.lock"), Pattern.S03);

    assertEquals(DualVerdict.CONFIRMED, chain.verdict());
    assertEquals("the chain grew from 5 to 8 threads in 3 looks", chain.statement());
  }

  @Test
  void memory_trigger_beside_hanging_requests_leads_with_them() {
    Findings findings = Diagnosis.of(VitalStories.heapGrowsBehindALock().evidence());
    assertEquals(Pattern.S03, findings.verdict().pattern());
    assertTrue(
        SummaryTest.summary(VitalStories.heapGrowsBehindALock().evidence())
            .contains("**Apart from it:** heap grows"));
    assertEquals(
        Pattern.S10, Diagnosis.of(VitalStories.heapGrows().evidence()).verdict().pattern());
  }

  @Test
  void backlog_that_fired_leads_and_what_will_be_full_stands_beside_it() {
    Scene scene = WorkStories.unboundedBacklog().health(VitalStories.growing());
    String summary = SummaryTest.summary(scene.evidence());
    assertTrue(summary.startsWith("# orders: pool mail-sender: 48,211 tasks queued"), summary);
    assertTrue(summary.contains("**Apart from it:** heap grows"), summary);
    String asked = SummaryTest.summary(scene.trigger("manual", "by hand").evidence());
    assertTrue(asked.startsWith("# orders: heap grows"), asked);
  }

  @Test
  void contention_of_a_moment_does_not_hide_what_the_trigger_saw() {
    Scene scene =
        VitalStories.heapGrows()
            .resource("m", ResourceKind.MONITOR, "monitor com.acme.Log@1f")
            .thread(50, "logger", null)
            .waits(50, "m", "enter", 0);
    assertTrue(Diagnosis.of(scene.evidence()).verdict().title().startsWith("orders: heap grows"));
  }

  @Test
  void oom_while_all_hang_leads_with_the_error_that_ended_things() {
    Scene scene =
        VitalStories.heapGrowsBehindALock()
            .trigger("oom", "heap")
            .health(
                new HealthDraft()
                    .heap(ago -> 505.0)
                    .gc(ago -> HealthDraft.pause(2, 700, 400, "Allocation Failure", 0, null))
                    .failure(
                        "oom heap", 900, "java.lang.OutOfMemoryError", 9, "stock-sync", "x", null));
    String summary = SummaryTest.summary(scene.evidence());
    assertTrue(summary.startsWith("# orders: OutOfMemoryError: the heap is full"), summary);
    assertTrue(summary.contains("**Apart from it:** 20 POST /orders wait"), summary);
  }

  @Test
  void stall_beside_heavy_collections_does_not_call_them_innocent() {
    String summary =
        SummaryTest.summary(
            Stories.silentPeer()
                .health(
                    new HealthDraft()
                        .heap(ago -> 500.0)
                        .gc(ago -> HealthDraft.pause(2, 600, 400, "Allocation Failure", 0, null)))
                .evidence());
    assertFalse(summary.contains("Not GC"), summary);
    assertTrue(summary.contains("GC as well: longest pause 400 ms, 60 % of the time"), summary);
  }

  @Test
  void nothing_is_said_of_gc_and_cpu_when_nobody_reads_the_vitals() {
    String summary = SummaryTest.summary(Stories.silentPeer().evidence());
    assertFalse(summary.contains("GC"), summary);
    assertFalse(summary.contains("CPU"), summary);
  }

  @Test
  void amounts_are_written_for_people() {
    assertEquals("2.1 MiB", Amounts.bytes((long) (2.1 * MIB)));
    assertEquals("-3 KiB", Amounts.bytes(-3 * 1024));
    assertEquals("0.9 %", Amounts.percent(0.009));
    assertEquals("0.9 s", Amounts.about(852_000_000L));
    assertEquals("28 min", Amounts.about(1_677_000_000_000L));
    assertEquals(
        "SessionCache.put:44", Sites.brief("com.acme.SessionCache.put(SessionCache.java:44)"));
    assertEquals("Cache$1.run:9", Sites.brief("com.acme.Cache$1.run(Cache.java:9)"));
    assertEquals("Foo.bar(Native Method)", Sites.brief("com.acme.Foo.bar(Native Method)"));
  }
}
