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
    Map.Entry<String, Integer> most =
        spans.entrySet().stream()
            .min(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .orElseThrow();
    int others = threads.size() - most.getValue();
    String first =
        threads.size() == 1
            ? Words.plain(most.getKey())
            : most.getValue() + " " + Words.plain(most.getKey());
    return first + (others == 0 ? "" : " and " + Words.count(others, "other"));
  }

  private static String threads(WaitForGraph graph, Collection<Long> threads) {
    List<String> names = threads.stream().map(graph::label).toList();
    if (names.size() == 1) {
      return Words.plain(names.get(0));
    }
    String fold = Words.fold(names);
    return Words.count(names.size(), "thread") + (fold == null ? "" : " (" + fold + ")");
  }
}
