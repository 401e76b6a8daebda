package io.duality.diagnosis;

import java.util.Objects;

/**
 * What may go wrong with a resource because of how it is built. Not a fault: nothing says that it
 * does go wrong now.
 *
 * @param resourceKey the resource
 * @param kind which of the known risks
 * @param sentence what it is, with the names and figures
 * @param size how much of it there is now, to tell the grown risk from the small one
 */
public record Risk(String resourceKey, Kind kind, String sentence, long size) {

  /** The risks that are looked for. */
  public enum Kind {
    /** A queue without a limit. */
    UNBOUNDED_QUEUE,
    /** A pool with any number of threads. */
    UNBOUNDED_POOL,
    /** One pool's threads are enough to hold everything of another resource. */
    EXHAUSTIBLE
  }

  public Risk {
    Objects.requireNonNull(resourceKey, "resourceKey");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(sentence, "sentence");
  }
}
