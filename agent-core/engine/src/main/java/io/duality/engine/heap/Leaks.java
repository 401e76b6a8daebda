package io.duality.engine.heap;

import io.duality.engine.vitals.LoaderHolders;
import io.duality.model.Histogram;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** Explains what grew by what was sampled. Pure. */
final class Leaks {
  private static final int MOST = 20;

  /** What grows counts only when all of it together takes this part of the heap's limit. */
  private static final double LEAST_SHARE = 0.02;

  /** A class of the application leads when it has at least this part of the instances. */
  private static final double LEADS = 0.01;

  /** Memory beside the heap has to add this part of its limit in all. */
  private static final double BESIDE = 0.1;

  /** The same without a limit: more than classes that are loaded late. */
  private static final long BESIDE_LEAST = 16L << 20;

  /** As many nodes of a collection as there are of the class: it is kept in one. */
  private static final double AS_MANY = 0.2;

  private static final String BUFFER = BufferSamples.BUFFER;
  private static final String METADATA = ClassSamples.METADATA;

  private static final Map<String, String> NODES =
      Map.of(
          "java.util.HashMap$Node", "java.util.HashMap",
          "java.util.LinkedHashMap$Entry", "java.util.LinkedHashMap",
          "java.util.TreeMap$Entry", "java.util.TreeMap",
          "java.util.LinkedList$Node", "java.util.LinkedList",
          "java.util.concurrent.ConcurrentHashMap$Node", "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.ConcurrentSkipListMap$Node",
              "java.util.concurrent.ConcurrentSkipListMap",
          "java.util.concurrent.ConcurrentLinkedQueue$Node",
              "java.util.concurrent.ConcurrentLinkedQueue",
          "java.util.concurrent.ConcurrentLinkedDeque$Node",
              "java.util.concurrent.ConcurrentLinkedDeque",
          "java.util.concurrent.LinkedBlockingQueue$Node",
              "java.util.concurrent.LinkedBlockingQueue");

  private final List<Mark> marks;
  private final List<Sample> samples;
  private final ClassSamples.Seen classes;
  private final IntFunction<String> names;
  private final long now;

  /**
   * @param marks the baseline and what was seen later
   * @param samples what was alive at the last pulse
   * @param classes what most of the classes were that were defined lately, or null
   * @param names the span names by their numbers; null for one that is not remembered
   * @param now on the clock of {@code System.nanoTime}
   */
  Leaks(
      List<Mark> marks,
      List<Sample> samples,
      ClassSamples.Seen classes,
      IntFunction<String> names,
      long now) {
    this.marks = marks;
    this.samples = samples;
    this.classes = classes;
    this.names = names;
    this.now = now;
  }

  /**
   * What accumulates, the worst first; the first one of the heap is the class that says most.
   *
   * @param exhausted when the limit of a kind of memory is reached, in nanoseconds from now
   */
  List<LeakSeen> all(Map<String, Long> exhausted) {
    List<LeakSeen> leaks = new ArrayList<>();
    if (marks.size() > Growth.DIFFS) {
      heap(leaks, exhausted.getOrDefault(MemorySeen.HEAP, Vitals.UNKNOWN));
    }
    if (marks.size() > 1) {
      beside(leaks, MemorySeen.DIRECT, BUFFER, exhausted);
      beside(leaks, MemorySeen.MAPPED, "java.nio.MappedByteBuffer", exhausted);
      beside(leaks, MemorySeen.METASPACE, METADATA, exhausted);
    }
    return leaks;
  }

  private void heap(List<LeakSeen> leaks, long exhaustedIn) {
    List<Growth> growing = Growth.of(marks);
    long bytes = growing.stream().mapToLong(Growth::bytes).sum();
    MemorySeen.Area heap = last().memory().area(MemorySeen.HEAP);
    long limit =
        heap == null || heap.limit() <= 0 ? Runtime.getRuntime().maxMemory() : heap.limit();
    if (growing.stream().allMatch(Growth::shrank) || bytes < LEAST_SHARE * limit) {
      return;
    }
    Growth lead = lead(growing);
    Set<String> all = new HashSet<>();
    growing.forEach(growth -> all.add(growth.className()));
    leaks.add(leak(lead, holders(lead, growing), relevant(all), exhaustedIn));
    for (Growth growth : growing) {
      if (!growth.equals(lead) && leaks.size() < MOST) {
        leaks.add(leak(growth, List.of(), relevant(Set.of(growth.className())), Vitals.UNKNOWN));
      }
    }
  }

  /** The application's class of which most came; byte arrays and nodes follow from it. */
  private static Growth lead(List<Growth> growing) {
    long most = growing.stream().mapToLong(Growth::instances).max().orElse(0);
    return growing.stream()
        .filter(growth -> !ClassNames.foreign(growth.className()))
        .filter(growth -> growth.instances() >= LEADS * most)
        .max(Comparator.comparingLong(Growth::instances).thenComparingLong(Growth::bytes))
        .orElseGet(() -> growing.stream().filter(each -> !each.shrank()).findFirst().orElseThrow());
  }

  /** What is cheap to know of who keeps it: the collection of whose entries as many came. */
  private static List<String> holders(Growth lead, List<Growth> growing) {
    for (Growth growth : growing) {
      String collection = NODES.get(growth.className());
      double more = Math.abs((double) growth.instances() / lead.instances() - 1);
      if (collection != null && more <= AS_MANY) {
        return List.of("some " + collection);
      }
    }
    return List.of();
  }

