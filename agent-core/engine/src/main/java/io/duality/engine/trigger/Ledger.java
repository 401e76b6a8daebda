package io.duality.engine.trigger;

import io.duality.engine.log.AgentLog;
import io.duality.engine.log.OwnerOnly;
import io.duality.model.CaptureRequest;
import io.duality.model.RegularFile;
import io.duality.model.ServiceInfo;
import io.duality.model.ledger.LedgerEntry;
import io.duality.model.ledger.LedgerHistory;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;

/**
 * Writes {@code ledger.jsonl}. Several processes may append to one file: each line is one write in
 * append mode, and nobody keeps the file open. A disk that cannot be written is counted and
 * reported once; it never stops a capture.
 */
public final class Ledger {
  private static final Logger LOG = AgentLog.of(Ledger.class);

  private static final long STALE_MILLIS = 60_000;

  private final File dir;
  private final File file;
  private final ServiceInfo service;
  private final long pid;
  private final long maxBytes;
  private long unwritten;
  private boolean complained;

  /**
   * The ledger of a bundle directory, which is created with its first line.
   *
   * @param maxBytes at this size the file is rotated, with one older file kept
   */
  public Ledger(File dir, ServiceInfo service, long pid, long maxBytes) {
    this.dir = Objects.requireNonNull(dir, "dir");
    this.file = new File(dir, LedgerHistory.FILE);
    this.service = Objects.requireNonNull(service, "service");
    this.pid = pid;
    this.maxBytes = maxBytes;
  }

  /** Writes a decision; whether that went well. */
  public boolean append(Decision decision) {
    return append(
        new LedgerEntry(
            decision.at(),
            service.name(),
            service.version(),
            service.instance(),
            pid,
            decision.trigger(),
            decision.type(),
            decision.state(),
            decision.alarm().signature(),
            decision.alarm().observed(),
            decision.alarm().condition(),
            decision.text(),
            decision.bundleId()));
  }

  /**
   * Writes that a bundle is there; whether that went well.
   *
   * @param request what it was captured for
   * @param signature of its verdict, by which later ones are recognised
   * @param bundle its name
   */
  public boolean captured(CaptureRequest request, String signature, String bundle, Instant at) {
    return append(
        new LedgerEntry(
            at,
            service.name(),
            service.version(),
            service.instance(),
            pid,
            request.trigger(),
            request.type(),
            LedgerEntry.State.CAPTURED,
            signature,
            request.alarm().observed(),
            request.alarm().condition(),
            bundle,
            request.bundleId()));
  }

  /**
   * Writes that the whole agent was switched; whether that went well.
   *
   * @param armed whether it was switched on
   * @param decision by whom and why
   */
  public boolean switched(boolean armed, String decision, Instant at) {
    LedgerEntry.State state = armed ? LedgerEntry.State.ARMED : LedgerEntry.State.DISARMED;
    return append(agent(state, null, null, decision, at));
  }

  /**
   * Writes that the agent does more or less, for what it costs; whether that went well.
   *
   * @param state thinned, disarmed or armed
   * @param observed what it cost
   * @param threshold what it may cost
   * @param decision what it does from now on
   */
  public boolean spared(
      LedgerEntry.State state, String observed, String threshold, String decision, Instant at) {
    return append(agent(state, observed, threshold, decision, at));
  }

  private LedgerEntry agent(
      LedgerEntry.State state, String observed, String threshold, String decision, Instant at) {
    return new LedgerEntry(
        at,
        service.name(),
        service.version(),
        service.instance(),
        pid,
        LedgerEntry.AGENT,
        LedgerEntry.AGENT,
        state,
        null,
        observed,
        threshold,
        decision,
        null);
  }

  /** Writes that a bundle was deleted; whether that went well. */
  public boolean deleted(
      String bundleId, String trigger, String type, String signature, String why, Instant at) {
    return append(
        new LedgerEntry(
            at,
            service.name(),
            service.version(),
            service.instance(),
            pid,
            trigger,
            type,
            LedgerEntry.State.DELETED,
            signature,
            null,
            null,
            why,
            bundleId));
  }

  /** Writes one line; whether that went well. */
  public synchronized boolean append(LedgerEntry entry) {
    try {
      if (!dir.isDirectory() && !dir.mkdirs() && !dir.isDirectory()) {
        throw new IOException(dir + " cannot be created");
      }
      RegularFile.require(file);
      rotate();
      write(entry.line() + "\n");
      complained = false;
      return true;
    } catch (IOException | SecurityException e) {
      unwritten++;
      if (!complained) {
        complained = true;
        LOG.warn("{} cannot be written, decisions are counted only: {}", file, e.getMessage());
      }
      return false;
    }
  }

  private void write(String line) throws IOException {
    boolean fresh = !file.exists();
    String whole = fresh || endsWithLine() ? line : "\n" + line; // somebody died while writing
    try (FileOutputStream out = new FileOutputStream(file, true)) {
      if (fresh) {
        restrict();
      }
      out.write(whole.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void restrict() {
    if (!OwnerOnly.make(file)) {
      LOG.info("the file system of {} knows no modes; others may read it", file);
    }
  }

  private boolean endsWithLine() throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
      if (in.length() == 0) {
        return true;
      }
      in.seek(in.length() - 1);
      return in.read() == '\n';
    }
  }

  /** Rotates when it is time; of several processes the one that creates the marker does it. */
  private void rotate() throws IOException {
    if (file.length() <= maxBytes) {
      return;
    }
    File marker = new File(dir, "ledger.rotating");
    if (!marker.createNewFile()) {
      if (System.currentTimeMillis() - marker.lastModified() > STALE_MILLIS && marker.delete()) {
        LOG.info("{} was left behind by a process that died", marker);
      }
      return;
    }
    try {
      File older = new File(dir, LedgerHistory.OLDER_FILE);
      if (file.length() > maxBytes
          && ((older.exists() && !older.delete()) || !file.renameTo(older))) {
        throw new IOException("it cannot be renamed to " + older.getName());
      }
    } finally {
      if (!marker.delete()) {
        LOG.warn("{} cannot be deleted; the ledger is not rotated while it exists", marker);
      }
    }
  }

  /** What all processes have written; nothing when it cannot be read, which is logged. */
  public LedgerHistory read() {
    try {
      return LedgerHistory.read(dir);
    } catch (IOException e) {
      LOG.warn("{} cannot be read, limits and cool-downs start anew: {}", file, e.getMessage());
      return new LedgerHistory(List.of(), 0);
    }
  }

  /** How many lines could not be written. */
  public synchronized long unwritten() {
    return unwritten;
  }
}
