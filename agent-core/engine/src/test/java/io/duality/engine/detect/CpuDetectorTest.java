package io.duality.engine.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.CpuSeen;
import io.duality.model.CpuSeen.ThreadCpu;
import io.duality.model.EndedWait;
import io.duality.model.GcSeen;
import io.duality.model.Look;
import io.duality.model.MemorySeen;
import io.duality.model.PinSeen;
import io.duality.model.ResourceKind;
import io.duality.model.SpanSeen;
import io.duality.model.StallSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import io.duality.model.Vitals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Threads that run: which of them get nowhere, and what a standstill was. */
final class CpuDetectorTest {
  private static final long SECOND = 1_000_000_000L;
  private static final StackTraceElement PATTERN = frame("java.util.regex.Pattern$Loop", "match");
  private static final StackTraceElement BRANCH = frame("java.util.regex.Pattern$Branch", "match");
  private static final StackTraceElement MATCH = frame("com.acme.Import", "match");
  private static final StackTraceElement RUN = frame("com.acme.Worker", "run");
  private static final String SPAN = "GET /import";

  private final Watched watched =
      Watched.only("cpu", "trigger.cpu.for=4s", "trigger.hiccup.enabled=true");
  private double machine = 1;
  private double process = 1;
  private double share = 0.98;
  private long allocated;
  private long waits;
  private String span = SPAN;
  private String spanId = "b".repeat(16);
  private List<EndedWait> ended = List.of();
  private List<SpanSeen> open = List.of();

  private static StackTraceElement frame(String type, String method) {
    return new StackTraceElement(type, method, "X.java", 42);
  }

  private List<Alarm> second(int second, StackTraceElement... frames) {
    ThreadCpu used = new ThreadCpu(7, "http-7", share, allocated, waits);
    CpuSeen cpu = new CpuSeen(4, process, machine, -1, -1, share == 0 ? List.of() : List.of(used));
    return round(second, cpu, List.of(), List.of(), frames);
  }