  private LeakSeen leak(
      Growth growth, List<String> holders, Allocation relevant, long exhaustedIn) {
    return new LeakSeen(
        "heap",
        growth.className(),
        growth.before().instances(),
        growth.now().instances(),
        growth.before().bytes(),
        growth.now().bytes(),
        now - baseline().nanos(),
        growth.diffs(),
        holders,
        relevant.site(),
        relevant.ages(),
        relevant.shares(),
        exhaustedIn);
  }

  private void beside(
      List<LeakSeen> leaks, String kind, String className, Map<String, Long> exhausted) {
    int diffs = 0;
    MemorySeen.Area before = null;
    for (Mark mark : marks) {
      MemorySeen.Area area = mark.memory().area(kind);
      if (area == null || (before != null && area.used() < before.used())) {
        return;
      }
      diffs += before != null && area.used() > before.used() ? 1 : 0;
      before = area;
    }
    MemorySeen.Area first = marks.get(0).memory().area(kind);
    long grown = before.used() - first.used();
    double least = before.limit() > 0 ? BESIDE * before.limit() : BESIDE_LEAST;
    if (diffs == 0 || grown < least) {
      return;
    }
    Allocation relevant = relevant(Set.of(className));
    leaks.add(
        new LeakSeen(
            kind,
            kind.equals(MemorySeen.METASPACE) && classes != null ? classes.pattern() : className,
            first.count(),
            before.count(),
            first.used(),
            before.used(),
            now - baseline().nanos(),
            diffs,
            kind.equals(MemorySeen.METASPACE) ? loaders() : List.of(),
            relevant.site(),
            relevant.ages(),
            relevant.shares(),
            exhausted.getOrDefault(kind, Vitals.UNKNOWN) >= 0
                ? exhausted.get(kind)
                : exhausted(grown, before)));
  }

  /** When its limit is reached if it goes on as it did since the baseline. */
  private long exhausted(long grown, MemorySeen.Area area) {
    long over = last().histogram().nanos() - baseline().nanos();
    return area.limit() <= 0 || over <= 0
        ? Vitals.UNKNOWN
        : (long) (Math.max(0, area.limit() - area.used()) / ((double) grown / over));
  }

  /** Which loaders define the classes that come, and who keeps these, where anybody can say. */
  private List<String> loaders() {
    if (classes == null) {
      return List.of();
    }
    List<String> said = new ArrayList<>();
    String loader = classes.loader().isEmpty() ? "the boot loader" : classes.loader();
    said.add(
        classes.loaders() > 1
            ? String.format(Locale.ROOT, "%,d class loaders of %s", classes.loaders(), loader)
            : "one class loader, " + loader);
    if (classes.loaders() > 1) {
      said.addAll(LoaderHolders.of(loader));
    }
    return said;
  }

  /**
   * The same leak with who allocates it, where no classes were counted and only what keeps it is
   * known: by the samples of its class, and of arrays and strings that come from the same places.
   */
  LeakSeen sampled(LeakSeen leak) {
    if (!leak.kind().equals(MemorySeen.HEAP) || leak.bytesNow() >= 0) {
      return leak;
    }
    Allocation relevant = new Allocation(of(leak), names, now);
    return new LeakSeen(
        leak.kind(),
        leak.what(),
        leak.countBefore(),
        leak.countNow(),
        leak.bytesBefore(),
        leak.bytesNow(),
        leak.overNanos(),
        leak.diffs(),
        leak.holders(),
        relevant.site(),
        relevant.ages(),
        relevant.shares(),
        leak.exhaustedInNanos(),
        leak.keptBy(),
        leak.notFound());
  }

  /**
   * Small objects are hardly ever sampled, and the arrays in them are: without a sample of the
   * class those count that came meanwhile, when one place made most of them.
   */
  private List<Sample> of(LeakSeen leak) {
    Map<String, Integer> sites = new HashMap<>();
    Map<String, Integer> meanwhile = new HashMap<>();
    int all = 0;
    for (Sample sample : samples) {
      if (sample.key().className().equals(leak.what()) && sample.site() != null) {
        sites.merge(sample.site(), 1, Integer::sum);
      } else if (sample.site() != null && now - sample.allocatedNanos() < leak.overNanos()) {
        meanwhile.merge(sample.site(), 1, Integer::sum);
        all++;
      }
    }
    int least = all / 2;
    meanwhile.values().removeIf(count -> count <= least);
    Set<String> from = sites.isEmpty() ? meanwhile.keySet() : sites.keySet();
    List<Sample> its = new ArrayList<>();
    for (Sample sample : samples) {
      boolean own = sample.key().className().equals(leak.what());
      if (own || (from.contains(sample.site()) && ClassNames.foreign(sample.key().className()))) {
        its.add(sample);
      }
    }
    return its;
  }

  /** Samples of these classes since the baseline that say who makes them. */
  private Allocation relevant(Set<String> classes) {
    List<Sample> since = new ArrayList<>();
    for (Sample sample : samples) {
      if (classes.contains(sample.key().className())
          && sample.allocatedNanos() > baseline().nanos()) {
        since.add(sample);
      }
    }
    return new Allocation(since, names, now);
  }

  private Mark last() {
    return marks.get(marks.size() - 1);
  }

  private Histogram baseline() {
    return marks.get(0).histogram();
  }
}
