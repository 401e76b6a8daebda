package io.duality.stress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** All scenes by name, in the order in which they are played. */
final class Scenes {
  private static final Map<String, Supplier<Scene>> ALL = new LinkedHashMap<>();

  /** Played only when asked for: errors are part of them. */
  private static final Map<String, Supplier<Scene>> RARE = new LinkedHashMap<>();

  static {
    ALL.put("locks", () -> new Locks(false));
    ALL.put("interrupted-locks", () -> new Locks(true));
    ALL.put("read-write-locks", ReadWriteLocks::new);
    ALL.put("stamped-locks", StampedLocks::new);
    ALL.put("permits", Permits::new);
    ALL.put("meetings", Meetings::new);
    ALL.put("buffers", Buffers::new);
    ALL.put("queues", () -> new Queues(false));
    ALL.put("interrupted-queues", () -> new Queues(true));
    ALL.put("futures", Futures::new);
    ALL.put("pools", Pools::new);
    ALL.put("handoffs", Handoffs::new);
    RARE.put("scarce-memory", ScarceMemory::new);
    blows("lock", () -> new Waters.Lock(false));
    blows("fair-lock", () -> new Waters.Lock(true));
    blows("monitor", Waters.Monitor::new);
    blows("put-array", () -> new Waters.Put(false));
    blows("put-linked", () -> new Waters.Put(true));
    blows("take-array", () -> new Waters.Take(false));
    blows("take-linked", () -> new Waters.Take(true));
    for (Waters.Promise.Kind kind : Waters.Promise.Kind.values()) {
      blows(kind.name().toLowerCase(Locale.ROOT), () -> new Waters.Promise(kind));
    }
  }

  private static void blows(String name, Supplier<Depths.Water> water) {
    RARE.put("deep-" + name, () -> new Depths(water, false));
    RARE.put("stop-" + name, () -> new Depths(water, true));
  }

  private Scenes() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  static Scene of(String name) {
    Supplier<Scene> scene = ALL.getOrDefault(name, RARE.get(name));
    if (scene == null) {
      throw new IllegalArgumentException(
          "no scene '" + name + "', there are " + names() + RARE.keySet());
    }
    return scene.get();
  }
}
