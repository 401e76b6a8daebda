package io.duality.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Something that accumulates, explained as far as it is known.
 *
 * @param kind {@code heap}, {@code class loaders}, {@code thread locals}, {@code direct buffers},
 *     {@code mapped buffers}, {@code metaspace}, {@code threads}, {@code files}, {@code sockets}
 * @param what the class that grows, the pattern of classes that are defined, or the group of
 *     handles
 * @param countBefore instances at the baseline
 * @param countNow instances now
 * @param bytesBefore at the baseline, or {@link Vitals#UNKNOWN}
 * @param bytesNow now, or {@link Vitals#UNKNOWN}
 * @param overNanos how long after the baseline
 * @param diffs in how many comparisons it grew
 * @param holders the path that keeps it, from the root to it, such as {@code static
 *     com.acme.Cache.entries}; of metaspace the class loaders that define, and who keeps these;
 *     empty when not known
 * @param allocatedAt the frame of the application that allocates it, or null
 * @param ages how old the samples are that are still alive: the youngest and the oldest, in
 *     nanoseconds; empty without samples
 * @param activities who allocates what stays alive, the greatest share first
 * @param exhaustedInNanos when the limit is reached if it goes on, or {@link Vitals#UNKNOWN}
 * @param keptBy what keeps it, with sizes, the surest first; empty when that is not known
 * @param notFound why that is not known, or null
 */
public record LeakSeen(
    String kind,
    String what,
    long countBefore,
    long countNow,
    long bytesBefore,
    long bytesNow,
    long overNanos,
    int diffs,
    List<String> holders,
    String allocatedAt,
    List<Long> ages,
    List<Share> activities,
    long exhaustedInNanos,
    List<HolderSeen> keptBy,
    String notFound) {
  /** One of which nobody searched what keeps it. */
  public LeakSeen(
      String kind,
      String what,
      long countBefore,
      long countNow,
      long bytesBefore,
      long bytesNow,
      long overNanos,
      int diffs,
      List<String> holders,
      String allocatedAt,
      List<Long> ages,
      List<Share> activities,
      long exhaustedInNanos) {
    this(
        kind,
        what,
        countBefore,
        countNow,
        bytesBefore,
        bytesNow,
        overNanos,
        diffs,
        holders,
        allocatedAt,
        ages,
        activities,
        exhaustedInNanos,
        List.of(),
        null);
  }

  /** The same with what a search for its holders found, or why it found nothing. */
  public LeakSeen with(List<HolderSeen> found, String reason) {
    List<String> path = holders;
    if (!found.isEmpty()) {
      path = new ArrayList<>(found.get(0).path());
      path.add(found.get(0).type());
    }
    return new LeakSeen(
        kind,
        what,
        countBefore,
        countNow,
        bytesBefore,
        bytesNow,
        overNanos,
        diffs,
        path,
        allocatedAt,
        ages,
        activities,
        exhaustedInNanos,
        found,
        reason);
  }

  /**
   * An activity's part of what stays alive.
   *
   * @param spanName the entry span, or empty for work without a trace
   * @param samples how many samples are its
   * @param of how many samples there are
   * @param traces some trace ids of them, at most five
   * @param allocators the same traces with their spans and threads, as far as they are known
   */
  public record Share(
      String spanName,
      long samples,
      long of,
      List<String> traces,
      List<ImplicatedTrace> allocators) {
    public Share {
      Objects.requireNonNull(spanName, "spanName");
      traces = List.copyOf(traces);
      allocators = List.copyOf(allocators);
    }

    /** One of whose traces nothing but the ids is known. */
    public Share(String spanName, long samples, long of, List<String> traces) {
      this(spanName, samples, of, traces, List.of());
    }
  }

  public LeakSeen {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(what, "what");
    holders = List.copyOf(holders);
    ages = List.copyOf(ages);
    activities = List.copyOf(activities);
    keptBy = List.copyOf(keptBy);
  }
}
