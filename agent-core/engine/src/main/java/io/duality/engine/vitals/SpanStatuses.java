package io.duality.engine.vitals;

import io.duality.engine.vitals.Arrival.Kind;
import io.duality.model.TraceRef;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Spans whose status says that there was an error, and nobody recorded which. Where both are told
 * of, in whichever order, what was recorded says it all: such a status waits for one reading.
 */
final class SpanStatuses {
  private static final int MOST_SPANS = 256;

  private final Set<String> told = new LinkedHashSet<>();

  /** By the id of the span, with whether it has waited for a reading. */
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  private record Waiting(Arrival arrival, boolean settled) {}

  /** Something was recorded on this span. */
  void recorded(TraceRef trace) {
    waiting.remove(trace.spanId());
    note(trace.spanId());
  }

  private void note(String span) {
    if (told.size() >= MOST_SPANS) {
      told.remove(told.iterator().next());
    }
    told.add(span);
  }

  /** This span was given the status of an error. */
  void status(TraceRef trace, long nanos, long threadId, String threadName) {
    if (told.contains(trace.spanId()) || waiting.size() >= MOST_SPANS) {
      return;
    }
    String name = trace.spanName() == null ? "" : " of " + trace.spanName();
    Arrival arrival =
        new Arrival(
            Kind.SPAN,
            "status ERROR" + name,
            List.of(),
            List.of(),
            nanos,
            threadId,
            threadName,
            null,
            trace);
    waiting.putIfAbsent(trace.spanId(), new Waiting(arrival, false));
  }

  /**
   * A reading ends.
   *
   * @param last whether no other will come
   */
  void end(boolean last, Consumer<Arrival> tell) {
    for (String span : List.copyOf(waiting.keySet())) {
      Waiting one = waiting.get(span);
      if (one.settled || last) {
        waiting.remove(span);
        note(span);
        tell.accept(one.arrival);
      } else {
        waiting.put(span, new Waiting(one.arrival, true));
      }
    }
  }
}
