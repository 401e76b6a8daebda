package io.duality.engine.observe;

import io.duality.boot.EndedWaits;
import io.duality.boot.EndedWaits.Ended;
import io.duality.boot.Op;
import io.duality.engine.context.Contexts;
import io.duality.model.EndedWait;
import io.duality.model.ResourceHistory;
import io.duality.model.ResourceKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the recent past waited for: counters per resource over a sliding window, and the last ended
 * waits themselves. Of fixed size: beyond {@link #MAX_RESOURCES} names, further resources are
 * summed under one. One thread drains; any thread may ask.
 */
public final class EndedHistory {
  /** How far back the counters go, in nanoseconds. */
  public static final long WINDOW_NANOS = 300_000_000_000L;

  /** How many resources have counters of their own. */
  public static final int MAX_RESOURCES = 512;

  /** How many single waits are kept. */
  public static final int MAX_WAITS = EndedWaits.CAPACITY;

  private static final int SLICES = 30;
  private static final long SLICE_NANOS = WINDOW_NANOS / SLICES;
  private static final String OTHERS = "other resources";

  private final Map<String, Counters> counters = new LinkedHashMap<>();
  private final ArrayDeque<EndedWait> waits = new ArrayDeque<>();
  private final Contexts contexts;
  private List<EndedWait> fresh = new ArrayList<>();
  private long next;
  private long lost;
  private long absent = -1;

  /**
   * @param contexts knows the names of spans
   */
  public EndedHistory(Contexts contexts) {
    this.contexts = contexts;
    this.next = EndedWaits.next();
  }

  /** Counts of one resource, one slice of the window each. */
  private static final class Counters {
    final ResourceKind kind;
    final long[] slice = new long[SLICES];
    final long[] parked = new long[SLICES];
    final long[] total = new long[SLICES];
    final long[] max = new long[SLICES];
    final long[] timeouts = new long[SLICES];

    Counters(ResourceKind kind) {
      this.kind = kind;
    }

    void count(long number, long nanos, boolean timeout) {
      int i = Math.floorMod(number, SLICES);
      if (slice[i] != number) {
        slice[i] = number;
        parked[i] = 0;
        total[i] = 0;
        max[i] = 0;
        timeouts[i] = 0;
      }
      parked[i]++;
      total[i] += nanos;
      max[i] = Math.max(max[i], nanos);
      timeouts[i] += timeout ? 1 : 0;
    }

    ResourceHistory history(String name, long number) {
      long allParked = 0;
      long allTotal = 0;
      long longest = 0;
      long allTimeouts = 0;
      for (int i = 0; i < SLICES; i++) {
        if (parked[i] > 0 && number - slice[i] < SLICES) {
          allParked += parked[i];
          allTotal += total[i];
          longest = Math.max(longest, max[i]);
          allTimeouts += timeouts[i];
        }
      }
      return new ResourceHistory(
          name, kind, WINDOW_NANOS, allParked, allTotal, longest, allTimeouts);
    }
  }

  /**
   * Takes over the waits that ended since the last call.
   *
   * @param nowNanos {@code System.nanoTime}
   * @return how many were overwritten before they could be taken
   */
  public synchronized long drain(long nowNanos) {
    long end = EndedWaits.next();
    long missed = Math.max(0, end - EndedWaits.CAPACITY - next);
    next += missed;
    for (; next < end; next++) {
      Ended ended = EndedWaits.get(next);
      if (ended != null) {
        if (!ended.threadName.startsWith(PlatformThreads.OWN)) {
          take(ended);
        }
      } else if (EndedWaits.next() - next < EndedWaits.CAPACITY && next != absent) {
        absent =
            next; // its writer has the number and not yet the entry: the next call waits for it
        break;
      } else {
        missed++;
      }
    }
    lost += missed;
    long oldest = nowNanos - WINDOW_NANOS;
    while (!waits.isEmpty() && waits.peekFirst().sinceNanos() - oldest < 0) {
      waits.removeFirst();
    }
    return missed;
  }

  private void take(Ended ended) {
    ResourceKind kind = Blocker.kindOf(ended.className, ended.op);
    String name =
        ended.resource != null
            ? ended.resource
            : ended.className + "@" + Integer.toHexString(ended.identity);
    Counters its = counters.get(name);
    if (its == null && counters.size() >= MAX_RESOURCES) {
      forgetOld(ended.sinceNanos + ended.waitNanos);
      if (counters.size() >= MAX_RESOURCES) {
        its = counters.computeIfAbsent(OTHERS, n -> new Counters(ResourceKind.SYNCHRONIZER));
      }
    }
    if (its == null) {
      its = counters.computeIfAbsent(name, n -> new Counters(kind));
    }
    long endedAt = ended.sinceNanos + ended.waitNanos;
    its.count(slice(endedAt), ended.waitNanos, ended.outcome == Op.TIMEOUT);
    if (waits.size() >= MAX_WAITS) {
      waits.removeFirst();
    }
    EndedWait wait =
        new EndedWait(
            ended.threadId,
            ended.threadName,
            name,
            kind,
            Ops.of(kind, ended.op),
            ended.sinceNanos,
            ended.waitNanos,
            Ops.outcome(ended.outcome),
            contexts.reference(ended.trace));
    waits.addLast(wait);
    if (fresh.size() < MAX_WAITS) {
      fresh.add(wait);
    }
  }

  private void forgetOld(long nowNanos) {
    long number = slice(nowNanos);
    counters
        .entrySet()
        .removeIf(each -> each.getValue().history(each.getKey(), number).parkedWaits() == 0);
  }

  private static long slice(long nanos) {
    return Math.floorDiv(nanos, SLICE_NANOS);
  }

  /** What every resource cost inside the window, the dearest first. */
  public synchronized List<ResourceHistory> histories(long nowNanos) {
    List<ResourceHistory> histories = new ArrayList<>();
    long number = slice(nowNanos);
    counters.forEach(
        (name, its) -> {
          ResourceHistory history = its.history(name, number);
          if (history.parkedWaits() > 0) {
            histories.add(history);
          }
        });
    histories.sort(Comparator.comparingLong(ResourceHistory::totalNanos).reversed());
    return histories;
  }

  /** The waits that were taken over since this was asked last, oldest first, and bounded. */
  public synchronized List<EndedWait> fresh() {
    List<EndedWait> taken = fresh;
    fresh = new ArrayList<>();
    return taken;
  }

  /** The last ended waits that began inside the window, oldest first. */
  public synchronized List<EndedWait> waits() {
    return List.copyOf(waits);
  }

  /**
   * How many ended waits were lost since the start, because they came faster than they were taken.
   */
  public synchronized long lost() {
    return lost;
  }
}
