package io.duality.engine.blackbox;

import io.duality.diagnosis.WaitForGraph;
import io.duality.engine.bundle.LiveProcess;
import io.duality.model.ActiveTraces;
import io.duality.model.Alarm;
import io.duality.model.FailureSeen;
import io.duality.model.Look;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import io.duality.model.json.Json;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A file of 336 KiB below {@code .live/<random-id>}, mapped into memory, in which the watch notes
 * each round how the process stands: it survives {@code kill -9}, {@code Runtime.halt}, the
 * kernel's OOM killer and a native crash without being forced to disk. It holds names of threads,
 * resources and spans, ids and figures, never values. Writing makes no garbage; it is for one
 * thread, apart from {@link #ending} and {@link #ended}.
 */
public final class BlackBox {
  /** Pages of a mapped file on these may vanish, and a store into one then ends the JVM. */
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
  private static final int MOST_ALARMS = 8;
  private static final int MOST_FAILURES = 4;

  private final Pen pen = new Pen(Layout.MOST, RESERVE);
  private final LookPen looks = new LookPen(pen);
  private final CRC32C checksum = new CRC32C();
  private MappedByteBuffer map;
  private String reason;
  private long sequence;
  private int standing;
  private Vitals vitals;
  private volatile String repository;
  private volatile boolean ownRepository;

  private BlackBox(MappedByteBuffer map, String reason) {
    this.map = map;
    this.reason = reason;
  }

  /**
   * Makes the file, and maps it once.
   *
   * @param identity who writes it, as JSON; see {@link Identification}
   * @return one that is off, with its {@link #reason}, where it cannot be mapped safely
   */
  public static BlackBox open(LiveProcess live, Map<String, Object> identity) {
    if (!live.locked()) {
      return new BlackBox(null, "nobody could tell that this process is dead: " + live.note());
    }
    try {
      return open(live.path(), identity);
    } catch (IOException | RuntimeException | InternalError e) {
      return new BlackBox(null, "it cannot be mapped: " + e);
    }
  }

  static BlackBox open(Path live, Map<String, Object> identity) throws IOException {
    String type = Files.getFileStore(live).type();
    if (network(type)) {
      return new BlackBox(null, live + " is on a network file system (" + type + ")");
    }
    byte[] who = Json.line(identity).getBytes(StandardCharsets.UTF_8);
    if (who.length > Layout.HEADER - Layout.IDENTITY_AT) {
      return new BlackBox(null, "who this process is takes " + who.length + " bytes");
    }
    Path file = live.resolve(Layout.FILE);
    MappedByteBuffer map;
    try (FileChannel channel = LiveProcess.create(file)) {
      // Zeros first: a store into a hole of a full disk would be a SIGBUS.
      ByteBuffer zeros = ByteBuffer.allocate(Layout.SIZE);
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
      map = channel.map(FileChannel.MapMode.READ_WRITE, 0, Layout.SIZE);
    } catch (IOException | RuntimeException | Error e) { // it may be tried again with more memory
      Files.deleteIfExists(file);
      throw e;
    }
    CRC32C sum = new CRC32C();
    sum.update(who);
    map.putInt(8, who.length);
    map.putLong(16, sum.getValue());
    map.put(Layout.IDENTITY_AT, who);
    map.putLong(0, Layout.MAGIC); // last: who reads it finds the rest
    return new BlackBox(map, null);
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
    if (map == null) {
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
    try {
      int half = Layout.half((int) ((sequence + 1) & 1));
      map.putLong(half, Layout.WRITING);
      VarHandle.releaseFence();
      checksum.reset();
      checksum.update(pen.bytes, 0, pen.length());
      map.putInt(half + 8, pen.length());
      map.putInt(half + 12, standing);
      map.putLong(half + 16, checksum.getValue());
      map.put(half + Layout.STATE_AT, pen.bytes, 0, pen.length());
      VarHandle.releaseFence();
      sequence++;
      map.putLong(half, sequence);
    } catch (InternalError e) { // somebody cut the file off: touching it again could end the JVM
      map = null;
      reason = "the file can no longer be written: " + e.getMessage();
    }
  }

  /** The JVM has begun to end. */
  public void ending() {
    stand(Layout.ENDING);
  }

  /** The JVM ends in order: what is left in the directory tells nothing. */
  public void ended() {
    stand(Layout.ENDED);
  }

  private synchronized void stand(int value) {
    standing = value;
    if (map != null && sequence > 0) {
      map.putInt(Layout.half((int) (sequence & 1)) + 12, value);
    }
  }
}
