package io.duality.engine.blackbox;

import io.duality.engine.capture.AgentCost;
import io.duality.model.CpuSeen;
import io.duality.model.FailureSeen;
import io.duality.model.GcSeen;
import io.duality.model.Look;
import io.duality.model.MemorySeen;
import io.duality.model.SpanSeen;
import io.duality.model.Vitals;
import io.duality.model.json.Json;
import io.duality.model.json.JsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What a black box says.
 *
 * @param identity who wrote it; see {@link Identification}
 * @param at the last round of its watch; null when there was none
 * @param nanos the same on the process's own monotonic clock
 * @param ending whether the JVM had begun to end
 * @param ended whether it ended in order
 * @param capture the bundle that was being written, or null
 * @param repository where the flight recorder kept its chunks, or null
 * @param ownRepository whether only we recorded there
 * @param cost that the agent did less than everything, or had shortly before; else null
 * @param vitals how the process was
 * @param alarms what was true then
 * @param look what waited and which threads carried a trace, or null when nothing did
 * @param spans what was under way, the oldest first, on the clock of {@code nanos}
 * @param torn whether the last note was cut short, so that this is the one before
 * @param nothing why there is no state; null when there is one
 */
record LastState(
    Map<String, Object> identity,
    Instant at,
    long nanos,
    boolean ending,
    boolean ended,
    String capture,
    String repository,
    boolean ownRepository,
    AgentCost cost,
    Vitals vitals,
    List<Trigger> alarms,
    Look look,
    List<SpanSeen> spans,
    boolean torn,
    String nothing) {

  /** An alarm that was true in the last round. */
  record Trigger(String trigger, String signature, String observed, String sentence) {}

  /**
   * Reads a black box.
   *
   * @throws IOException when it is none, is damaged, or comes from another version
   */
  static LastState read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is no file");
    }
    ByteBuffer bytes = ByteBuffer.allocate(Layout.SIZE);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int got = 0;
      while (bytes.hasRemaining() && got >= 0) {
        got = channel.read(bytes);
      }
    }
    try {
      return read(bytes.flip(), file);
    } catch (RuntimeException e) {
      throw new IOException(file + " is damaged: " + e, e);
    }
  }

  private static LastState read(ByteBuffer bytes, Path file) throws IOException {
    if (bytes.limit() < Layout.SIZE || bytes.getLong(0) != Layout.MAGIC) {
      throw new IOException(file + " is no black box, or was never finished");
    }
    Map<String, Object> identity = identity(bytes, file);
    long first = bytes.getLong(Layout.half(0));
    long second = bytes.getLong(Layout.half(1));
    int newer = first > second ? 0 : 1;
    boolean torn = Math.min(first, second) == Layout.WRITING;
    for (int half : new int[] {newer, 1 - newer}) {
      if (whole(bytes, Layout.half(half))) {
        return state(identity, bytes, Layout.half(half), torn || half != newer);
      }
    }
    return nothing(identity, bytes, Layout.half(newer));
  }

  /** A box without a state that can be read: who it was, and whether it ended in order. */
  private static LastState nothing(Map<String, Object> identity, ByteBuffer bytes, int half) {
    boolean noted = bytes.getLong(half) > 0 && sound(bytes, half);
    int form = bytes.get(half + Layout.STATE_AT);
    int standing = noted ? bytes.getInt(half + 12) : 0;
    String why =
        noted
            ? "another version of the agent wrote it (form "
                + form
                + ", known is "
                + Layout.FORM
                + ")"
            : "no round of the watch wrote it";
    return new LastState(
        identity,
        null,
        0,
        standing >= Layout.ENDING,
        standing == Layout.ENDED,
        null,
        null,
        false,
        null,
        null,
        List.of(),
        null,
        List.of(),
        false,
        why);
  }

  private static Map<String, Object> identity(ByteBuffer bytes, Path file) throws IOException {
    int length = bytes.getInt(8);
    if (length <= 0 || length > Layout.HEADER - Layout.IDENTITY_AT) {
      throw new IOException(file + " is damaged: its identity takes " + length + " bytes");
    }
    byte[] who = new byte[length];
    bytes.get(Layout.IDENTITY_AT, who);
    if (sum(who, who.length) != bytes.getLong(16)) {
      throw new IOException(file + " is damaged: it does not say who wrote it");
    }
    try {
      return Json.parseObject(new String(who, StandardCharsets.UTF_8));
    } catch (JsonException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static boolean whole(ByteBuffer bytes, int half) {
    return bytes.getLong(half) > 0
        && sound(bytes, half)
        && bytes.get(half + Layout.STATE_AT) == Layout.FORM;
  }

  /** Whether all of a half is as it was written. */
  private static boolean sound(ByteBuffer bytes, int half) {
    int length = bytes.getInt(half + 8);
    if (length <= 0 || length > Layout.MOST) {
      return false;
    }
    byte[] state = new byte[length];
    bytes.get(half + Layout.STATE_AT, state);
    return sum(state, length) == bytes.getLong(half + 16);
  }

  private static long sum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return sum.getValue();
  }

  private static LastState state(
      Map<String, Object> identity, ByteBuffer bytes, int half, boolean torn) {
    int standing = bytes.getInt(half + 12);
    ByteBuffer state = bytes.slice(half + Layout.STATE_AT, bytes.getInt(half + 8));
    Ink ink = new Ink(state);
    ink.one();
    Instant at = Instant.ofEpochMilli(ink.eight());
    long nanos = ink.eight();
    String capture = ink.word();
    String repository = ink.word();
    boolean own = ink.flag();
    AgentCost cost = ink.flag() ? cost(ink) : null;
    Vitals vitals = vitals(ink, at, nanos);
    List<Trigger> alarms = new ArrayList<>();
    while (ink.flag()) {
      alarms.add(new Trigger(ink.text(), ink.text(), ink.text(), ink.text()));
    }
    boolean looked = ink.flag();
    LookInk records = new LookInk(ink);
    Look look =
        looked
            ? records.read(ink.eight(), Instant.ofEpochMilli(ink.eight()), ink.eight())
            : records.read(1, at, nanos);
    boolean empty = !looked && look.threads().isEmpty() && look.unknown().isEmpty();
    return new LastState(
        identity,
        at,
        nanos,
        standing >= Layout.ENDING,
        standing == Layout.ENDED,
        capture,
        repository,
        own,
        cost,
        vitals,
        alarms,
        empty ? null : look,
        records.spans(),
        torn,
        null);
  }

  private static AgentCost cost(Ink ink) {
    String level = ink.text();
    Instant since = Instant.ofEpochMilli(ink.eight());
    boolean over = ink.flag();
    Instant until = Instant.ofEpochMilli(ink.eight());
    return new AgentCost(level, since, over ? until : null, ink.text(), ink.text(), ink.text());
  }

  private static Vitals vitals(Ink ink, Instant at, long nanos) {
    long used = ink.eight();
    long most = ink.eight();
    List<MemorySeen.Area> areas = new ArrayList<>();
    for (int left = ink.one(); left > 0; left--) {
      areas.add(new MemorySeen.Area(ink.text(), ink.eight(), ink.eight(), ink.eight()));
    }
    if (areas.stream().noneMatch(area -> area.name().equals(MemorySeen.HEAP))) {
      areas.add(0, new MemorySeen.Area(MemorySeen.HEAP, used, most, Vitals.UNKNOWN));
    }
    List<FailureSeen> failures = new ArrayList<>();
    for (int left = ink.one(); left > 0; left--) {
      failures.add(
          new FailureSeen(
              ink.text(),
              ink.eight(),
              ink.word(),
              ink.eight(),
              ink.text(),
              ink.text(),
              ink.trace(),
              List.of()));
    }
    return new Vitals(
        at,
        nanos,
        0,
        new MemorySeen(areas, Vitals.UNKNOWN, Vitals.UNKNOWN, ""),
        GcSeen.NOTHING,
        CpuSeen.NOTHING,
        List.of(),
        List.of(),
        List.of(),
        failures,
        List.of());
  }
}