  private List<Alarm> round(
      int second,
      CpuSeen cpu,
      List<StallSeen> stalls,
      List<PinSeen> pins,
      StackTraceElement... frames) {
    Vitals vitals =
        new Vitals(
            Instant.EPOCH,
            second * SECOND,
            SECOND,
            MemorySeen.NOTHING,
            GcSeen.NOTHING,
            cpu,
            stalls,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            pins);
    Round round = new Round(second * SECOND, ended, open, Map.of(), vitals, Map.of());
    if (!watched.detectors().absorb(round)) {
      return List.of();
    }
    boolean shown =
        watched.detectors().spinning().contains(7L)
            || watched.detectors().spinningSpans().contains(spanId);
    TraceRef trace = span == null ? null : new TraceRef("a".repeat(32), spanId, span, true);
    ThreadSeen thread =
        new ThreadSeen(7, "http-7", false, true, Thread.State.RUNNABLE, trace, List.of(frames));
    Look look =
        new Look(
            second,
            Instant.EPOCH,
            second * SECOND,
            shown ? List.of(thread) : List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    List<Alarm> alarms = new ArrayList<>();
    watched.all(look, round).values().forEach(alarms::addAll);
    return alarms;
  }

  private List<Alarm> spin(int from, int to, StackTraceElement... frames) {
    List<Alarm> alarms = new ArrayList<>();
    for (int second = from; second <= to; second++) {
      alarms.addAll(second(second, frames));
    }
    return alarms;
  }

  @Test
  void thread_that_stays_in_one_method_for_its_span_is_named_when_the_time_is_up() {
    assertEquals(List.of(), spin(1, 3, PATTERN, BRANCH, MATCH, RUN));
    Alarm alarm = spin(4, 4, BRANCH, PATTERN, BRANCH, MATCH, RUN).get(0);

    assertEquals(List.of(7L), alarm.threadIds());
    assertEquals(Set.of("spinner 7"), alarm.subjects());
    assertEquals(List.of(SPAN), alarm.spanNames());
    assertEquals("98% for 4s", alarm.observed());
    assertEquals(
        "thread http-7 (span GET /import, trace "
            + "a".repeat(32)
            + ") is busy: it has used 98% of a core for 4 s in the same few methods, it stays in"
            + " com.acme.Import.match(X.java:42), at the moment in"
            + " java.util.regex.Pattern$Branch.match(X.java:42)",
        alarm.sentence());
  }

  @Test
  void threads_that_fill_the_process_only_together_are_one_alarm_with_all_their_places() {
    Watched both = Watched.only("cpu", "trigger.cpu.for=4s", "trigger.cpu.process=50%");
    StackTraceElement[][] frames = {{MATCH, RUN}, {frame("com.acme.Tax", "sum"), RUN}};
    List<ThreadCpu> used =
        List.of(new ThreadCpu(7, "http-7", 0.6, 0, 0), new ThreadCpu(8, "http-8", 0.5, 0, 0));
    List<Alarm> alarms = new ArrayList<>();
    for (int second = 1; second <= 6 && alarms.isEmpty(); second++) {
      Vitals vitals = Vitals.nothing(Instant.EPOCH, second * SECOND);
      Vitals read =
          new Vitals(
              vitals.at(),
              vitals.nanos(),
              SECOND,
              vitals.memory(),
              vitals.gc(),
              new CpuSeen(2, 1.2, 1.3, -1, -1, used),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of());
      List<ThreadSeen> threads = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        TraceRef trace = new TraceRef("a".repeat(32), (i + "b").repeat(8), "GET /" + i, true);
        threads.add(
            new ThreadSeen(
                7 + i,
                "http-" + (7 + i),
                false,
                true,
                Thread.State.RUNNABLE,
                trace,
                List.of(frames[i])));
      }
      Round round = new Round(second * SECOND, List.of(), List.of(), Map.of(), read, Map.of());
      Look look =
          new Look(
              second,
              Instant.EPOCH,
              second * SECOND,
              threads,
              List.of(),
              List.of(),
              List.of(),
              List.of());
      if (both.detectors().absorb(round)) {
        both.all(look, round).values().forEach(alarms::addAll);
      }
    }
    assertEquals(1, alarms.size(), alarms::toString);
    Alarm alarm = alarms.get(0);
    assertEquals("cpu.process > 50% for 4s, no progress seen", alarm.condition());
    assertEquals(Set.of(7L, 8L), Set.copyOf(alarm.threadIds()));
    for (String told :
        List.of(
            "http-7",
            "60% of a core",
            "com.acme.Import.match",
            "GET /0",
            "is busy",
            "http-8",
            "50% of a core",
            "com.acme.Tax.sum",
            "GET /1")) {
      assertTrue(alarm.sentence().contains(told), alarm::sentence);
    }
  }

  @Test
  void computation_that_came_to_its_end_once_may_take_as_long_again() {
    assertFalse(spin(1, 10, MATCH, RUN).isEmpty(), "nobody knows yet what it is");
    spanId = "c".repeat(16);
    assertEquals(List.of(), spin(11, 22, MATCH, RUN), "the one before took 9 s and ended");
    assertFalse(spin(23, 40, MATCH, RUN).isEmpty(), "this one takes much longer");
    spanId = "d".repeat(16);
    assertFalse(spin(41, 50, PATTERN, BRANCH, RUN).isEmpty(), "another place is other work");
  }

