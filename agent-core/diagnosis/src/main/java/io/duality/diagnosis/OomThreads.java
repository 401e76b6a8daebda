package io.duality.diagnosis;

import io.duality.model.HandleSeen;

/** What there is of threads when no further one can be started. */
final class OomThreads {
  private OomThreads() {}

  /** {@code (4,000 live, 3,956 of them mail-*)}; empty when nobody counted them. */
  static String title(Course course) {
    HandleSeen threads = HandleTelling.of(course, "threads");
    return threads == null
        ? ""
        : " ("
            + PoolWords.number(threads.count())
            + " live"
            + (threads.groups().isEmpty()
                ? ""
                : ", "
                    + PoolWords.number(threads.groups().get(0).count())
                    + " of them "
                    + threads.groups().get(0).name())
            + ")";
  }

  /** Who has most of them; null when nobody knows. */
  static String most(Course course) {
    HandleSeen threads = HandleTelling.of(course, "threads");
    HandleSeen.Group most =
        threads == null || threads.groups().isEmpty() ? null : threads.groups().get(0);
    return most == null || 2 * most.count() < threads.count()
        ? null
        : PoolWords.number(most.count())
            + " of the "
            + PoolWords.number(threads.count())
            + " live threads are "
            + Words.code(most.name())
            + (most.madeAt() == null ? "" : ", made at " + Words.code(most.madeAt()))
            + (threads.limit() > 0
                ? "; the limit is " + PoolWords.number(threads.limit()) + "."
                : ".");
  }
}
