package io.duality.engine.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.ImplicatedTrace;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaksTest {
  private static final String SESSION = "com.acme.Session";
  private static final String SITE = "com.acme.SessionCache.load:44";
  private static final List<Mark> CACHE_GROWS =
      List.of(step(0, 1_000), step(20, 10_000), step(40, 20_000));

  private final List<Sample> samples = new ArrayList<>();
  private long ticks;

  private static Mark step(long second, long sessions) {
    return Marks.mark(
        second,
        "byte[]",
        5_000 + sessions,
        500_000 + 2_000 * sessions,
        "java.util.HashMap$Node",
        3_000 + sessions,
        96_000 + 32 * sessions,
        SESSION,
        sessions,
        24 * sessions,
        "com.acme.Steady",
        50_000,
        5_000_000);
  }

  /** Samples that several pulses saw alive. */
  private void sampled(int count, String type, long second, int nameId, long trace) {
    for (int i = 0; i < count; i++) {
      samples.add(
          new Sample(
              new Sample.Key(type, 7, ticks++),
              "http-1",
              second * Marks.SECOND,
              SITE,
              nameId < 0 && trace == 0
                  ? ContextHistory.UNSEEN
                  : new ContextHistory.Moment(0, trace + i, 0x12, true, nameId, nameId, true),
              1,
              3));
    }
  }

  private List<LeakSeen> leaks(List<Mark> marks, Map<String, Long> exhausted) {
    return new Leaks(
            marks, samples, null, id -> id == 1 ? "GET /session" : "GET /report", 60 * Marks.SECOND)
        .all(exhausted);
  }

  @Test
  void class_of_the_application_is_named_with_site_shares_ages_and_collection() {
    sampled(8, "byte[]", 30, 1, 0xabc0);
    sampled(2, SESSION, 10, 2, 0xdef0);
    sampled(5, "byte[]", -5, 2, 0xdef0); // from before the baseline: it has always been there
    sampled(3, "com.acme.Steady", 30, 2, 0xdef0); // does not grow
    sampled(4, "byte[]", 30, -1, 0); // nobody saw what its thread worked for

    LeakSeen leak = leaks(CACHE_GROWS, Map.of(MemorySeen.HEAP, 90 * Marks.SECOND)).get(0);

    assertEquals(SESSION, leak.what());
    assertEquals(1_000, leak.countBefore());
    assertEquals(20_000, leak.countNow());
    assertEquals(2, leak.diffs());
    assertEquals(60 * Marks.SECOND, leak.overNanos(), "since the baseline, until now");
    assertEquals(List.of("some java.util.HashMap"), leak.holders());
    assertEquals(SITE, leak.allocatedAt());
    assertEquals(List.of(30 * Marks.SECOND, 50 * Marks.SECOND), leak.ages());
    assertEquals(
        List.of("GET /session", "GET /report"),
        leak.activities().stream().map(LeakSeen.Share::spanName).toList());
    assertEquals(8, leak.activities().get(0).samples());
    assertEquals(10, leak.activities().get(0).of());
    assertEquals(5, leak.activities().get(0).traces().size(), "some traces, not all");
    assertEquals("0000000000000000000000000000abc0", leak.activities().get(0).traces().get(0));
    assertEquals(90 * Marks.SECOND, leak.exhaustedInNanos());
    ImplicatedTrace allocator = leak.activities().get(0).allocators().get(0);
    assertEquals("http-1", allocator.thread());
    assertEquals("0000000000000012", allocator.trace().spanId());
  }

  @Test
  void what_only_one_pulse_saw_gives_way_to_what_stayed() {
    sampled(1, SESSION, 30, 1, 0xabc0);
    samples.add(
        new Sample(
            new Sample.Key(SESSION, 7, ticks++),
            "http-1",
            50 * Marks.SECOND,
            "com.acme.Passing.by:1",
            new ContextHistory.Moment(0, 9, 3, true, 2, 2, true),
            3,
            3));

    LeakSeen leak = leaks(CACHE_GROWS, Map.of()).get(0);

    assertEquals(1, leak.activities().size());
    assertEquals("GET /session", leak.activities().get(0).spanName());
  }

  @Test
  void work_without_a_trace_has_its_share_and_no_sample_means_no_activity() {
    samples.add(
        new Sample(
            new Sample.Key(SESSION, 7, 1),
            "timer",
            30 * Marks.SECOND,
            null,
            new ContextHistory.Moment(0, 0, 0, false, -1, -1, true),
            1,
            2));
    LeakSeen leak = leaks(CACHE_GROWS, Map.of()).get(0);
    assertEquals("", leak.activities().get(0).spanName());
    assertEquals(List.of(), leak.activities().get(0).traces());
    assertNull(leak.allocatedAt());

    samples.clear();
    assertEquals(List.of(), leaks(CACHE_GROWS, Map.of()).get(0).activities());
  }

  @Test
  void leak_in_a_heap_too_large_to_count_has_the_place_and_the_requests_of_its_samples() {
    sampled(1, SESSION, 10, 1, 0xabc0);
    sampled(8, "byte[]", 30, 2, 0xdef0); // from the same place
    samples.add(
        new Sample(
            new Sample.Key("byte[]", 7, ticks++),
            "http-1",
            20 * Marks.SECOND,
            "com.acme.Other.place:1",
            new ContextHistory.Moment(0, 9, 3, true, 1, 1, true),
            1,
            3));
    LeakSeen kept =
        new LeakSeen(
            MemorySeen.HEAP,
            SESSION,
            10,
            900,
            -1,
            -1,
            9,
            2,
            List.of(),
            null,
            List.of(),
            List.of(),
            -1);

    LeakSeen told =
        new Leaks(
                List.of(),
                samples,
                null,
                id -> id == 1 ? "GET /session" : "GET /report",
                60 * Marks.SECOND)
            .sampled(kept);

    assertEquals(SITE, told.allocatedAt());
    assertEquals("GET /report", told.activities().get(0).spanName());
    assertEquals(8, told.activities().get(0).samples());
    assertEquals(9, told.activities().get(0).of());
  }

  @Test
  void arrays_alone_tell_the_place_when_most_of_what_came_meanwhile_and_stays_is_from_there() {
    sampled(4, "byte[]", 30, 2, 0xdef0);
    sampled(4, "byte[]", 45, 2, 0xdef0);
    assertEquals(SITE, keptFor(40).allocatedAt());
    assertNull(keptFor(10).allocatedAt(), "they were there before");
    for (int i = 0; i < 8; i++) {
      samples.add(
          new Sample(
              new Sample.Key("byte[]", 7, ticks++),
              "http-1",
              (30 + i) * Marks.SECOND,
              "com.acme.Other.place:1",
              ContextHistory.UNSEEN,
              1,
              3));
    }
    assertNull(keptFor(40).allocatedAt(), "as many are from elsewhere");
  }

  private LeakSeen keptFor(long seconds) {
    LeakSeen kept =
        new LeakSeen(
            MemorySeen.HEAP,
            SESSION,
            10,
            900,
            -1,
            -1,
            seconds * Marks.SECOND,
            2,
            List.of(),
            null,
            List.of(),
            List.of(),
            -1);
    return new Leaks(List.of(), samples, null, id -> "GET /", 60 * Marks.SECOND).sampled(kept);
  }

  @Test
  void garbage_that_was_counted_with_the_arrays_and_is_gone_does_not_hide_the_leak() {
    List<Mark> collected = new ArrayList<>(CACHE_GROWS);
    collected.add(Marks.mark(50, "byte[]", 22_000, 30_000_000, SESSION, 25_000, 600_000));
    assertEquals(SESSION, leaks(collected, Map.of()).get(0).what());
    List<Mark> arrays = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long count = List.of(5_000, 20_000, 9_000, 21_000).get(i);
      arrays.add(Marks.mark(10L * i, "byte[]", count, 2_000 * count));
    }
    assertEquals(List.of(), leaks(arrays, Map.of()), "they come and go");
  }

  @Test
  void few_arrays_or_arrays_of_one_moment_are_no_evidence_of_who_makes_them() {
    sampled(4, "byte[]", 30, 1, 0xabc0);
    assertNull(leaks(CACHE_GROWS, Map.of()).get(0).allocatedAt());
    assertEquals(List.of(), leaks(CACHE_GROWS, Map.of()).get(0).activities());

    sampled(4, "byte[]", 32, 1, 0xabc0);
    assertNull(leaks(CACHE_GROWS, Map.of()).get(0).allocatedAt(), "a start-up within 2 s");

    sampled(1, SESSION, 32, 2, 0xdef0);
    LeakSeen leak = leaks(CACHE_GROWS, Map.of()).get(0);
    assertEquals(SITE, leak.allocatedAt());
    assertEquals(1, leak.activities().get(0).of(), "the class says what its arrays do not");

    sampled(2, "byte[]", 50, 1, 0xabc0);
    assertEquals(11, leaks(CACHE_GROWS, Map.of()).get(0).activities().get(0).of());
  }

  @Test
  void class_of_the_application_that_keeps_a_map_of_strings_each_leads_the_strings() {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long listeners = 2_000L * i;
      marks.add(
          Marks.mark(
              20L * i,
              "byte[]",
              10_000 + 43 * listeners,
              400_000 + 2_000 * listeners,
              "com.acme.CartListener",
              listeners,
              24 * listeners));
    }
    assertEquals("com.acme.CartListener", leaks(marks, Map.of()).get(0).what());
  }

  @Test
  void growth_that_is_small_for_the_heap_is_no_leak() {
    List<Mark> small =
        List.of(
            Marks.mark(0, SESSION, 10, 240),
            Marks.mark(9, SESSION, 20, 480),
            Marks.mark(18, SESSION, 30, 720));

    assertEquals(List.of(), leaks(small, Map.of()));
  }

  @Test
  void direct_buffers_that_grow_in_every_step_have_words_of_their_own() {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      marks.add(new Mark(Marks.histogram(10L * i, "byte[]", 10, 100), Marks.memory(5 + 10L * i)));
    }
    sampled(3, "java.nio.DirectByteBuffer", 5, 2, 1);

    LeakSeen leak = leaks(marks, Map.of(MemorySeen.DIRECT, 75 * Marks.SECOND)).get(0);

    assertEquals(MemorySeen.DIRECT, leak.kind());
    assertEquals(5, leak.countBefore());
    assertEquals(25L << 20, leak.bytesNow());
    assertEquals("GET /report", leak.activities().get(0).spanName());
    assertEquals(75 * Marks.SECOND, leak.exhaustedInNanos());
  }

  @Test
  void history_answers_with_the_trace_s_first_span_and_never_across_a_hole() {
    ContextHistory history = new ContextHistory(8);
    history.begin(1 << 20);
    assertFalse(history.at(1, 100).seen(), "nothing was told");
    history.opened(10);
    history.changed(1, 20, 5, 6, 77, true, 1);
    history.changed(1, 30, 5, 6, 77, true, 2); // a child span
    history.changed(2, 25, 7, 8, 77, true, 3);
    history.changed(1, 40, 5, 6, 77, true, 1);
    history.changed(1, 50, 0, 0, 77, true, -1);

    assertEquals(new ContextHistory.Moment(5, 6, 77, true, 2, 1, true), history.at(1, 35));
    assertEquals(new ContextHistory.Moment(7, 8, 77, true, 3, 3, true), history.at(2, 60));
    assertTrue(history.at(1, 55).seen());
    assertFalse(history.at(1, 55).traced(), "it had ended");
    assertFalse(history.at(3, 35).seen(), "a thread that changed nothing");
    assertFalse(history.at(1, 15).seen(), "before its first change");
    history.closed(60);
    assertFalse(history.at(2, 65).seen(), "it may have changed unseen");
    history.opened(70);
    assertFalse(history.at(2, 75).seen(), "and nobody knows to what");
    history.changed(2, 80, 0, 9, 77, true, 4); // pushes out the oldest
    assertEquals(4, history.at(2, 81).nameId());
  }

  @Test
  void history_that_found_no_room_at_its_beginning_never_asks_for_memory_again() {
    ContextHistory history = new ContextHistory(Integer.MAX_VALUE);
    history.opened(1);
    history.begin(100); // one change
    history.opened(10);
    history.changed(1, 20, 5, 6, 77, true, 1);
    history.begin(Long.MAX_VALUE);
    assertEquals(5, history.at(1, 25).high(), "the one change that fits, and no more memory");

    ContextHistory none = new ContextHistory(Integer.MAX_VALUE); // which would fit nowhere
    none.begin(0);
    none.changed(1, 20, 5, 6, 77, true, 1);
    assertFalse(none.at(1, 25).seen());
  }

  @Test
  void site_is_the_application_s_method_behind_library_frames_and_constructors() {
    List<StackTraceElement> frames =
        List.of(
            new StackTraceElement("java.util.Arrays", "copyOf", null, 3),
            new StackTraceElement("com.acme.Session", "<init>", null, 12),
            new StackTraceElement("com.acme.SessionCache", "load", null, 44),
            new StackTraceElement("com.acme.Main", "main", null, 1));

    assertEquals(SITE, Sites.of(frames));
    assertEquals("com.acme.Session.<init>:12", Sites.of(frames.subList(0, 2)));
    assertNull(Sites.of(frames.subList(0, 1)));
  }
}
