package io.duality.model;

import java.util.List;
import java.util.Objects;

/**
 * Who used the processor since the reading before.
 *
 * @param cores how many processors the process may use; a container's share may be a fraction
 * @param process cores used by this process, or negative when not known
 * @param machine cores used by all processes that share them, or negative when not known
 * @param gcNanos processor time of the collector's threads, or {@link Vitals#UNKNOWN}
 * @param throttledNanos for how long the container's quota held the process back, or {@link
 *     Vitals#UNKNOWN}
 * @param threads the threads of the application that used most, the first the most; at most {@link
 *     #MOST_THREADS}
 * @param own cores used by the agent's own threads, or negative when not known
 * @param crowd how crowded the processors were
 */
public record CpuSeen(
    double cores,
    double process,
    double machine,
    long gcNanos,
    long throttledNanos,
    List<ThreadCpu> threads,
    double own,
    Crowd crowd) {
  /** How many threads a reading names. */
  public static final int MOST_THREADS = 8;

  /** Nothing is known. */
  public static final CpuSeen NOTHING =
      new CpuSeen(-1, -1, -1, Vitals.UNKNOWN, Vitals.UNKNOWN, List.of());

  /**
   * For what part of the time somebody was ready and had no processor; negative when not known.
   *
   * @param machine some task of the machine
   * @param group some task of the process's control group
   * @param stolen the processors of a virtual machine, because its host gave them to others
   */
  public record Crowd(double machine, double group, double stolen) {
    /** Nobody counts it. */
    public static final Crowd UNKNOWN = new Crowd(-1, -1, -1);
  }

  /** The same where nobody knows how crowded the processors were. */
  public CpuSeen(
      double cores,
      double process,
      double machine,
      long gcNanos,
      long throttledNanos,
      List<ThreadCpu> threads,
      double own) {
    this(cores, process, machine, gcNanos, throttledNanos, threads, own, Crowd.UNKNOWN);
  }

  /** The same where nobody knows what the agent's own threads used. */
  public CpuSeen(
      double cores,
      double process,
      double machine,
      long gcNanos,
      long throttledNanos,
      List<ThreadCpu> threads) {
    this(cores, process, machine, gcNanos, throttledNanos, threads, -1);
  }

  /**
   * One thread's part.
   *
   * @param threadId the JVM's thread id
   * @param name the thread's name
   * @param cores the part of one core, 0 to 1
   * @param allocatedBytes what it allocated, or {@link Vitals#UNKNOWN}
   * @param waits how often it waited or was blocked, or {@link Vitals#UNKNOWN}
   */
  public record ThreadCpu(
      long threadId, String name, double cores, long allocatedBytes, long waits) {
    public ThreadCpu {
      Objects.requireNonNull(name, "name");
    }

    /** A thread of which nobody knows how often it waited. */
    public ThreadCpu(long threadId, String name, double cores, long allocatedBytes) {
      this(threadId, name, cores, allocatedBytes, Vitals.UNKNOWN);
    }
  }

  public CpuSeen {
    threads = List.copyOf(threads);
    Objects.requireNonNull(crowd, "crowd");
  }
}
