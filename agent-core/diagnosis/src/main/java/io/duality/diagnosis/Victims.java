package io.duality.diagnosis;

import io.duality.model.ThreadSeen;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who suffers, in a few words. */
final class Victims {
  private Victims() {}

  /** {@code 12 POST /orders}, {@code 12 POST /orders and 3 others}, {@code 3 threads (sync-*)}. */
  static String of(WaitForGraph graph, Collection<Long> threads) {
    Map<String, Integer> spans = new HashMap<>();
    for (long id : threads) {
      ThreadSeen thread = graph.thread(id);
      if (thread != null && thread.trace() != null && thread.trace().spanName() != null) {
        spans.merge(thread.trace().spanName(), 1, Integer::sum);
      }
    }
    if (spans.isEmpty()) {
      return threads(graph, threads);
    }
    List<Map.Entry<String, Integer>> most =
        spans.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    if (threads.size() == 1) {
      return Words.plain(most.get(0).getKey());
    }
    int others = threads.size() - most.get(0).getValue();
    String first = counted(most.get(0));
    boolean two = most.size() == 2 && most.get(1).getValue() == others;
    if (two && threads.size() == 2) {
      return Words.plain(most.get(0).getKey()) + " and " + Words.plain(most.get(1).getKey());
    }
    return others == 0
        ? first
        : first + " and " + (two ? counted(most.get(1)) : Words.count(others, "other"));
  }

  /**
   * {@code 21 of 25 threads of pool http (POST /orders)} for threads of one pool; as {@link #of}
   * for others.
   */
  static String folded(WaitForGraph graph, Collection<Long> threads) {
    String pool = PoolWords.folded(graph, threads);
    if (pool == null) {
      return of(graph, threads);
    }
    Map<String, Integer> spans = Roots.activities(graph, threads);
    spans.remove(Roots.UNNAMED_SPAN);
    if (spans.isEmpty()) {
      return pool;
    }
    String most = Words.plain(spans.keySet().iterator().next());
    return pool + " (" + most + (spans.size() == 1 ? ")" : " and others)");
  }

  private static String counted(Map.Entry<String, Integer> span) {
    return span.getValue() + " " + Words.plain(span.getKey());
  }

  private static String threads(WaitForGraph graph, Collection<Long> threads) {
    List<String> names = threads.stream().map(graph::label).toList();
    if (names.size() == 1) {
      return Words.plain(names.get(0));
    }
    if (unnamed(graph, threads)) {
      return names.size() + " virtual threads";
    }
    String fold = Words.fold(names);
    return Words.count(names.size(), "thread") + (fold == null ? "" : " (" + fold + ")");
  }

  /** Whether all of them are virtual threads that nobody named: their numbers say nothing. */
  static boolean unnamed(WaitForGraph graph, Collection<Long> threads) {
    return threads.stream()
        .map(graph::thread)
        .allMatch(thread -> thread != null && thread.virtual() && thread.name().isEmpty());
  }
}
