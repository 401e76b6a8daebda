package io.duality.engine.emit;

import io.duality.model.Look;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which pools and queues became full, or were drained, from one look to the next. */
final class ResourceChanges {
  /** How many changes of one look are told. */
  static final int MOST = 32;

  private Set<String> full = new HashSet<>();

  /** One change. */
  record Change(Resource resource, String phase, long depth, long limit) {}

  List<Change> of(Look look) {
    Map<String, Resource> resources = new HashMap<>();
    look.resources().forEach(resource -> resources.put(resource.key(), resource));
    Set<String> now = new HashSet<>();
    List<Change> changes = new ArrayList<>();
    for (PoolSeen pool : look.pools()) {
      boolean isFull = pool.full() && pool.depth() > 0;
      add(resources, now, changes, pool.resourceKey(), isFull, pool.busy(), pool.limit());
    }
    for (QueueSeen queue : look.queues()) {
      long limit = queue.capacity() == PoolSeen.UNBOUNDED ? PoolSeen.UNKNOWN : queue.capacity();
      add(resources, now, changes, queue.resourceKey(), queue.full(), queue.depth(), limit);
    }
    full = now;
    return changes;
  }

  private void add(
      Map<String, Resource> resources,
      Set<String> now,
      List<Change> changes,
      String key,
      boolean isFull,
      long depth,
      long limit) {
    if (isFull) {
      now.add(key);
    }
    Resource resource = resources.get(key);
    if (resource != null && isFull != full.contains(key) && changes.size() < MOST) {
      changes.add(new Change(resource, isFull ? "full" : "drained", depth, limit));
    }
  }
}
