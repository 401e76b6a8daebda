package io.duality.engine.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.Occurrence;
import io.duality.model.ServiceInfo;
import io.duality.model.ledger.LedgerEntry;
import io.duality.model.ledger.LedgerEntry.State;
import io.duality.model.ledger.LedgerHistory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Instant AT = Instant.parse("2026-11-21T03:00:00Z");
  private static final ServiceInfo ORDERS = new ServiceInfo("orders", "2.4.1", "i-1", null);

  @TempDir Path temp;

  @Test
  void a_decision_is_one_line_that_reads_back_as_it_was() throws IOException {
    Ledger ledger = ledger(1 << 20);
    Alarm alarm =
        new Alarm(
            "wait", "wait:8c1e", "wait.age > 5s", "5.3s", "…", "thread:1", List.of(), 1, List.of());
    assertTrue(
        ledger.append(
            new Decision(
                AT,
                "stall",
                "wait",
                State.SUPPRESSED,
                alarm,
                "limit 5/1h reached",
                null,
                false,
                null)));
    assertTrue(ledger.deleted("b-1", "stall", "wait", "wait:8c1e", "max-count 50", AT));
    assertEquals(
        List.of(
            "{\"at\": \"2026-11-21T03:00:00Z\", \"service\": \"orders\", \"version\": \"2.4.1\","
                + " \"instance\": \"i-1\", \"pid\": 4711, \"trigger\": \"stall\", \"type\":"
                + " \"wait\", \"state\": \"suppressed\", \"signature\": \"wait:8c1e\","
                + " \"observed\": \"5.3s\", \"threshold\": \"wait.age > 5s\", \"decision\":"
                + " \"limit 5/1h reached\"}",
            "{\"at\": \"2026-11-21T03:00:00Z\", \"service\": \"orders\", \"version\": \"2.4.1\","
                + " \"instance\": \"i-1\", \"pid\": 4711, \"trigger\": \"stall\", \"type\":"
                + " \"wait\", \"state\": \"deleted\", \"signature\": \"wait:8c1e\", \"decision\":"
                + " \"max-count 50\", \"bundleId\": \"b-1\"}"),
        Files.readAllLines(file()));
    LedgerHistory history = ledger.read();
    assertEquals(0, history.corrupt());
    assertEquals(
        List.of(State.SUPPRESSED, State.DELETED),
        history.entries().stream().map(LedgerEntry::state).toList());
    assertEquals("limit 5/1h reached", history.entries().get(0).decision());
  }

  @Test
  void two_writers_append_whole_lines_to_one_file() throws Exception {
    int each = 500;
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < 2; w++) {
      Ledger ledger =
          new Ledger(temp.toFile(), new ServiceInfo("s" + w, null, null, null), w, 1 << 20);
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  ledger.append(fired("sig", "bundle-" + i, AT));
                }
              });
      writers.add(writer);
      writer.start();
    }
    for (Thread writer : writers) {
      writer.join();
    }
    LedgerHistory history = LedgerHistory.read(temp.toFile());
    assertEquals(0, history.corrupt());
    assertEquals(2 * each, history.entries().size());
  }

  @Test
  void a_line_torn_by_a_crash_is_counted_and_costs_no_other_line() throws IOException {
    Ledger ledger = ledger(1 << 20);
    ledger.append(fired("a", "b-1", AT));
    String whole = fired("b", "b-2", AT).line();
    append(whole.substring(0, whole.length() / 2));
    ledger.append(fired("c", "b-3", AT));
    append("not json at all\n\n[1]\n{\"at\": \"yesterday\"}\n{\"at\": 5}\n");
    append(whole.replace("\"fired\"", "\"exploded\"") + "\n");
    ledger.append(fired("d", "b-4", AT));
    LedgerHistory history = ledger.read();
    assertEquals(
        List.of("a", "c", "d"), history.entries().stream().map(LedgerEntry::signature).toList());
    assertEquals(6, history.corrupt());
  }

  @Test
  void it_is_rotated_by_size_and_what_was_fired_is_found_in_both_files() throws IOException {
    Ledger ledger = ledger(2_000);
    for (int i = 0; i < 12; i++) {
      assertTrue(ledger.append(fired("sig", "b-" + i, AT.plusSeconds(i))));
    }
    assertTrue(Files.size(file()) <= 2_400);
    assertTrue(Files.exists(temp.resolve("ledger.1.jsonl")));
    assertFalse(Files.exists(temp.resolve("ledger.rotating")));
    List<LedgerEntry> fired = ledger.read().fired("orders", "i-1");
    assertEquals("b-11", fired.get(fired.size() - 1).bundleId());
    assertTrue(fired.size() > 6, "only " + fired.size());
  }

  @Test
  void a_marker_that_a_dead_process_left_behind_does_not_stop_rotation_for_ever()
      throws IOException {
    Ledger ledger = ledger(100);
    File marker = temp.resolve("ledger.rotating").toFile();
    ledger.append(fired("a", "b-1", AT));
    assertTrue(marker.createNewFile() && marker.setLastModified(1_000_000));
    ledger.append(fired("a", "b-2", AT));
    ledger.append(fired("a", "b-3", AT));
    assertTrue(Files.exists(temp.resolve("ledger.1.jsonl")));
    assertEquals(3, ledger.read().entries().size());
  }

  @Test
  void a_disk_that_cannot_be_written_is_counted_and_stops_nobody() throws IOException {
    Path blocked = temp.resolve("blocked");
    Files.writeString(blocked, "a file where the directory should be");
    Ledger ledger = new Ledger(blocked.resolve("dir").toFile(), ORDERS, 1, 1_000);
    assertFalse(ledger.append(fired("a", "b", AT)));
    assertFalse(ledger.append(fired("a", "b", AT)));
    assertEquals(2, ledger.unwritten());
    assertEquals(List.of(), ledger.read().entries());
  }

  @Test
  void an_occurrence_counts_earlier_bundles_of_a_service_and_the_present_one() {
    LedgerHistory history =
        new LedgerHistory(
            List.of(
                entry(State.CAPTURED, "s", "b-1", AT),
                entry(State.CAPTURED, "s", "b-2", AT.plusSeconds(100)),
                entry(State.CAPTURED, "s", "b-2", AT.plusSeconds(101)),
                entry(State.CAPTURED, "other", "b-3", AT),
                fired("s", "b-refused", AT.plusSeconds(150)),
                entry(State.CAPTURED, "s", "b-now", AT.plusSeconds(200))),
            0);
    Occurrence now = history.occurrence("orders", "s", AT.plusSeconds(200), "2.5.0", "b-now");
    assertEquals(new Occurrence(3, AT, AT.plusSeconds(100), List.of("2.4.1", "2.5.0")), now);
    Occurrence first = history.occurrence("orders", "new", AT, null, "b-9");
    assertEquals(new Occurrence(1, AT, AT, List.of()), first);
    assertEquals(1, history.occurrence("carts", "s", AT, "1", "b-9").count());
  }

  @Test
  void only_bundles_of_the_same_service_and_instance_count_against_a_limit() {
    LedgerHistory history =
        new LedgerHistory(
            List.of(
                fired("s", "b-1", AT),
                fired("t", "b-1", AT),
                entry(State.SUPPRESSED, "s", null, AT),
                fired("s", "b-2", AT)),
            0);
    assertEquals(2, history.fired("orders", "i-1").size());
    assertEquals(0, history.fired("orders", null).size());
    assertEquals(0, history.fired("carts", "i-1").size());
  }

  @Test
  void a_line_never_exceeds_what_one_write_keeps_together() {
    String huge = "\u0001ü".repeat(5_000);
    LedgerEntry entry =
        new LedgerEntry(
            AT, huge, huge, huge, 1, huge, huge, State.FIRED, huge, huge, huge, huge, huge);
    String line = entry.line();
    assertTrue(line.getBytes(StandardCharsets.UTF_8).length < 4_096, "" + line.length());
    assertEquals(State.FIRED, LedgerEntry.parse(line).state());
  }

  private Ledger ledger(long maxBytes) {
    return new Ledger(temp.toFile(), ORDERS, 4711, maxBytes);
  }

  private Path file() {
    return temp.resolve("ledger.jsonl");
  }

  private void append(String text) throws IOException {
    Files.writeString(file(), text, StandardOpenOption.APPEND);
  }

  private static LedgerEntry fired(String signature, String bundle, Instant at) {
    return entry(State.FIRED, signature, bundle, at);
  }

  private static LedgerEntry entry(State state, String signature, String bundle, Instant at) {
    return new LedgerEntry(
        at,
        "orders",
        "2.4.1",
        "i-1",
        1,
        "stall",
        "wait",
        state,
        signature,
        "6s",
        "wait.age > 5s",
        "captured",
        bundle);
  }
}
