package io.duality.engine.vitals;

import io.duality.model.MemorySeen;
import io.duality.model.MemorySeen.Area;
import io.duality.model.Vitals;
import java.io.File;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads every kind of memory against its limit: heap, class metadata, compiled code, buffers, the
 * process and its container. All of it from beans and from the system's files, so it goes on when
 * the flight recorder is gone.
 */
public final class MemorySense implements Sense {
  private static final long REFRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** A limit that large is none. */
  private static final long NO_LIMIT = Long.MAX_VALUE / 4;

  private final Shared shared;
  private final Resident resident = new Resident(new File("/proc/self/status"));
  private MemoryMXBean heap;
  private ClassLoadingMXBean classes;
  private MemoryPoolMXBean metaspace;
  private MemoryPoolMXBean classSpace;
  private final List<MemoryPoolMXBean> code = new ArrayList<>();
  private final List<BufferPoolMXBean> mapped = new ArrayList<>();
  private BufferPoolMXBean direct;
  private long directLimit;
  private long machine;
  private GroupMemory group;
  private long refreshedAt;

  /** The collectors, for both senses; made at the first reading and not before. */
  static final class Shared {
    private Collectors collectors;

    Collectors read(long now) {
      if (collectors == null) {
        collectors = new Collectors();
      }
      collectors.read(now);
      return collectors;
    }
  }

  MemorySense(Shared shared) {
    this.shared = shared;
  }

  /** The senses for memory and for its collector, which ask the same beans. */
  public static List<Sense> andCollector() {
    Shared shared = new Shared();
    return List.of(new MemorySense(shared), new GcSense(shared));
  }

  private void begin(long now) {
    heap = ManagementFactory.getMemoryMXBean();
    classes = ManagementFactory.getClassLoadingMXBean();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      String name = pool.getName();
      if (name.equals("Metaspace")) {
        metaspace = pool;
      } else if (name.equals("Compressed Class Space")) {
        classSpace = pool;
      } else if (pool.getType() == MemoryType.NON_HEAP && name.startsWith("Code")) {
        code.add(pool); // one, or three segments
      }
    }
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        direct = pool;
      } else if (pool.getName().startsWith("mapped")) {
        mapped.add(pool); // "mapped", and "mapped - 'non-volatile memory'"
      }
    }
    boolean more = Modules.management();
    long chosen = more ? SunBeans.option("MaxDirectMemorySize") : Vitals.UNKNOWN;
    directLimit = chosen > 0 ? chosen : Runtime.getRuntime().maxMemory();
    machine = more ? SunBeans.machineMemory() : Vitals.UNKNOWN;
    group = GroupMemory.ofThisProcess();
    refreshedAt = now;
  }

  @Override
  public boolean essential() {
    return true;
  }

  @Override
  public void read(VitalsBuilder into, long now) {
    if (heap == null) {
      begin(now);
    }
    if (now - refreshedAt > REFRESH_NANOS) {
      refreshedAt = now;
      group.refresh();
    }
    Collectors collectors = shared.read(now);
    List<Area> areas = new ArrayList<>(10);
    MemoryUsage usage = heap.getHeapMemoryUsage();
    areas.add(area(MemorySeen.HEAP, usage.getUsed(), usage.getMax(), Vitals.UNKNOWN));
    pool(areas, MemorySeen.METASPACE, metaspace, classes.getLoadedClassCount());
    pool(areas, MemorySeen.CLASS_SPACE, classSpace, Vitals.UNKNOWN);
    code(areas);
    buffers(areas);
    process(areas, into, usage, collectors);
    container(areas, into);
    into.memory(
        new MemorySeen(areas, collectors.live(), collectors.liveNanos(), collectors.liveBy()));
  }

  private static Area area(String name, long used, long limit, long count) {
    return new Area(name, used, limit <= 0 || limit > NO_LIMIT ? Vitals.UNKNOWN : limit, count);
  }

  /** Its limit is on what is committed: many small loaders use half of that. */
  private static void pool(List<Area> areas, String name, MemoryPoolMXBean pool, long count) {
    if (pool != null) {
      MemoryUsage usage = pool.getUsage();
      areas.add(area(name, usage.getCommitted(), usage.getMax(), count));
    }
  }

  /** Code that finds its segment full goes to another one: their sum is what counts. */
  private void code(List<Area> areas) {
    long used = 0;
    long limit = 0;
    for (MemoryPoolMXBean segment : code) {
      MemoryUsage usage = segment.getUsage();
      used += usage.getUsed();
      limit += Math.max(0, usage.getMax());
    }
    if (!code.isEmpty()) {
      areas.add(area(MemorySeen.CODE_CACHE, used, limit, Vitals.UNKNOWN));
    }
  }

  /** The limit of direct buffers is on their capacity, not on what alignment adds to it. */
  private void buffers(List<Area> areas) {
    if (direct != null) {
      areas.add(area(MemorySeen.DIRECT, direct.getTotalCapacity(), directLimit, direct.getCount()));
    }
    long used = 0;
    long count = 0;
    for (BufferPoolMXBean pool : mapped) {
      used += Math.max(0, pool.getMemoryUsed());
      count += Math.max(0, pool.getCount());
    }
    if (!mapped.isEmpty()) {
      areas.add(area(MemorySeen.MAPPED, used, Vitals.UNKNOWN, count));
    }
  }

  private void process(
      List<Area> areas, VitalsBuilder into, MemoryUsage heapUsage, Collectors collectors) {
    boolean shared = collectors.name().equals("ZGC");
    if (!resident.read(heapUsage.getUsed(), heapUsage.getCommitted(), shared)) {
      into.unknown(MemorySeen.RSS, "what the process has in memory", "no " + resident.path());
      return;
    }
    long limit = machine;
    if (group.known() && group.limit() > 0) {
      limit = limit > 0 ? Math.min(limit, group.limit()) : group.limit();
    }
    areas.add(area(MemorySeen.RSS, resident.bytes(), limit, Vitals.UNKNOWN));
    if (resident.told()) {
      long left = limit > 0 && heapUsage.getMax() > 0 ? limit - heapUsage.getMax() : -1;
      areas.add(area(MemorySeen.NATIVE, resident.besideHeap(), left, Vitals.UNKNOWN));
    }
  }

  private void container(List<Area> areas, VitalsBuilder into) {
    if (group.known()) {
      areas.add(area(MemorySeen.CONTAINER, group.used(), group.limit(), Vitals.UNKNOWN));
    } else if (group.reason() != null) {
      into.unknown(MemorySeen.CONTAINER, "what the container uses of its limit", group.reason());
    }
  }

  @Override
  public void stop() {
    resident.close();
    if (group != null) {
      group.close();
    }
  }
}