  @Test
  void every_sign_of_progress_begins_the_time_anew() {
    for (Runnable sign :
        List.<Runnable>of(
            () -> allocated = 10 << 20,
            () -> waits = 3,
            () -> spanId = "c".repeat(16),
            () ->
                ended =
                    List.of(
                        new EndedWait(
                            7,
                            "http-7",
                            "x",
                            ResourceKind.LOCK,
                            "lock",
                            0,
                            2_000_000,
                            EndedWait.Outcome.ACQUIRED,
                            null)))) {
      CpuDetectorTest fresh = new CpuDetectorTest();
      fresh.spin(1, 3, PATTERN, MATCH, RUN);
      sign(sign, fresh);
      assertEquals(List.of(), fresh.spin(4, 4, PATTERN, MATCH, RUN));
      fresh.rest();
      assertEquals(List.of(), fresh.spin(5, 6, PATTERN, MATCH, RUN));
      assertTrue(fresh.spin(7, 9, PATTERN, MATCH, RUN).size() > 0, "it spins again");
    }
  }

  /** Signs are written for this test and shown to another. */
  private void sign(Runnable sign, CpuDetectorTest to) {
    sign.run();
    to.allocated = allocated;
    to.waits = waits;
    to.spanId = spanId;
    to.ended = ended;
    rest();
    spanId = "b".repeat(16);
  }

  private void rest() {
    allocated = 0;
    waits = 0;
    ended = List.of();
  }

  @Test
  void thread_that_wanders_or_reads_a_file_gets_somewhere() {
    for (int second = 1; second <= 20; second++) {
      StackTraceElement step = frame("com.acme.Batch", "step" + second);
      assertEquals(List.of(), second(second, step, MATCH, RUN), "second " + second);
    }
    CpuDetectorTest reader = new CpuDetectorTest();
    StackTraceElement read =
        new StackTraceElement("java.io.FileInputStream", "readBytes", "F.java", -2);
    assertEquals(List.of(), reader.spin(1, 20, read, MATCH, RUN));
  }

  @Test
  void long_computation_that_nobody_is_known_to_miss_gets_six_times_as_long() {
    span = null;
    assertEquals(List.of(), spin(1, 22, PATTERN, MATCH, RUN));
    assertEquals("98% for 24s", spin(23, 24, PATTERN, MATCH, RUN).get(0).observed());
  }

  @Test
  void polling_thread_that_takes_something_now_and_then_is_left_alone() {
    span = null;
    allocated = 8 * 1024;
    assertEquals(List.of(), spin(1, 40, frame("com.acme.Feed", "poll"), RUN));
  }

  @Test
  void on_a_full_machine_a_small_share_is_all_that_a_spinning_thread_gets() {
    share = 0.2;
    assertEquals(List.of(), spin(1, 8, PATTERN, MATCH, RUN));
    machine = 4;
    Alarm alarm = spin(9, 13, PATTERN, MATCH, RUN).get(0);
    assertTrue(alarm.condition().contains("full machine"), alarm::condition);
  }

  @Test
  void process_that_uses_all_its_cores_in_threads_that_get_nowhere_is_found() {
    share = 0.5;
    process = 0.55;
    assertEquals(List.of(), spin(1, 8, PATTERN, MATCH, RUN));
    process = 3.9;
    assertEquals(List.of(), spin(9, 14, PATTERN, MATCH, RUN), "others use most of it");
  }

  @Test
  void thread_that_tries_for_a_lock_again_and_again_is_found_by_its_old_span() {
    share = 0;
    open = List.of(new SpanSeen(spanId, SPAN, -10 * SECOND));
    StackTraceElement tryLock = frame("java.util.concurrent.locks.ReentrantLock", "tryLock");
    StackTraceElement yield = new StackTraceElement("java.lang.Thread", "yield", "T.java", -2);
    StackTraceElement transfer = frame("com.acme.Bank", "transfer");
    List<Alarm> alarms = spin(1, 1, tryLock, transfer, RUN);
    alarms.addAll(spin(2, 3, yield, transfer, RUN));
    Alarm alarm = alarms.get(0);
    assertTrue(alarm.sentence().contains("has tried again and again"), alarm::sentence);
    assertTrue(alarm.sentence().contains("com.acme.Bank.transfer"), alarm::sentence);
  }

