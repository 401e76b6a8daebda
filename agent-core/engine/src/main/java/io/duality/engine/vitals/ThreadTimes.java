package io.duality.engine.vitals;

import com.sun.management.ThreadMXBean;
import io.duality.model.CpuSeen;
import io.duality.model.CpuSeen.ThreadCpu;
import io.duality.model.Vitals;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which platform threads use the processor. With very many threads it is asked more seldom, and
 * gives the last answer in between. Links {@code jdk.management}: loaded only where that module is.
 */
final class ThreadTimes {
  /** The agent's own threads, and those of the recorder that it keeps busy. */
  private static final String OWN = "duality-";

  private static final String RECORDER = "JFR ";

  /** For each so many threads the times are read a second more apart. */
  private static final int THREADS_A_SECOND = 2_000;

  /** The agent's own threads may be among those that use most, and are not named. */
  private static final int MOST_ASKED = 2 * CpuSeen.MOST_THREADS;

  /** Who was named goes before others: many that use the same must not take turns. */
  private static final double NAMED_BEFORE = 1.5;

  /** A thread that uses less than this of a core is not worth a name. */
  private static final double LEAST_CORES = 0.01;

  private final ThreadMXBean bean;
  private final boolean allocates;
  private final long[] topIds = new long[MOST_ASKED];
  private final double[] topCores = new double[MOST_ASKED];
  private final double[] topRank = new double[MOST_ASKED];
  private Map<Long, long[]> figures = new HashMap<>();
  private long[] ids = {};
  private long[] used = {};
  private long started = -1;
  private int alive = -1;
  private long readAt;
  private long skip;
  private List<ThreadCpu> last = List.of();
  private double own = -1;

  private ThreadTimes(ThreadMXBean bean) {
    this.bean = bean;
    this.allocates =
        bean.isThreadAllocatedMemorySupported() && bean.isThreadAllocatedMemoryEnabled();
  }

  /** Null when this JVM does not measure the threads' times. */
  static ThreadTimes open() {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean found
            && found.isThreadCpuTimeSupported()
            && found.isThreadCpuTimeEnabled()
        ? new ThreadTimes(found)
        : null;
  }

  /** The application's threads that used most since the last reading, the first the most. */
  List<ThreadCpu> read(long now) {
    if (skip-- > 0) {
      return last;
    }
    long[] idsBefore = ids;
    long[] usedBefore = used;
    list();
    used = bean.getThreadCpuTime(ids);
    long elapsed = now - readAt;
    boolean first = readAt == 0;
    readAt = now;
    skip = ids.length / THREADS_A_SECOND;
    if (first || elapsed <= 0) {
      return List.of();
    }
    int top = top(idsBefore, usedBefore, elapsed);
    last = named(top);
    return last;
  }

  /** The process has used next to nothing: none of its threads is worth a name. */
  List<ThreadCpu> quiet() {
    own = own < 0 ? -1 : 0;
    last = List.of();
    return last;
  }

  /** Cores used by the agent's own threads, as far as they are among those that use most. */
  double own() {
    return own;
  }

  private void list() {
    long startedNow = bean.getTotalStartedThreadCount();
    int aliveNow = bean.getThreadCount();
    if (startedNow != started || aliveNow != alive) {
      started = startedNow;
      alive = aliveNow;
      ids = bean.getAllThreadIds();
      Arrays.sort(ids);
    }
  }

  /** Both lists of threads are sorted. */
  private int top(long[] idsBefore, long[] usedBefore, long elapsed) {
    int count = 0;
    int j = 0;
    for (int i = 0; i < ids.length; i++) {
      while (j < idsBefore.length && idsBefore[j] < ids[i]) {
        j++;
      }
      boolean known = j < idsBefore.length && idsBefore[j] == ids[i] && usedBefore[j] >= 0;
      double cores = used[i] < 0 ? 0 : (used[i] - (known ? usedBefore[j] : 0)) / (double) elapsed;
      if (cores >= LEAST_CORES) {
        count = insert(count, ids[i], Math.min(1, cores));
      }
    }
    return count;
  }

  private int insert(int count, long id, double cores) {
    double rank = figures.containsKey(id) ? NAMED_BEFORE * cores : cores;
    int at = Math.min(count, MOST_ASKED - 1);
    if (count == MOST_ASKED && rank <= topRank[at]) {
      return count;
    }
    while (at > 0 && topRank[at - 1] < rank) {
      topRank[at] = topRank[at - 1];
      topCores[at] = topCores[at - 1];
      topIds[at] = topIds[at - 1];
      at--;
    }
    topRank[at] = rank;
    topCores[at] = cores;
    topIds[at] = id;
    return Math.min(count + 1, MOST_ASKED);
  }

  private List<ThreadCpu> named(int count) {
    own = 0;
    if (count == 0) {
      figures.clear();
      return List.of();
    }
    long[] asked = Arrays.copyOf(topIds, count);
    ThreadInfo[] infos = bean.getThreadInfo(asked);
    long[] allocated = allocates ? bean.getThreadAllocatedBytes(asked) : null;
    Map<Long, long[]> fresh = new HashMap<>();
    List<ThreadCpu> named = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ThreadInfo info = infos[i];
      if (info == null) {
        continue; // it has ended
      }
      String name = info.getThreadName();
      if (name.startsWith(OWN) || name.startsWith(RECORDER)) {
        own += topCores[i];
        continue;
      }
      long bytes = allocated == null ? Vitals.UNKNOWN : allocated[i];
      long waits = info.getBlockedCount() + info.getWaitedCount();
      long[] before = figures.get(asked[i]);
      fresh.put(asked[i], new long[] {bytes, waits});
      if (named.size() < CpuSeen.MOST_THREADS) {
        named.add(
            new ThreadCpu(
                asked[i],
                name,
                topCores[i],
                before == null || bytes < 0 ? Vitals.UNKNOWN : bytes - before[0],
                before == null ? Vitals.UNKNOWN : waits - before[1]));
      }
    }
    figures = fresh;
    named.sort(Comparator.comparingDouble(thread -> -thread.cores()));
    return List.copyOf(named);
  }
}
