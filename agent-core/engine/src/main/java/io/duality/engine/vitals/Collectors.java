package io.duality.engine.vitals;

import io.duality.model.Vitals;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The JVM's collectors as their beans tell, without the flight recorder and without a listener:
 * what the last collection of each left on the heap, how many there were, how long they paused. One
 * reading serves all senses. For one thread.
 */
final class Collectors {
  /** What a collector looks at, told by its name. */
  enum Reach {
    /** The young objects alone. */
    YOUNG,
    /** The whole heap, or all of it that is worth it. */
    OLD,
    /** Only the pauses of another one are counted here. */
    PAUSES,
    /** Marks while the application goes on; what it leaves says nothing. */
    MARKING
  }

  /** One collector. */
  private static final class One {
    final GarbageCollectorMXBean bean;
    final Reach reach;
    long count;
    long millis;
    long lastId = -1;

    One(GarbageCollectorMXBean bean) {
      this.bean = bean;
      this.reach = reach(bean.getName());
      this.count = bean.getCollectionCount();
      this.millis = bean.getCollectionTime();
    }
  }

  private final List<One> all = new ArrayList<>();
  private final Set<String> heapPools = new LinkedHashSet<>();
  private final boolean details = Modules.management();
  private final String name;
  private final boolean pausesApart;
  private final Meanwhile meanwhile = new Meanwhile();
  private MemoryPoolMXBean old;
  private long oldLeft;
  private long readAt;
  private boolean read;

  private long collections;
  private long full;
  private long pauseMillis;
  private long longestMillis;
  private long freed;
  private long live = Vitals.UNKNOWN;
  private long liveNanos = Vitals.UNKNOWN;
  private String liveBy = "";

  Collectors() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      all.add(new One(bean));
    }
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        heapPools.add(pool.getName());
        if (pool.getName().contains("Old") || pool.getName().contains("Tenured")) {
          old = pool;
        }
      }
    }
    name = name(all.isEmpty() ? "" : all.get(0).bean.getName());
    pausesApart = all.stream().anyMatch(one -> one.reach == Reach.PAUSES);
    oldLeft = oldLeft();
  }

  /** What the collector is called: {@code G1}, {@code Parallel}, {@code Serial}, … */
  private static String name(String bean) {
    if (bean.startsWith("G1")) {
      return "G1";
    }
    if (bean.startsWith("PS ")) {
      return "Parallel";
    }
    if (bean.equals("Copy") || bean.equals("MarkSweepCompact")) {
      return "Serial";
    }
    int space = bean.indexOf(' ');
    return space < 0 ? bean : bean.substring(0, space);
  }

  static Reach reach(String bean) {
    String lower = bean.toLowerCase(Locale.ROOT);
    if (lower.contains("pauses")) {
      return Reach.PAUSES;
    }
    if (lower.contains("concurrent")) {
      return Reach.MARKING;
    }
    return lower.contains("young")
            || lower.contains("minor")
            || lower.contains("scav")
            || lower.equals("copy")
            || lower.equals("parnew")
        ? Reach.YOUNG
        : Reach.OLD;
  }

  String name() {
    return name;
  }

  /** Reads all of them, once for one time. */
  void read(long now) {
    if (read && now == readAt) {
      return;
    }
    read = true;
    readAt = now;
    collections = 0;
    full = 0;
    pauseMillis = 0;
    longestMillis = 0;
    freed = 0;
    One last = null;
    SunBeans.Ended ended = null;
    for (One one : all) {
      long count = one.bean.getCollectionCount();
      long millis = one.bean.getCollectionTime();
      long more = count - one.count;
      if (more <= 0) {
        continue;
      }
      boolean stops = pausesApart ? one.reach == Reach.PAUSES : true;
      if (stops) {
        pauseMillis += Math.max(0, millis - one.millis);
      }
      one.count = count;
      one.millis = millis;
      if (one.reach != Reach.PAUSES && one.reach != Reach.MARKING) {
        collections += more;
        full += one.reach == Reach.OLD && !pausesApart ? more : 0;
      }
      SunBeans.Ended its = details ? SunBeans.last(one.bean, heapPools) : null;
      if (its == null || its.id() == one.lastId) {
        continue;
      }
      one.lastId = its.id();
      if (stops) {
        longestMillis = Math.max(longestMillis, its.durationMillis());
      }
      if (one.reach == Reach.YOUNG || one.reach == Reach.OLD) {
        freed += more * Math.max(0, its.before() - its.after());
        // A young one that followed within the second says less than the old one before it.
        boolean says =
            ended == null
                || (one.reach == last.reach
                    ? its.endMillis() >= ended.endMillis()
                    : one.reach == Reach.OLD);
        last = says ? one : last;
        ended = says ? its : ended;
      }
    }
    if (ended != null) {
      left(last, ended, now);
    } else if (!details && collections > 0) {
      withoutDetails(now);
    }
  }

  private void left(One last, SunBeans.Ended ended, long now) {
    long ago = ManagementFactory.getRuntimeMXBean().getUptime() - ended.endMillis();
    live = pausesApart ? meanwhile.without(ended) : ended.after();
    liveNanos = now - TimeUnit.MILLISECONDS.toNanos(Math.max(0, ago));
    long before = oldLeft;
    oldLeft = oldLeft();
    // A mixed collection of G1 is told by what it left of the old generation, its name is the same.
    boolean mixed = name.equals("G1") && oldLeft != before;
    liveBy = last.reach == Reach.OLD || mixed ? "old" : "young";
  }

  private void withoutDetails(long now) {
    long before = oldLeft;
    oldLeft = oldLeft();
    if (oldLeft >= 0 && oldLeft != before) {
      live = oldLeft;
      liveNanos = now;
      liveBy = "old";
    }
  }

  /** What the last collection of the old objects left of them. */
  private long oldLeft() {
    if (old == null) {
      return Vitals.UNKNOWN;
    }
    MemoryUsage usage = old.getCollectionUsage();
    return usage == null ? Vitals.UNKNOWN : usage.getUsed();
  }

  /** Collections since the reading before. */
  long collections() {
    return collections;
  }

  /** Those of the whole heap that stopped the application, since the reading before. */
  long full() {
    return full;
  }

  long pauseNanos() {
    return TimeUnit.MILLISECONDS.toNanos(pauseMillis);
  }

  /** The longest pause that is known, of the last collection of each collector. */
  long longestNanos() {
    return TimeUnit.MILLISECONDS.toNanos(longestMillis);
  }

  /** What they gave back, about: of several between two readings the last one counts for all. */
  long freed() {
    return details ? freed : Vitals.UNKNOWN;
  }

  /** What the heap held after the last one, or {@link Vitals#UNKNOWN} before there was one. */
  long live() {
    return live;
  }

  long liveNanos() {
    return liveNanos;
  }

  /** {@code old} or {@code young}; empty before there was one. */
  String liveBy() {
    return liveBy;
  }
}