  @Test
  void standstill_is_told_with_its_cause_and_the_agents_own_are_not_told() {
    StallSeen own = stall(StallSeen.Cause.VM_OPERATION, 3, "PrintThreads", "duality-step-threads");
    assertEquals(List.of(), stalls(1, own));
    assertEquals(List.of(), stalls(2, stall(StallSeen.Cause.GC, 0.9, "G1Full", null)));

    StallSeen slept = stall(StallSeen.Cause.SUSPENDED, 3_600, StallSeen.MACHINE_SLEPT, null);
    assertEquals(List.of(), stalls(2, slept), "nobody waited while the machine slept");

    List<Alarm> alarms =
        stalls(
            3,
            stall(StallSeen.Cause.GC, 1.2, "G1Full (System.gc())", "report"),
            stall(StallSeen.Cause.SUSPENDED, 4, null, null));
    assertEquals(
        List.of(
            "the whole process was suspended for 4 s: by a stop signal, a frozen container or a"
                + " machine that slept",
            "all threads stood still for 1.2 s: the collector stopped them, G1Full (System.gc()),"
                + " asked for by thread report"),
        alarms.stream().map(Alarm::sentence).toList());
    assertEquals(List.of(), stalls(4), "it is told once");
  }

  private List<Alarm> stalls(int second, StallSeen... stalls) {
    return round(second, CpuSeen.NOTHING, List.of(stalls), List.of());
  }

  private static StallSeen stall(
      StallSeen.Cause cause, double seconds, String operation, String caller) {
    return new StallSeen(SECOND, (long) (seconds * SECOND), cause, operation, caller);
  }

  @Test
  void virtual_thread_that_kept_its_carrier_is_told_after_its_end_in_two_looks() {
    Watched pinned = Watched.only("pinned");
    PinSeen pin =
        new PinSeen(
            10 * SECOND, 3 * SECOND, 31, "", "ForkJoinPool-1-worker-1", "Native frame", MATCH);
    Round told = new Round(11 * SECOND, List.of(), List.of(), Map.of(), pins(11, pin), Map.of());
    assertTrue(pinned.detectors().absorb(told));
    Alarm alarm = pinned.all(new Looks().at(11), told).get("pinned").get(0);
    assertEquals(
        "virtual thread 31 kept its carrier ForkJoinPool-1-worker-1 for 3 s while it waited in"
            + " com.acme.Import.match(X.java:42): Native frame",
        alarm.sentence());
    Round next = new Round(12 * SECOND, List.of(), List.of(), Map.of(), null, Map.of());
    assertTrue(pinned.detectors().absorb(next));
    assertTrue(alarm.continues(pinned.all(new Looks().at(12), next).get("pinned").get(0)));
    Round later = new Round(15 * SECOND, List.of(), List.of(), Map.of(), null, Map.of());
    assertEquals(false, pinned.detectors().absorb(later));
  }

  @Test
  void virtual_thread_that_kept_its_carrier_is_told_in_two_looks_also_where_they_are_seldom() {
    Watched pinned = Watched.only("pinned");
    pinned.detectors().pace(5 * SECOND);
    PinSeen pin = new PinSeen(10 * SECOND, 3 * SECOND, 31, "", "worker-1", "Native frame", MATCH);
    Round told = new Round(11 * SECOND, List.of(), List.of(), Map.of(), pins(11, pin), Map.of());
    assertTrue(pinned.detectors().absorb(told));
    Alarm alarm = pinned.all(new Looks().at(11), told).get("pinned").get(0);
    Round next = new Round(16 * SECOND, List.of(), List.of(), Map.of(), null, Map.of());
    assertTrue(pinned.detectors().absorb(next));
    assertTrue(alarm.continues(pinned.all(new Looks().at(16), next).get("pinned").get(0)));
  }

  private static Vitals pins(int second, PinSeen pin) {
    return new Vitals(
        Instant.EPOCH,
        second * SECOND,
        SECOND,
        MemorySeen.NOTHING,
        GcSeen.NOTHING,
        CpuSeen.NOTHING,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(pin));
  }
}
