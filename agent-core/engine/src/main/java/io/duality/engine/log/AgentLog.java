package io.duality.engine.log;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * The agent's own log. Lines are kept in memory, a bounded number of them, until {@link #open} says
 * where they go; warnings and errors also go to stderr, each distinct one once. Logging never
 * throws and, once open, never makes a thread of the application wait for a disk: its lines are
 * written by the next thread of the agent that logs or calls {@link #flush}.
 */
public final class AgentLog {
  /** The file's name inside the bundle directory. */
  public static final String FILE = "agent.log";

  private static final long DEFAULT_MAX_BYTES = 1 << 20;

  private static final LogSink SINK = new LogSink(new FileOutputStream(FileDescriptor.err));

  private AgentLog() {}

  /** The logger of a class. */
  public static Logger of(Class<?> type) {
    return new AgentLogger(type.getSimpleName(), SINK);
  }

  /** Writes what was logged so far, and from now on everything, to a directory's log file. */
  public static void open(File dir) {
    open(dir, 0, DEFAULT_MAX_BYTES);
  }

  /**
   * As {@link #open(File)}, for a directory that several processes share.
   *
   * @param pid stands in every line; 0 for none
   * @param maxBytes at this size the file is rotated, with one older file kept
   */
  public static void open(File dir, long pid, long maxBytes) {
    SINK.open(new LogFile(new File(dir, FILE), maxBytes), pid);
  }

  /** From which level on lines are written: {@code off}, {@code error}, … {@code debug}. */
  public static void level(String word) {
    SINK.threshold(
        word.equals("off") ? LogSink.OFF : Level.valueOf(word.toUpperCase(Locale.ROOT)).toInt());
  }

  /** Writes lines that threads of the application have left; costs nothing when there are none. */
  public static void flush() {
    SINK.flush();
  }

  /** How many lines were lost: too many at once, or the file could not be written. */
  public static long dropped() {
    return SINK.dropped();
  }
}
