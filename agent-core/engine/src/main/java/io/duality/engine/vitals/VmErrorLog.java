package io.duality.engine.vitals;

import io.duality.boot.VmCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The OutOfMemoryErrors that the JVM itself has thrown, whoever caught them: it keeps its last
 * twenty errors in a log in memory, and the command {@code VM.events} prints it without a
 * safepoint, in some microseconds. What came between two readings and was pushed out by twenty
 * later ones is not seen. For one thread.
 */
final class VmErrorLog {
  private static final int MOST_FAILURES = 3;

  /**
   * Two lines of the log; the file says which memory it was. One with a message, as that of
   * threads, goes through the constructor, whose hook tells of it.
   */
  private static final Pattern ENTRY =
      Pattern.compile(
          "Event: ([0-9]+\\.[0-9]+) Thread 0x([0-9a-f]+) Exception <a"
              + " 'java/lang/OutOfMemoryError'(?:\\{0x[0-9a-f]+\\})?>[^\\n]*\\n?\\s*thrown \\[([^,\\]]*)");

  private final Supplier<String> print;
  private double last = Double.NaN;
  private int failed;
  private String reason;

  /**
   * One of them.
   *
   * @param kind that of the heap also where only one allocation was too large for it
   * @param uptimeNanos when, after the JVM's start
   * @param thread the address of the JVM's own thread, which {@code Thread.eetop} has too
   */
  record Entry(MemoryErrorKind kind, long uptimeNanos, long thread) {}

  VmErrorLog() {
    this(VmErrorLog::ask);
  }

  /**
   * @param print the log's text, or null when this JVM keeps none
   */
  VmErrorLog(Supplier<String> print) {
    this.print = print;
  }

  private static String ask() {
    return VmCommand.run("VM.events log=exc");
  }

  /** Those since the last reading; of the first one none, as nobody knows whose they are. */
  List<Entry> read() {
    if (failed >= MOST_FAILURES) {
      return List.of();
    }
    String text;
    try {
      text = print.get();
      failed = 0;
    } catch (RuntimeException e) {
      failed++;
      reason = e.getMessage();
      return List.of();
    }
    reason =
        text != null && text.contains("Internal exceptions")
            ? null
            : "it keeps no log of its errors (-XX:-LogEvents)";
    return text == null ? List.of() : fresh(text);
  }

  private List<Entry> fresh(String text) {
    List<Entry> fresh = new ArrayList<>();
    boolean first = Double.isNaN(last);
    double newest = first ? -1 : last;
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      double at = Double.parseDouble(entry.group(1));
      if (!first && at > last) {
        fresh.add(
            new Entry(
                kind(entry.group(3)),
                (long) (at * 1e9),
                Long.parseUnsignedLong(entry.group(2), 16)));
      }
      newest = Math.max(newest, at);
    }
    last = newest;
    return fresh;
  }

  /** By the source file that threw it; that of arrays says that no heap has such a one. */
  private static MemoryErrorKind kind(String file) {
    if (file.contains("memory/metaspace")) {
      return MemoryErrorKind.METASPACE;
    }
    if (file.contains("/prims/")) {
      return MemoryErrorKind.NATIVE;
    }
    return file.contains("/oops/") ? MemoryErrorKind.ARRAY_SIZE : MemoryErrorKind.HEAP;
  }

  /** Why the JVM does not tell of its errors, or null while it does. */
  String reason() {
    return reason;
  }
}
