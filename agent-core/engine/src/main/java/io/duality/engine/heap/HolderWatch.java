package io.duality.engine.heap;

import io.duality.engine.heap.holders.HolderLimits;
import io.duality.engine.heap.holders.HolderSearch;
import io.duality.engine.heap.holders.Holders;
import io.duality.engine.heap.holders.Walk;
import io.duality.engine.log.AgentLog;
import io.duality.model.Histogram;
import io.duality.model.HolderSeen;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Searches who keeps what grows while something is suspected, and remembers names and numbers. */
final class HolderWatch {
  private static final Logger LOG = AgentLog.of(HolderWatch.class);
  private static final int MOST_WALKS = 6;

  /** Above this part of its limit the live heap, or metaspace, has no room for a search. */
  private static final double NEARLY_FULL = 0.92;

  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A count of classes belongs to a search that is not further away. */
  private static final long NEAR_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final HolderSearch search;
  private final List<Walk> walks = new ArrayList<>();
  private volatile String refused = "it was not searched: nothing was suspected long enough";

  HolderWatch(Supplier<Class<?>[]> loaded) {
    this.search = new HolderSearch(loaded);
  }

  /** A new suspicion: what was seen at another one says nothing. */
  void begin() {
    synchronized (walks) {
      walks.clear();
    }
  }

  /** What a suspicion needed of the classes is forgotten. */
  void end() {
    search.forget();
  }

  /** Searches, unless it just did; on the thread of the investigation. */
  void now(HolderLimits limits, MemorySeen memory, boolean last, BooleanSupplier stopped) {
    List<Walk> known = walks();
    long now = System.nanoTime();
    if (!last && !known.isEmpty() && now - known.get(known.size() - 1).nanos() < REST_NANOS) {
      return;
    }
    String why = refusal(limits, memory);
    if (why != null) {
      refused = why;
      return;
    }
    Walk walk;
    try {
      walk = search.search(limits, stopped);
    } catch (IllegalStateException e) {
      refused = e.getMessage();
      LOG.info("who keeps what grows is not known: {}", refused);
      return;
    }
    refused = null;
    LOG.info(
        "searched who keeps what grows: {} objects from {} roots in {} ms of CPU time{}",
        walk.objects(),
        walk.roots(),
        walk.cpuNanos() / 1_000_000,
        walk.ended() == null ? "" : "; " + walk.ended());
    synchronized (walks) {
      walks.add(walk);
      if (walks.size() > MOST_WALKS) {
        walks.remove(1);
      }
    }
  }

  private static String refusal(HolderLimits limits, MemorySeen memory) {
    if (limits.objects() == 0) {
      return "duality.leaks.holder-objects is 0";
    }
    MemorySeen.Area heap = memory.area(MemorySeen.HEAP);
    MemorySeen.Area metadata = memory.area(MemorySeen.METASPACE);
    return heap != null && full(memory.liveBytes(), heap.limit())
        ? "the heap was too full for a search"
        : metadata != null && full(metadata.used(), metadata.limit())
            ? "class metadata was too full for a search"
            : null;
  }

  private static boolean full(long used, long limit) {
    return limit > 0 && used > NEARLY_FULL * limit;
  }

  /** The searches of this suspicion, oldest first. */
  List<Walk> walks() {
    synchronized (walks) {
      return List.copyOf(walks);
    }
  }

  /** Says of each class of the application on the heap who keeps it, or why that is not known. */
  List<LeakSeen> explain(List<LeakSeen> leaks, List<Mark> marks, long exhaustedInNanos) {
    List<Walk> known = walks();
    Holders holders = new Holders(known);
    List<LeakSeen> explained = new ArrayList<>();
    boolean heap = false;
    for (LeakSeen leak : leaks) {
      boolean lead = leak.kind().equals(MemorySeen.HEAP) && !heap;
      heap |= lead;
      explained.add(
          lead || (leak.kind().equals(MemorySeen.HEAP) && !ClassNames.foreign(leak.what()))
              ? explain(leak, marks, known, holders)
              : leak);
    }
    if (!heap && marks.size() <= Growth.DIFFS) {
      byHolder(explained, holders, known, exhaustedInNanos);
    }
    return explained;
  }

  private LeakSeen explain(LeakSeen leak, List<Mark> marks, List<Walk> known, Holders holders) {
    if (known.isEmpty()) {
      return leak.with(List.of(), refused);
    }
    List<HolderSeen> found =
        holders.of(leak.what(), perSecond(leak, marks, known.get(0).nanos()), leak.countNow());
    return leak.with(found, found.isEmpty() ? holders.whyNone() : null);
  }

  /** Instances that came a second since the first search. */
  private static double perSecond(LeakSeen leak, List<Mark> marks, long since) {
    Histogram last = marks.get(marks.size() - 1).histogram();
    Mark from = marks.get(0);
    for (Mark each : marks) {
      if (each.histogram().nanos() <= since + NEAR_NANOS) {
        from = each;
      }
    }
    if (from.histogram().nanos() >= last.nanos()) {
      from = marks.get(0);
    }
    Histogram.Row row = from.byClass().get(leak.what());
    double seconds = Math.max(1, last.nanos() - from.histogram().nanos()) / 1e9;
    return (leak.countNow() - (row == null ? 0 : row.instances())) / seconds;
  }

  /** Without counts of the classes, such as in a heap that takes too long to count. */
  private static void byHolder(
      List<LeakSeen> leaks, Holders holders, List<Walk> known, long exhaustedInNanos) {
    Holders.Grown grown = holders.fastest();
    if (grown != null) {
      leaks.add(
          0,
          new LeakSeen(
                  MemorySeen.HEAP,
                  grown.className(),
                  grown.holder().entriesBefore(),
                  grown.holder().entriesNow(),
                  Vitals.UNKNOWN,
                  Vitals.UNKNOWN,
                  grown.holder().overNanos(),
                  known.size() - 1,
                  List.of(),
                  null,
                  List.of(),
                  List.of(),
                  exhaustedInNanos)
              .with(List.of(grown.holder()), null));
    }
  }
}
