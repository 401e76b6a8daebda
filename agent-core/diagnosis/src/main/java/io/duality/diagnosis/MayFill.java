package io.duality.diagnosis;

import io.duality.model.HandleSeen;
import io.duality.model.Health;
import io.duality.model.HolderSeen;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Whether what grows may be a cache that fills, or load that rises: until it stops it looks like a
 * leak, and only the room that is left and the time that it took tell the two apart.
 */
final class MayFill {
  /** Nobody gives a cache more of its memory. */
  private static final double MOST = 0.8;

  /** Caches are warm by then. */
  private static final long WARM_NANOS = TimeUnit.MINUTES.toNanos(30);

  /** Pools have as many threads as they need by then. */
  private static final long SHORT_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** Of handles far fewer of their limit are used by what is meant to end. */
  private static final double MOST_HANDLES = 0.2;

  /** A limit that is higher is none. */
  private static final long MANY_HANDLES = 100_000;

  private static final Set<String> HANDLES =
      Set.of(HandleSeen.DESCRIPTORS, HandleSeen.FILES, HandleSeen.SOCKETS, HandleSeen.THREADS);

  private MayFill() {}

  /** Whether nothing tells this growth from one that ends by itself. */
  static boolean is(Health health, LeakSeen leak) {
    Vitals last = new Course(health).last();
    if (last == null) {
      return false;
    }
    return leak.kind().equals(HandleSeen.THREADS)
        ? leak.overNanos() < SHORT_NANOS && handles(last, leak)
        : HANDLES.contains(leak.kind()) ? handles(last, leak) : memory(health, last, leak);
  }

  private static boolean memory(Health health, Vitals last, LeakSeen leak) {
    boolean heap = leak.kind().equals(MemorySeen.HEAP);
    MemorySeen.Area area = last.memory().area(leak.kind());
    boolean pooled = heap || leak.kind().equals(MemorySeen.DIRECT);
    if (!pooled || area == null || area.limit() <= 0) {
      return false;
    }
    long used = heap ? last.memory().liveBytes() : area.used();
    boolean exhausted =
        health.failures().stream().anyMatch(failure -> failure.kind().startsWith("oom"));
    return used >= 0
        && !exhausted
        && used < MOST * area.limit()
        && growsForNanos(health, leak) < WARM_NANOS;
  }

  /** What it would be then. */
  static String harmless(LeakSeen leak) {
    return switch (leak.kind()) {
      case HandleSeen.DESCRIPTORS -> "a cache that fills, or load that rises";
      case HandleSeen.FILES -> "a cache of open files that fills";
      case HandleSeen.SOCKETS -> "load that rises";
      case HandleSeen.THREADS -> "a pool that grows with its load";
      case MemorySeen.DIRECT -> "a pool that fills";
      default -> "a cache that fills";
    };
  }

  /** For how long it has grown as fast as it does now, to become what it is. */
  private static long growsForNanos(Health health, LeakSeen leak) {
    double came = leak.countNow() - leak.countBefore();
    double perMinute =
        leak.keptBy().stream().mapToLong(HolderSeen::perMinute).findFirst().orElse(0);
    double perSecond = new Course(health).heapGrowth();
    if (perMinute <= 0 && perSecond > 0 && leak.bytesBefore() >= 0) {
      came = leak.bytesNow() - leak.bytesBefore();
      perMinute = 60 * perSecond;
    }
    return perMinute <= 0
        ? leak.overNanos()
        : (long) Math.min(leak.overNanos(), came * 60e9 / perMinute);
  }

  private static boolean handles(Vitals last, LeakSeen leak) {
    if (leak.what().endsWith("CLOSE_WAIT")) {
      return false; // the peer is gone: nobody will use them again
    }
    boolean part = HandleSeen.OF_DESCRIPTORS.contains(leak.kind());
    String whole = part ? HandleSeen.DESCRIPTORS : leak.kind();
    for (HandleSeen seen : last.handles()) {
      if (seen.kind().equals(whole) && seen.limit() > 0) {
        return seen.count() < MOST_HANDLES * Math.min(seen.limit(), MANY_HANDLES);
      }
    }
    return false;
  }
}
