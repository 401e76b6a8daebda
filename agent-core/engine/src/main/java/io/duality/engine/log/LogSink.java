package io.duality.engine.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.event.Level;

/** Where the lines of all loggers meet: bounded in memory, in rate and on disk. */
final class LogSink {
  static final int OFF = Integer.MAX_VALUE;

  private static final int KEPT = 500;
  private static final int DISTINCT = 200;
  private static final int PER_WINDOW = 300;
  private static final long WINDOW_MILLIS = 10_000;
  private static final String PREFIX = "duality: ";

  private final OutputStream err;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final Object lock = new Object(); // held for a few field accesses, never for I/O
  private final ArrayDeque<LogLine> lines = new ArrayDeque<>();
  private final Set<String> said = new HashSet<>();
  private long windowStart;
  private int inWindow;
  private long lostSaid; // only the draining thread looks at it

  private volatile int threshold = Level.INFO.toInt();
  private volatile boolean waiting; // something is in lines; spares flush() the lock
  private volatile LogFile file;
  private volatile long pid;

  LogSink(OutputStream err) {
    this.err = err;
  }

  boolean takes(Level level) {
    return level.toInt() >= threshold;
  }

  void threshold(int level) {
    threshold = level;
  }

  void open(LogFile to, long ownPid) {
    pid = ownPid;
    file = to;
    flush();
  }

  void lost() {
    dropped.incrementAndGet();
  }

  long dropped() {
    return dropped.get();
  }

  void log(long millis, Level level, String logger, String message, Throwable thrown) {
    LogLine line = new LogLine(millis, level, logger, message, thrown);
    synchronized (lock) {
      if (millis - windowStart >= WINDOW_MILLIS || millis < windowStart) {
        windowStart = millis;
        inWindow = 0;
      }
      if (++inWindow > PER_WINDOW || lines.size() >= KEPT) {
        dropped.incrementAndGet();
        return;
      }
      if (level.toInt() >= Level.WARN.toInt() && said.size() < DISTINCT && said.add(line.said())) {
        line.alsoToErr();
      }
      lines.add(line);
      waiting = true;
    }
    if (file == null || ofTheAgent(Thread.currentThread())) {
      flush();
    }
  }

  private static boolean ofTheAgent(Thread thread) {
    return thread.getName().startsWith("duality-");
  }

  /**
   * Writes what there is. One thread writes at a time; another one leaves its lines to it, and when
   * they came too late for that, to the next call.
   */
  void flush() {
    if (!waiting || !draining.compareAndSet(false, true)) {
      return;
    }
    try {
      sayWarnings();
      LogFile to = file;
      if (to != null) {
        write(to);
      }
    } finally {
      draining.set(false);
    }
  }

  private void sayWarnings() {
    StringBuilder out = new StringBuilder();
    synchronized (lock) {
      for (LogLine line : lines) {
        if (line.takeForErr()) {
          out.append(PREFIX).append(line.said()).append(System.lineSeparator());
        }
      }
    }
    if (out.length() > 0) {
      try {
        err.write(out.toString().getBytes(Charset.defaultCharset()));
        err.flush();
      } catch (IOException e) {
        dropped.incrementAndGet(); // stderr is closed: the file has the line
      }
    }
  }

  private void write(LogFile to) {
    LogLine[] batch;
    synchronized (lock) {
      batch = lines.toArray(new LogLine[0]);
      lines.clear();
      waiting = false;
    }
    StringBuilder out = new StringBuilder();
    for (LogLine line : batch) {
      line.print(out, pid);
    }
    long lostNow = dropped.get();
    if (lostNow > lostSaid) {
      out.append("duality: ").append(lostNow - lostSaid).append(" lines were lost before this\n");
      lostSaid = lostNow;
    }
    try {
      to.append(out.toString());
    } catch (IOException e) {
      dropped.addAndGet(batch.length);
      complainOnce(to, e);
    }
  }

  private void complainOnce(LogFile to, IOException e) {
    String complaint = to.path() + " cannot be written: " + e.getMessage();
    boolean first;
    synchronized (lock) {
      first = said.size() < DISTINCT && said.add(complaint);
    }
    if (first) {
      try {
        String line = PREFIX + complaint + System.lineSeparator();
        err.write(line.getBytes(Charset.defaultCharset()));
      } catch (IOException closed) {
        dropped.incrementAndGet(); // neither file nor stderr: the counter is all that is left
      }
    }
  }
}
