package io.duality.engine.log;

import java.time.Instant;
import org.slf4j.event.Level;

/** One line of the log, with the stack of what was thrown. */
final class LogLine {
  private static final int LONGEST = 2_000;
  private static final int FRAMES = 20;
  private static final int CAUSES = 5;

  private final long millis;
  private final Level level;
  private final String logger;
  private final String message;
  private final String said;
  private final String stack;
  private boolean toErr;

  LogLine(long millis, Level level, String logger, String message, Throwable thrown) {
    this.millis = millis;
    this.level = level;
    this.logger = logger;
    this.message = oneLine(message);
    this.said = thrown == null ? this.message : this.message + ": " + text(thrown);
    this.stack = thrown == null ? "" : stack(thrown);
  }

  void alsoToErr() {
    toErr = true;
  }

  boolean takeForErr() {
    boolean take = toErr;
    toErr = false;
    return take;
  }

  /** The line as stderr shows it. */
  String said() {
    return said;
  }

  void print(StringBuilder out, long pid) {
    out.append(Instant.ofEpochMilli(millis)).append(' ').append(level.name());
    if (pid != 0) {
      out.append(" [").append(pid).append(']');
    }
    out.append(' ').append(logger).append(": ").append(message).append('\n').append(stack);
  }

  private static String stack(Throwable thrown) {
    StringBuilder out = new StringBuilder();
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < CAUSES; i++, cause = cause.getCause()) {
      out.append(i == 0 ? "\t" : "\tcaused by ").append(text(cause)).append('\n');
      StackTraceElement[] frames = cause.getStackTrace();
      for (int f = 0; f < Math.min(FRAMES, frames.length); f++) {
        out.append("\t\tat ").append(frames[f]).append('\n');
      }
      if (frames.length > FRAMES) {
        out.append("\t\t").append(frames.length - FRAMES).append(" more\n");
      }
    }
    return out.toString();
  }

  private static String text(Throwable thrown) {
    try {
      return oneLine(String.valueOf(thrown));
    } catch (RuntimeException e) { // its class is worth more than nothing
      return thrown.getClass().getName();
    }
  }

  /** A text that cannot pretend to be several lines. */
  private static String oneLine(String text) {
    String s = text == null ? "null" : text;
    StringBuilder out = new StringBuilder(Math.min(s.length(), LONGEST) + 1);
    for (int i = 0; i < s.length() && i < LONGEST; i++) {
      out.append(Character.isISOControl(s.charAt(i)) ? ' ' : s.charAt(i));
    }
    return s.length() > LONGEST ? out.append('…').toString() : out.toString();
  }
}
