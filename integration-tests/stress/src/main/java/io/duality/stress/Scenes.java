package io.duality.stress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All scenes by name, in the order in which they are played. */
final class Scenes {
  private static final Map<String, Supplier<Scene>> ALL = new LinkedHashMap<>();

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
  }

  private Scenes() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  static Scene of(String name) {
    Supplier<Scene> scene = ALL.get(name);
    if (scene == null) {
      throw new IllegalArgumentException("no scene '" + name + "', there are " + names());
    }
    return scene.get();
  }
}
