package io.duality.diagnosis;

import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import java.util.ArrayList;
import java.util.List;

/** What to do about memory that grows or is used up. */
final class MemorySteps {
  private static final double DUMPED_PER_SECOND = 400.0 * 1024 * 1024; // measured on JDK 17 and 25

  private final Case incident;
  private final String area;
  private final LeakSeen leak;

  MemorySteps(Case incident, String area, LeakSeen leak) {
    this.incident = incident;
    this.area = area;
    this.leak = leak;
  }

  /**
   * The steps, the most useful first.
   *
   * @param used bytes of the area
   * @param rate bytes per second, or negative
   * @param leftNanos until it is full, or negative
   */
  List<String> steps(long used, double rate, long leftNanos) {
    List<String> steps = new ArrayList<>();
    if (leak != null || area.equals(MemorySeen.HEAP)) {
      steps.add(cause());
    }
    if (area.equals(MemorySeen.HEAP)) {
      dump(steps, used);
    } else {
      steps.add(look());
    }
    String buys =
        rate > 0 && used > 0
            ? " and gives back at most "
                + Amounts.bytes(used)
                + ", which lasts for about "
                + Amounts.about((long) (used / rate * 1e9) + Math.max(0, leftNanos))
            : " and gives the memory back until it has grown again";
    steps.add(
        "A restart is safe"
            + buys
            + ". More memory only puts it off"
            + (area.equals(MemorySeen.HEAP)
                ? "; `System.gc()` does not help, what is counted is what collections leave."
                : "."));
    steps.add("Later: " + later());
    return steps;
  }

  private String cause() {
    if (leak == null) {
      boolean counted = !new LeakBlock(incident).classes(true).isEmpty();
      return "See what it is made of: "
          + (counted ? "the classes above, and " : "")
          + "`histogram.json` where it was taken"
          + (counted
              ? "."
              : ", else `jcmd "
                  + incident.evidence().process().pid()
                  + " GC.class_histogram -all`, which stops the JVM while it counts.");
    }
    LeakWords words = new LeakWords(incident, leak);
    List<String> traces = words.traces();
    if (words.classes()) {
      return "See "
          + (leak.allocatedAt() == null
              ? "who defines " + Words.code(leak.what())
              : Words.code(Sites.brief(leak.allocatedAt())))
          + ": whether it could reuse what it has made before"
          + (traces.isEmpty() ? "." : "; traces that did it: " + Words.list(traces) + ".");
    }
    return "See "
        + (leak.allocatedAt() == null
            ? "who makes " + Words.code(leak.what())
            : Words.code(Sites.brief(leak.allocatedAt())))
        + (leak.holders().isEmpty()
            ? " and who keeps what it makes"
            : " and who removes from " + Words.code(new HolderWords(leak).nearest()))
        + (traces.isEmpty() ? "." : "; traces that did it: " + Words.list(traces) + ".");
  }

  private void dump(List<String> steps, long used) {
    steps.add(
        "For every path to what grows: `jcmd "
            + incident.evidence().process().pid()
            + " GC.heap_dump -all <file>`"
            + (used > 0
                ? ", which stops the JVM for about "
                    + Amounts.about((long) (used / DUMPED_PER_SECOND * 1e9))
                    + " and needs "
                    + Amounts.bytes((long) (used * 1.4))
                    + " on disk"
                : ", which stops the JVM while it is written")
            + "; it has everybody's data in it.");
  }

  private String look() {
    String pid = String.valueOf(incident.evidence().process().pid());
    return switch (area) {
      case MemorySeen.METASPACE, MemorySeen.CLASS_SPACE ->
          "`jcmd "
              + pid
              + " VM.classloader_stats` counts loaders and their classes; `jcmd "
              + pid
              + " VM.metaspace` says where it went.";
      case MemorySeen.CODE_CACHE ->
          "`jcmd "
              + pid
              + " Compiler.codecache` says what fills it; when full, code is no longer"
              + " compiled and everything becomes slow.";
      case MemorySeen.MAPPED ->
          "Mapped files are unmapped only when a collection finds their buffers dead: look for files"
              + " that are mapped for each request and kept.";
      case MemorySeen.DIRECT ->
          "Buffers are freed only when a collection finds their owners dead: look for buffers that"
              + " are allocated for each request and kept.";
      default ->
          "`jcmd "
              + pid
              + " VM.native_memory summary` (with `-XX:NativeMemoryTracking=summary` at start) and"
              + " `/proc/"
              + pid
              + "/smaps_rollup` say what it is made of.";
    };
  }

  private String later() {
    return switch (area) {
      case MemorySeen.HEAP ->
          leak != null && !leak.holders().isEmpty()
              ? "a limit or an expiry for " + Words.code(new HolderWords(leak).nearest()) + "."
              : "a limit or an expiry for what fills it.";
      case MemorySeen.METASPACE, MemorySeen.CLASS_SPACE ->
          "keep generated classes and use them again, and let go of class loaders that are replaced (threads, thread locals, drivers and listeners"
              + " that they registered).";
      case MemorySeen.MAPPED -> "map a file once and share it, or read it through a channel.";
      case MemorySeen.DIRECT ->
          "pool the buffers, and bound the pool; `-XX:MaxDirectMemorySize` sets the limit.";
      case MemorySeen.CODE_CACHE -> "`-XX:ReservedCodeCacheSize`, or less generated code.";
      default -> "leave room between `-Xmx` and the limit of the container for what is not heap.";
    };
  }
}
