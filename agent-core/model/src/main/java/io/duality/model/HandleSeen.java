package io.duality.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Handles of one kind at one moment.
 *
 * @param kind {@code descriptors} (all that follow up to {@code selectors}), {@code files}, {@code
 *     sockets}, {@code pipes}, {@code selectors}, {@code threads}, {@code class loaders}, {@code
 *     thread locals}, {@code statements}
 * @param count how many are open
 * @param limit how many may be, or {@link Vitals#UNKNOWN}
 * @param groups what most of them are, the largest first; told anew when the count moves and once a
 *     minute, so that their sum may be a little behind
 */
public record HandleSeen(String kind, long count, long limit, List<Group> groups) {
  /** How many groups a reading names. */
  public static final int MOST_GROUPS = 10;

  /** Whatever the operating system counts against the limit of open files. */
  public static final String DESCRIPTORS = "descriptors";

  public static final String FILES = "files";
  public static final String SOCKETS = "sockets";
  public static final String PIPES = "pipes";

  /** What selectors and watch services of files are made of. */
  public static final String SELECTORS = "selectors";

  public static final String THREADS = "threads";

  /** As they were after the last collection that could unload them. */
  public static final String LOADERS = "class loaders";

  /** Entries in the maps of live threads. */
  public static final String THREAD_LOCALS = "thread locals";

  /** Statements that borrowed connections of a pool keep open. */
  public static final String STATEMENTS = "statements";

  /** The kinds that descriptors are of. */
  public static final Set<String> OF_DESCRIPTORS = Set.of(FILES, SOCKETS, PIPES, SELECTORS);

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
