package io.duality.engine.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.duality.diagnosis.IdlePolicy;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.ActiveTraces;
import io.duality.model.Alarm;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.SpanSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import io.duality.model.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlackBoxTest {
  private static final Instant NOW = Instant.parse("2026-11-21T01:02:03.004Z");
  private static final long SECOND = 1_000_000_000L;

  private static final ActiveTraces NONE = new ActiveTraces();

  @TempDir Path live;

  private BlackBox box() throws IOException {
    BlackBox box = BlackBox.open(live, Json.object("pid", 4711, "service", "orders"));
    assertNull(box.reason());
    return box;
  }

  private LastState read() throws IOException {
    return LastState.read(live.resolve("blackbox"));
  }

  private static void note(BlackBox box, Look look) {
    WaitForGraph graph = look == null ? null : WaitForGraph.of(look, List.of(), IdlePolicy.DEFAULT);
    box.note(NOW.toEpochMilli(), 9 * SECOND, look, graph, Map.of(), null, null, NONE);
  }

  /** Threads 2 and up wait for the lock that thread 1 holds; it has a name of several alphabets. */
  private static Look stalled(int waiters) {
    TraceRef trace =
        new TraceRef("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "POST", true);
    StackTraceElement frame = new StackTraceElement("com.acme.A", "b", "A.java", 7);
    List<ThreadSeen> threads = new ArrayList<>();
    List<OpenWait> waits = new ArrayList<>();
    threads.add(
        new ThreadSeen(
            1,
            "sync \u00fc\u4e2d\ud83d\ude00",
            false,
            true,
            Thread.State.RUNNABLE,
            null,
            List.of(frame)));
    for (int i = 2; i < 2 + waiters; i++) {
      threads.add(
          new ThreadSeen(i, "http-" + i, false, true, Thread.State.WAITING, trace, List.of()));
      waits.add(new OpenWait(i, "lock:1", "lock", 3 * SECOND, 0, false, SeenBy.SLOT));
    }
    Resource lock =
        new Resource(
            "lock:1",
            ResourceKind.LOCK,
            "com.acme.A.lock",
            "ReentrantLock",
            17,
            1,
            1,
            Resource.Named.FIELD);
    Holding holding =
        new Holding("lock:1", 1, Holding.Relation.HELD_BY, null, 1, SECOND, SeenBy.OWNER, frame);
    return new Look(5, NOW, 9 * SECOND, threads, waits, List.of(lock), List.of(holding), List.of());
  }

  @Test
  void what_was_noted_is_read_again_word_for_word() throws IOException {
    BlackBox box = box();
    Look look = stalled(2);
    Alarm alarm =
        new Alarm(
            "wait", "wait:1", "age > 5s", "6s", "two wait", "lock:1", List.of(), 2, List.of());
    box.repository("/tmp/jfr", true);
    box.note(
        NOW.toEpochMilli(),
        9 * SECOND,
        look,
        WaitForGraph.of(look, List.of(), IdlePolicy.DEFAULT),
        Map.of("stall", List.of(alarm)),
        "bundle-1",
        null,
        NONE);

    LastState state = read();
    assertEquals(4711L, ((Number) state.identity().get("pid")).longValue());
    assertEquals(NOW, state.at());
    assertEquals("bundle-1", state.capture());
    assertEquals("/tmp/jfr", state.repository());
    assertEquals(
        List.of(new LastState.Trigger("stall", "wait:1", "6s", "two wait")), state.alarms());
    assertEquals(
        List.of(1L, 2L, 3L), state.look().threads().stream().map(ThreadSeen::id).sorted().toList());
    assertEquals(look.waits(), state.look().waits());
    assertEquals(look.resources(), state.look().resources());
    assertEquals(look.holdings(), state.look().holdings());
    assertTrue(state.look().threads().containsAll(look.threads()));
    assertFalse(state.ending() || state.ended() || state.torn());
  }

  @Test
  void traces_of_threads_that_neither_wait_nor_hold_are_noted_without_a_look() throws IOException {
    ActiveTraces active = new ActiveTraces();
    long high = 0x4bf92f3577b34da6L;
    long low = 0xa3ce929d0e0e4736L;
    active.thread(7, "http-7", true, Thread.State.RUNNABLE, high, low, 0xb7, "GET /price", true);
    active.span(0xb7, "GET /price", 5 * SECOND);
    for (int i = 0; i < 2 * ActiveTraces.MOST; i++) {
      active.span(0x1000 + i, "publish", 8 * SECOND - i); // the later ones are older
    }
    box().note(NOW.toEpochMilli(), 9 * SECOND, null, null, Map.of(), null, null, active);

    LastState state = read();
    ThreadSeen thread = state.look().threads().get(0);
    assertEquals("http-7", thread.name());
    assertEquals(
        new TraceRef("4bf92f3577b34da6a3ce929d0e0e4736", "00000000000000b7", "GET /price", true),
        thread.trace());
    assertEquals(List.of(), state.look().waits());
    assertEquals(ActiveTraces.MOST, state.spans().size());
    assertEquals(new SpanSeen("00000000000000b7", "GET /price", 5 * SECOND), state.spans().get(0));
    assertEquals(8 * SECOND - (2 * ActiveTraces.MOST - 1), state.spans().get(1).sinceNanos());
    assertTrue(
        state.look().unknown().stream().anyMatch(u -> u.why().contains("257 of them did not fit")),
        state.look().unknown()::toString);
  }

  @Test
  void note_that_was_cut_short_leaves_the_one_before() throws IOException {
    BlackBox box = box();
    note(box, stalled(1));
    note(box, null);
    assertNull(read().look());

    try (RandomAccessFile file = new RandomAccessFile(live.resolve("blackbox").toFile(), "rw")) {
      file.seek(Layout.half(0)); // the second note: its number is set last
      file.writeLong(Layout.WRITING);
    }
    LastState before = read();
    assertTrue(before.torn());
    assertEquals(1, before.look().waits().size());

    try (RandomAccessFile file = new RandomAccessFile(live.resolve("blackbox").toFile(), "rw")) {
      file.seek(Layout.half(1) + Layout.STATE_AT + 3);
      file.write(0x7f);
    }
    assertNull(read().at(), "a damaged note is no note");
  }

  @Test
  void of_too_many_waits_those_that_fit_are_whole_and_the_rest_is_counted() throws IOException {
    BlackBox box = box();
    note(box, stalled(4_000));

    LastState state = read();
    assertTrue(state.look().waits().size() > 500, () -> state.look().waits().size() + " waits");
    assertEquals("com.acme.A.lock", state.look().resources().get(0).name());
    assertTrue(
        state.look().unknown().stream().anyMatch(u -> u.why().contains("did not fit")),
        state.look().unknown()::toString);
  }

  @Test
  void end_in_order_is_noted_also_after_the_last_round() throws IOException {
    BlackBox box = box();
    note(box, stalled(1));
    box.ending();
    assertTrue(read().ending());
    note(box, null);
    assertTrue(read().ending());
    box.ended();
    assertTrue(read().ended());
  }

  @Test
  void noting_makes_no_garbage_to_speak_of() throws IOException {
    BlackBox box = box();
    Look look = stalled(200);
    WaitForGraph graph = WaitForGraph.of(look, List.of(), IdlePolicy.DEFAULT);
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    for (int i = 0; i < 2_000; i++) {
      box.note(i, i, look, graph, Map.of(), null, null, NONE);
    }
    long before = bean.getThreadAllocatedBytes(id);
    for (int i = 0; i < 100; i++) {
      box.note(i, i, look, graph, Map.of(), null, null, NONE);
    }
    long each = (bean.getThreadAllocatedBytes(id) - before) / 100;
    assertTrue(each < 200 * 50, () -> each + " bytes a round with 200 waits");
  }

  @Test
  void foreign_and_damaged_files_are_refused_with_a_reason() throws IOException {
    Path file = live.resolve("blackbox");
    Files.write(file, new byte[Layout.SIZE]);
    assertThrows(IOException.class, () -> LastState.read(file));
    Files.write(file, new byte[3]);
    assertThrows(IOException.class, () -> LastState.read(file));
    Files.delete(file);
    Path elsewhere = Files.write(live.resolve("other"), new byte[3]);
    Files.createSymbolicLink(file, elsewhere);
    assertThrows(IOException.class, () -> LastState.read(file));
  }

  /** A mapped file would throw errors, late and from anywhere. */
  @Test
  void file_that_is_cut_off_harms_nobody_and_is_no_black_box_any_more() throws IOException {
    BlackBox box = box();
    note(box, stalled(20));
    cutOff();
    note(box, stalled(20));
    note(box, stalled(20));
    box.ending();
    box.ended();
    assertThrows(IOException.class, this::read);
  }

  @Test
  void file_that_somebody_removed_is_not_said_to_be_written() throws IOException {
    BlackBox box = box();
    note(box, stalled(2));
    Files.delete(live.resolve("blackbox"));
    for (int round = 0; round < 10; round++) {
      note(box, stalled(2));
    }
    assertTrue(box.reason().contains("blackbox was removed"), box.reason());
    box.ended();
  }

  private void cutOff() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(live.resolve("blackbox").toFile(), "rw")) {
      file.setLength(0);
    }
  }

  @Test
  void opening_takes_little_of_the_direct_memory_that_the_application_may_have_limited()
      throws IOException {
    BufferPoolMXBean direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findAny()
            .orElseThrow();
    long before = direct.getMemoryUsed();
    box();
    long kept = direct.getMemoryUsed() - before;
    assertTrue(kept <= 16 << 10, kept + " bytes stay with the thread");
  }

  @Test
  void network_file_systems_have_no_black_box() {
    assertTrue(BlackBox.network("nfs4") && BlackBox.network("fuse.sshfs"));
    assertFalse(BlackBox.network("ext4") || BlackBox.network("overlay"));
  }

  @Test
  void damaged_length_of_the_identity_asks_for_no_memory() throws IOException {
    note(box(), stalled(1));
    for (int length : new int[] {Integer.MAX_VALUE, -1, 0}) {
      try (RandomAccessFile file = new RandomAccessFile(live.resolve("blackbox").toFile(), "rw")) {
        file.seek(8);
        file.writeInt(length);
      }
      String said = assertThrows(IOException.class, this::read).getMessage();
      assertTrue(said.endsWith("its identity takes " + length + " bytes"), said);
    }
  }

  @Test
  void all_who_hold_a_resource_are_noted_in_their_order() throws IOException {
    Look one = stalled(3);
    List<Holding> holdings = new ArrayList<>();
    for (ThreadSeen thread : one.threads()) {
      holdings.add(
          new Holding(
              "lock:1",
              thread.id(),
              Holding.Relation.HELD_BY,
              "read",
              1,
              SECOND,
              SeenBy.SLOT,
              null,
              null));
    }
    note(box(), one.with(holdings));
    assertEquals(holdings, read().look().holdings());
    assertEquals(4, read().look().threads().size());
  }
}
