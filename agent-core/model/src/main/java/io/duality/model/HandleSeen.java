package io.duality.model;

import java.util.List;
import java.util.Objects;

/**
 * Handles of one kind at one moment.
 *
 * @param kind {@code files}, {@code sockets}, {@code pipes}, {@code threads}, {@code class loaders}
 * @param count how many are open
 * @param limit how many may be, or {@link Vitals#UNKNOWN}
 * @param groups what most of them are, the largest first
 */
public record HandleSeen(String kind, long count, long limit, List<Group> groups) {
  /** How many groups a reading names. */
  public static final int MOST_GROUPS = 10;

  /**
   * Handles that belong together.
   *
   * @param name such as a directory, a peer, the pattern of a thread's name, a class of loaders
   * @param count how many
   * @param madeAt the frame of the application that made one of them, or null
   */
  public record Group(String name, long count, String madeAt) {
    public Group {
      Objects.requireNonNull(name, "name");
    }
  }

  public HandleSeen {
    Objects.requireNonNull(kind, "kind");
    groups = List.copyOf(groups);
  }
}
