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
    RARE.put("deep-lock", () -> new Depths(() -> new Waters.Lock(false)));
    RARE.put("deep-fair-lock", () -> new Depths(() -> new Waters.Lock(true)));
    RARE.put("deep-monitor", () -> new Depths(Waters.Monitor::new));
    RARE.put("deep-put-array", () -> new Depths(() -> new Waters.Put(false)));
    RARE.put("deep-put-linked", () -> new Depths(() -> new Waters.Put(true)));
    RARE.put("deep-take-array", () -> new Depths(() -> new Waters.Take(false)));
    RARE.put("deep-take-linked", () -> new Depths(() -> new Waters.Take(true)));
    for (Waters.Promise.Kind kind : Waters.Promise.Kind.values()) {
      String name = "deep-" + kind.name().toLowerCase(Locale.ROOT);
      RARE.put(name, () -> new Depths(() -> new Waters.Promise(kind)));
    }
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
