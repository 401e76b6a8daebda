package io.duality.diagnosis;

import io.duality.model.SpanSeen;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The traces that were under way at the last sign of life, whether they waited or ran. */
final class UnderWay {
  private static final int MOST_NAMES = 4;
  private static final int MOST_ROWS = 6;

  private final Case incident;
  private final Map<String, Long> since = new HashMap<>();
  private final List<ThreadSeen> threads = new ArrayList<>();
  private final List<SpanSeen> elsewhere = new ArrayList<>();

  /**
   * @param open the spans that had begun and not ended, the oldest first
   */
  UnderWay(Case incident, List<SpanSeen> open) {
    this.incident = incident;
    open.forEach(span -> since.put(span.spanId(), span.sinceNanos()));
    Set<String> carried = new HashSet<>();
    for (ThreadSeen thread : incident.graph().look().threads()) {
      if (thread.trace() != null) {
        threads.add(thread);
        carried.add(thread.trace().spanId());
      }
    }
    threads.sort((a, b) -> Long.compare(age(b), age(a)));
    open.stream().filter(span -> !carried.contains(span.spanId())).forEach(elsewhere::add);
  }

  /** How old a thread's span was, or -1. */
  private long age(ThreadSeen thread) {
    Long begun = since.get(thread.trace().spanId());
    return begun == null ? -1 : age(begun);
  }

  private long age(long begun) {
    return Math.max(0, incident.graph().look().nanos() - begun);
  }

  /** Who was cut off, in a sentence or two. */
  String cut() {
    if (threads.isEmpty() && elsewhere.isEmpty()) {
      return "which requests were cut is not known: nothing carried a trace at the last look.";
    }
    return requests(threads, " under way at the last look: ") + besides();
  }

  /** Those who did not wait for what the page is about; empty when there are none. */
  String others() {
    Set<Long> told = new HashSet<>();
    for (Edge wait : incident.graph().activeWaits()) {
      told.add(wait.threadId());
    }
    List<ThreadSeen> rest = threads.stream().filter(each -> !told.contains(each.id())).toList();
    String text = requests(rest, " under way without waiting: ") + besides();
    return text.isEmpty() ? "" : " " + text.strip();
  }

  private String requests(List<ThreadSeen> cut, String how) {
    if (cut.isEmpty()) {
      return "";
    }
    Map<String, List<ThreadSeen>> byName = new LinkedHashMap<>();
    for (ThreadSeen each : cut) {
      byName.computeIfAbsent(name(each), key -> new ArrayList<>()).add(each);
    }
    List<String> names = new ArrayList<>();
    byName.forEach(
        (name, group) -> {
          long oldest = group.stream().mapToLong(this::age).max().orElse(-1);
          names.add(
              (group.size() == 1 ? "" : group.size() + " ")
                  + name
                  + (oldest < 0
                      ? ""
                      : (group.size() == 1 ? " (" : " (oldest ") + Words.duration(oldest) + ")"));
        });
    return Words.count(cut.size(), "request")
        + how
        + Words.some(names, MOST_NAMES)
        + (cut.size() == 1 ? "; it was cut." : "; they were cut.");
  }

  private static String name(ThreadSeen thread) {
    return thread.trace().spanName() == null
        ? "trace " + Words.code(thread.trace().traceId())
        : Words.code(thread.trace().spanName());
  }

  private String besides() {
    if (elsewhere.isEmpty()) {
      return "";
    }
    Map<String, Long> oldest = new LinkedHashMap<>();
    Map<String, Integer> count = new HashMap<>();
    for (SpanSeen span : elsewhere) {
      oldest.putIfAbsent(span.name(), age(span.sinceNanos()));
      count.merge(span.name(), 1, Integer::sum);
    }
    List<String> names = new ArrayList<>();
    oldest.forEach(
        (name, age) ->
            names.add(
                (count.get(name) == 1 ? "" : count.get(name) + " ")
                    + Words.code(name)
                    + " ("
                    + Words.duration(age)
                    + ")"));
    return (threads.isEmpty() ? "" : " ")
        + Words.count(elsewhere.size(), "span")
        + " begun and not ended, on no platform thread: "
        + Words.some(names, MOST_NAMES)
        + ".";
  }

  /** Who they were; empty when nobody carried a trace. */
  Existing table() {
    Existing table = Existing.columns("thread", "trace", "for", "did");
    for (ThreadSeen each : threads) {
      if (table.lines().size() < MOST_ROWS) {
        long age = age(each);
        String trace = Words.code(each.trace().traceId());
        table =
            table.row(
                Words.code(each.label()),
                each.trace().spanName() == null
                    ? trace
                    : Words.code(each.trace().spanName()) + " " + trace,
                age < 0 ? "not known" : Words.duration(age),
                did(each));
      }
    }
    for (SpanSeen span : elsewhere) {
      if (table.lines().size() < MOST_ROWS) {
        String what = Words.code(span.name()) + " span " + Words.code(span.spanId());
        table = table.row("none", what, Words.duration(age(span.sinceNanos())), "not known");
      }
    }
    return table;
  }

  private String did(ThreadSeen thread) {
    String where = incident.graph().places().where(thread);
    if (where != null) {
      return Words.code(Sites.brief(where));
    }
    return switch (thread.state()) {
      case RUNNABLE -> "ran";
      case BLOCKED, WAITING, TIMED_WAITING -> "waited";
      default -> "not known";
    };
  }
}
