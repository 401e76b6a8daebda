package io.duality.engine.observe;

import io.duality.boot.Names;
import io.duality.boot.Peek;
import io.duality.engine.observe.Resources.Thing;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.Resource.Named;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Which threads work for which pool: a pool's workers work its queue, and every future whose task
 * is still in that queue.
 */
final class Pools {
  private final IdentityHashMap<Object, List<Thread>> workers = new IdentityHashMap<>();

  private Pools(PlatformThreads platform) {
    for (int i = 0; i < platform.count(); i++) {
      Thread thread = platform.get(i);
      Object pool = poolOf(thread);
      if (pool != null) {
        workers.computeIfAbsent(pool, p -> new ArrayList<>()).add(thread);
      }
    }
  }

  private static Object poolOf(Thread thread) {
    if (thread instanceof ForkJoinWorkerThread) {
      return Peek.reference(thread, Fields.FORK_JOIN_POOL);
    }
    Object target = Fields.target(thread);
    return target != null && target.getClass() == Fields.WORKER
        ? Peek.reference(target, Fields.WORKER_OF)
        : null;
  }

  /** Adds pools' names and workers where the look's waits ask for them. */
  static void add(LookBuilder look, PlatformThreads platform) {
    IdentityHashMap<Object, Resource> futures = new IdentityHashMap<>();
    IdentityHashMap<Object, Resource> queues = new IdentityHashMap<>();
    Set<String> worked = new HashSet<>();
    look.holdings.values().forEach(holding -> worked.add(holding.resourceKey()));
    for (Thing each : look.resources.things()) {
      Resource resource = each.resource();
      if (resource.kind() == ResourceKind.QUEUE) {
        queues.put(each.object(), resource);
      } else if (resource.kind() == ResourceKind.FUTURE && !worked.contains(resource.key())) {
        futures.put(each.object(), resource);
      }
    }
    if (!futures.isEmpty() || !queues.isEmpty()) {
      Pools pools = new Pools(platform);
      pools.queues(look, queues);
      pools.futures(look, futures);
    }
  }

  private void queues(LookBuilder look, IdentityHashMap<Object, Resource> queues) {
    Set<String> put = new HashSet<>();
    for (OpenWait wait : look.waits.values()) {
      if (wait.op().equals("put")) {
        put.add(wait.resourceKey());
      }
    }
    for (Map.Entry<Object, List<Thread>> each : workers.entrySet()) {
      Object queue = QueueFill.waitedFor(queueOf(each.getKey()));
      Resource resource = queue == null ? null : queues.get(queue);
      if (resource == null) {
        continue;
      }
      if (resource.named() == Named.CLASS) {
        look.resources.rename(queue, "queue of " + name(each.getKey(), each.getValue()));
      }
      if (put.contains(resource.key())) {
        work(look, resource, each.getValue(), "consumer");
      }
    }
  }

  private void futures(LookBuilder look, IdentityHashMap<Object, Resource> futures) {
    if (futures.isEmpty()) {
      return;
    }
    for (Map.Entry<Object, List<Thread>> each : workers.entrySet()) {
      Object pool = each.getKey();
      List<Thread> itsWorkers = each.getValue();
      QueuedTasks.forEach(
          pool,
          queueOf(pool),
          task -> {
            Resource resource = futures.get(task);
            if (resource == null) {
              Object result = QueuedTasks.resultOf(task);
              resource = result == null ? null : futures.get(result);
            }
            if (resource != null) {
              work(look, resource, itsWorkers, "worker");
            }
          });
    }
  }

  private static void work(LookBuilder look, Resource resource, List<Thread> workers, String as) {
    for (Thread worker : workers) {
      look.holds(worker, resource.key(), Relation.WORKED_BY, as, 1, SeenBy.SAMPLE);
    }
  }

  private static Object queueOf(Object pool) {
    return pool instanceof ForkJoinPool ? null : Peek.reference(pool, Fields.WORK_QUEUE);
  }

  /** The pool's own name, else what its threads' names have in common. */
  static String name(Object pool, List<Thread> workers) {
    String given = Names.nameOf(pool);
    if (given != null) {
      return "pool " + given;
    }
    String name = LookBuilder.label(workers.get(0));
    int end = name.length();
    while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
      end--;
    }
    while (end > 0 && "-_# ".indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    return "pool " + (end == 0 ? name : name.substring(0, end));
  }
}
