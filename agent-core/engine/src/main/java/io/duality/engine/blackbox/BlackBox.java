package io.duality.engine.blackbox;

import io.duality.diagnosis.WaitForGraph;
import io.duality.engine.bundle.LiveProcess;
import io.duality.engine.capture.AgentCost;
import io.duality.model.ActiveTraces;
import io.duality.model.Alarm;
import io.duality.model.FailureSeen;
import io.duality.model.Look;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import io.duality.model.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A file of 336 KiB below {@code .live/<random-id>} in which the watch notes each round how the
 * process stands: what is written is the kernel's, so it survives {@code kill -9}, {@code
 * Runtime.halt}, the kernel's OOM killer and a native crash without being forced to disk. It holds
 * names of threads, resources and spans, ids and figures, never values. Writing makes no garbage;
 * it is for one thread, apart from {@link #ending} and {@link #ended}.
 *
 * <p>It is not mapped into memory: a store into a page that somebody has cut off, or for which a
 * full disk has no place, throws an error later, from whatever the thread does then.
 */
public final class BlackBox {
  /** Writing to one of these may take for ever when its server has gone. */
  private static final Set<String> NETWORK =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "afs",
          "9p",
          "ceph",
          "glusterfs",
          "lustre",
          "ncpfs",
          "virtiofs",
          "gfs2",
          "ocfs2",
          "beegfs",
          "davfs");

  private static final int RESERVE = 16;

  /** More at once would need memory of the JVM's own. */
  private static final int PIECE = 8 << 10;

  private static final int MOST_ALARMS = 8;
  private static final int MOST_FAILURES = 4;

  /** A file that is open takes all that is written also when nobody can find it any more. */
  private static final int ASKED_EVERY = 8;

  private final Pen pen = new Pen(Layout.MOST, RESERVE);
  private final LookPen looks = new LookPen(pen);
  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer numbers = ByteBuffer.allocate(Layout.STATE_AT);
  private final File place;
  private RandomAccessFile file;
  private String reason;
  private long sequence;
  private boolean removed;
  private int standing;
  private Vitals vitals;
  private volatile String repository;
  private volatile boolean ownRepository;
  private volatile AgentCost cost;

  private BlackBox(RandomAccessFile file, File place, String reason) {
    this.file = file;
    this.place = place;
    this.reason = reason;
  }

  /**
   * Makes the file.
   *
   * @param identity who writes it, as JSON; see {@link Identification}
   * @return one that is off, with its {@link #reason}, where it cannot be made
   */
  public static BlackBox open(LiveProcess live, Map<String, Object> identity) {
    if (!live.locked()) {
      return new BlackBox(
          null, null, "nobody could tell that this process is dead: " + live.note());
    }
    try {
      return open(live.path(), identity);
    } catch (IOException | RuntimeException e) {
      return new BlackBox(null, null, "it cannot be made: " + e);
    }
  }

  static BlackBox open(Path live, Map<String, Object> identity) throws IOException {
    String type = network(live);
    if (type != null) {
      return new BlackBox(null, null, live + " is on a network file system (" + type + ")");
    }
    byte[] who = Json.line(identity).getBytes(StandardCharsets.UTF_8);
    if (who.length > Layout.HEADER - Layout.IDENTITY_AT) {
      return new BlackBox(null, null, "who this process is takes " + who.length + " bytes");
    }
    Path path = live.resolve(Layout.FILE);
    LiveProcess.create(path).close();
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      prepare(file, who);
    } catch (IOException | RuntimeException | Error e) { // it may be tried again with more memory
      file.close();
      Files.deleteIfExists(path);
      throw e;
    }
    return new BlackBox(file, path.toFile(), null);
  }

  private static void prepare(RandomAccessFile file, byte[] who) throws IOException {
    // All of it first: a disk that is full later has its place already.
    byte[] zeros = new byte[PIECE];
    for (int left = Layout.SIZE; left > 0; left -= PIECE) {
      file.write(zeros, 0, Math.min(left, PIECE));
    }
    CRC32C sum = new CRC32C();
    sum.update(who);
    file.seek(8);
    file.writeInt(who.length);
    file.seek(16);
    file.writeLong(sum.getValue());
    file.seek(Layout.IDENTITY_AT);
    file.write(who);
    file.seek(0);
    file.writeLong(Layout.MAGIC); // last: who reads it finds the rest
  }

  /**
   * The kind of a file system that is elsewhere, so that its server may go; null for one of this
   * machine.
   *
   * @throws IOException when nobody knows
   */
  public static String network(Path place) throws IOException {
    String type = Files.getFileStore(place).type();
    return network(type) ? type : null;
  }

  static boolean network(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    return NETWORK.contains(name) || name.startsWith("fuse.");
  }

  /** Why it is off; null while it is written. */
  public synchronized String reason() {
    return reason;
  }

  /**
   * Notes where the flight recorder keeps its chunks.
   *
   * @param own whether nobody but us records there, so that it may be removed after a harvest
   */
  public void repository(String path, boolean own) {
    ownRepository = own;
    repository = path;
  }

  /** That the agent does less than everything, from the next note on; null when it does not. */
  public void cost(AgentCost standing) {
    cost = standing;
  }

  /**
   * Notes how the process stands; once a round.
   *
   * @param look what waits; null when no look was needed, since nothing does
   * @param graph that look's graph, or null
   * @param alarms by trigger; they are true, confirmed or not
   * @param capture the bundle that is being written, or null
   * @param reading new vitals, or null when there are none since the last round
   * @param active the traces that are under way
   */
  public synchronized void note(
      long wallMillis,
      long nanos,
      Look look,
      WaitForGraph graph,
      Map<String, List<Alarm>> alarms,
      String capture,
      Vitals reading,
      ActiveTraces active) {
    if (file == null) {
      return;
    }
    vitals = reading == null ? vitals : reading;
    pen.restart();
    pen.one(Layout.FORM);
    pen.eight(wallMillis);
    pen.eight(nanos);
    pen.word(capture);
    pen.word(repository);
    pen.flag(ownRepository);
    cost();
    figures();
    alarms(alarms);
    pen.flag(look != null);
    if (look != null) {
      pen.eight(look.number());
      pen.eight(look.at().toEpochMilli());
      pen.eight(look.nanos());
    }
    pen.close(looks.write(look, graph, active));
    turn();
  }

  private void cost() {
    AgentCost standing = cost;
    pen.flag(standing != null);
    if (standing != null) {
      pen.word(standing.level());
      pen.eight(standing.since().toEpochMilli());
      pen.flag(standing.until() != null);
      pen.eight(standing.until() == null ? 0 : standing.until().toEpochMilli());
      pen.word(standing.observed());
      pen.word(standing.threshold());
      pen.word(standing.does());
    }
  }

  private void figures() {
    Runtime runtime = Runtime.getRuntime();
    pen.eight(runtime.totalMemory() - runtime.freeMemory());
    pen.eight(runtime.maxMemory());
    List<MemorySeen.Area> areas = vitals == null ? List.of() : vitals.memory().areas();
    int count = Math.min(areas.size(), Byte.MAX_VALUE);
    pen.one(count);
    for (int i = 0; i < count; i++) {
      MemorySeen.Area area = areas.get(i);
      pen.word(area.name());
      pen.eight(area.used());
      pen.eight(area.limit());
      pen.eight(area.count());
    }
    List<FailureSeen> failures = vitals == null ? List.of() : vitals.failures();
    int last = Math.min(failures.size(), MOST_FAILURES);
    pen.one(last);
    for (int i = failures.size() - last; i < failures.size(); i++) {
      FailureSeen failure = failures.get(i);
      pen.word(failure.kind());
      pen.eight(failure.nanos());
      pen.word(failure.className());
      pen.eight(failure.threadId());
      pen.word(failure.threadName());
      pen.word(failure.knownBy());
      pen.trace(failure.trace());
    }
  }

  private void alarms(Map<String, List<Alarm>> alarms) {
    int left = MOST_ALARMS;
    if (!alarms.isEmpty()) {
      for (Map.Entry<String, List<Alarm>> trigger : alarms.entrySet()) {
        for (int i = 0; i < trigger.getValue().size() && left > 0; i++, left--) {
          Alarm alarm = trigger.getValue().get(i);
          pen.flag(true);
          pen.word(trigger.getKey());
          pen.word(alarm.signature());
          pen.word(alarm.observed());
          pen.word(alarm.sentence());
        }
      }
    }
    pen.flag(false);
  }

  /** Writes the half that was not written last; until its number is there it is not whole. */
  private void turn() {
    int half = Layout.half((int) ((sequence + 1) & 1));
    checksum.reset();
    checksum.update(pen.bytes, 0, pen.length());
    numbers.putInt(8, pen.length()).putInt(12, standing).putLong(16, checksum.getValue());
    try {
      number(half, Layout.WRITING);
      put(half + 8, numbers.array(), 8, Layout.STATE_AT - 8);
      put(half + Layout.STATE_AT, pen.bytes, 0, pen.length());
      number(half, sequence + 1);
      sequence++;
      removed = sequence % ASKED_EVERY == 0 ? !place.exists() : removed;
      reason = removed ? place + " was removed: nobody will find what is noted" : null;
    } catch (IOException e) {
      reason = "the last round could not be noted: " + e;
    }
  }

  private void number(int at, long value) throws IOException {
    numbers.putLong(0, value);
    put(at, numbers.array(), 0, Long.BYTES);
  }

  private void put(int at, byte[] bytes, int from, int length) throws IOException {
    file.seek(at);
    for (int done = 0; done < length; done += PIECE) {
      file.write(bytes, from + done, Math.min(length - done, PIECE));
    }
  }

  /** The JVM has begun to end. */
  public void ending() {
    stand(Layout.ENDING);
  }

  /** The JVM ends in order: what is left in the directory tells nothing. */
  public synchronized void ended() {
    stand(Layout.ENDED);
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      reason = "it could not be closed: " + e;
    }
    file = null;
  }

  private synchronized void stand(int value) {
    standing = value;
    if (file != null && sequence > 0) {
      try {
        numbers.putInt(12, value);
        put(Layout.half((int) (sequence & 1)) + 12, numbers.array(), 12, Integer.BYTES);
      } catch (IOException e) {
        reason = "that the JVM ends could not be noted: " + e;
      }
    }
  }
}
