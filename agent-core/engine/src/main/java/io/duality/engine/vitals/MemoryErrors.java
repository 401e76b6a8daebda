package io.duality.engine.vitals;

import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.List;

/**
 * What was heard of OutOfMemoryErrors and not yet told: each source adds, the sense takes. Bounded:
 * of a storm of them the first ones say enough.
 */
final class MemoryErrors {
  private static final int MOST = 32;

  /**
   * One that was heard of.
   *
   * @param kind null when the source does not know
   * @param message of the error, or null
   * @param knownBy which source, in words
   */
  record Heard(
      MemoryErrorKind kind,
      long nanos,
      String className,
      String message,
      long threadId,
      String threadName,
      String knownBy,
      TraceRef trace,
      List<StackTraceElement> frames) {}

  private final List<Heard> heard = new ArrayList<>(MOST);

  synchronized void add(Heard one) {
    if (heard.size() < MOST) {
      heard.add(one);
    }
  }

  synchronized List<Heard> take() {
    if (heard.isEmpty()) {
      return List.of();
    }
    List<Heard> taken = new ArrayList<>(heard);
    heard.clear();
    return taken;
  }
}
