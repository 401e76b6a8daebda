package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.boot.RunningTask;
import io.duality.boot.Tasks;
import io.duality.engine.observe.Resources.Thing;
import io.duality.model.Holding.Relation;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;

/**
 * Leads from a future that somebody waits for to the task that completes it, and from there to the
 * threads that run it or could. A future that depends on others is followed to the first of them
 * whose task is found.
 */
final class Futures {
  /** How many tasks of one queue are looked through. */
  static final int MOST_TASKS = 20_000;

  /** How many dependents of one future are followed. */
  private static final int MOST_DEPENDENTS = 256;

  /** How many tasks and dependents one look goes through in all. */
  private static final int BUDGET = 200_000;

  private static final String FUTURE = Fields.CONCURRENT + "CompletableFuture";
  private static final Class<?> SUPPLY = Fields.named(FUTURE + "$AsyncSupply");
  private static final Class<?> RUN = Fields.named(FUTURE + "$AsyncRun");
  private static final Class<?> UNI = Fields.named(FUTURE + "$UniCompletion");
  private static final Class<?> CO = Fields.named(FUTURE + "$CoCompletion");
  private static final Class<?> ANY = Fields.named(FUTURE + "$AnyOf");
  private static final long RESULT = Fields.of(FUTURE, "result");
  private static final long STACK = Fields.of(FUTURE, "stack");
  private static final long NEXT = Fields.of(FUTURE + "$Completion", "next");
  private static final long BASE = Fields.of(FUTURE + "$CoCompletion", "base");
  private static final long ANY_DEP = Fields.of(FUTURE + "$AnyOf", "dep");

  private final LookBuilder look;
  private final IdentityHashMap<Object, Resource> awaited = new IdentityHashMap<>();
  private boolean dependents;
  private int left = BUDGET;

  private Futures(LookBuilder look) {
    this.look = look;
    Set<String> worked = new HashSet<>();
    look.holdings.values().forEach(holding -> worked.add(holding.resourceKey()));
    Set<String> keys = look.awaited();
    for (Thing each : look.resources.things()) {
      Resource resource = each.resource();
      if (resource.kind() == ResourceKind.FUTURE
          && keys.contains(resource.key())
          && !worked.contains(resource.key())) {
        awaited.put(each.object(), resource);
        dependents |= each.object() instanceof CompletableFuture<?>;
      }
    }
  }

  /** Adds who works the futures that nobody is known to run. */
  static void add(LookBuilder look) {
    Futures futures = new Futures(look);
    if (!futures.awaited.isEmpty()) {
      futures.running();
      futures.queued();
    }
  }

  /** Says of the futures that nobody works what that means, once they were waited for so long. */
  static void sayLost(LookBuilder look, long afterNanos) {
    Futures futures = new Futures(look);
    Map<String, Long> oldest = look.oldestWaits();
    futures.awaited.forEach(
        (future, resource) -> {
          if (oldest.getOrDefault(resource.key(), -1L) >= afterNanos) {
            futures.sayLost(future, resource.name());
          }
        });
  }

  private void sayLost(Object future, String name) {
    if (isDone(future)) {
      return; // and its waiter is about to go on
    }
    if (future instanceof CompletableFuture<?>) {
      look.unknown(
          name,
          "holder",
          "no task that is queued in a pool or known to run completes it: that is left to whoever"
              + " was to call complete");
    } else if (future instanceof FutureTask<?>) {
      long hidden = hiding();
      look.unknown(
          name,
          "holder",
          hidden == 0
              ? "its task is in no pool's queue and no thread runs it, so nobody will complete it"
              : "its task is not in a pool's queue as itself, and no thread runs it; "
                  + hidden
                  + " queued tasks of other classes may have it inside");
    } else {
      look.unknown(name, "holder", "its task is in no pool's queue, and who runs it is not known");
    }
  }

  private static boolean isDone(Object future) {
    return future instanceof CompletableFuture<?>
        ? Peek.reference(future, RESULT) != null
        : future instanceof FutureTask<?> && Peek.reference(future, Fields.CALLABLE) == null;
  }

  /** How many queued tasks are of classes that may wrap another task. */
  private long hiding() {
    long[] hidden = {0};
    for (PoolReading reading : look.readings) {
      reading.shape.tasks(
          reading.pool,
          MOST_TASKS,
          (task, position) -> {
            boolean plain = task instanceof FutureTask<?> || task instanceof ForkJoinTask<?>;
            hidden[0] += plain ? 0 : 1;
            return --left > 0;
          });
    }
    return left > 0 ? hidden[0] : Math.max(1, hidden[0]);
  }

  private void running() {
    RunningTask running = new RunningTask();
    for (int i = 0; i < Tasks.capacity(); i++) {
      if (Tasks.running(i, running)) {
        Thread worker = running.thread;
        reached(running.task, future -> runs(worker, future));
        if (running.future != null) {
          String work =
              running.work == null ? TaskNames.work(running.task) : TaskNames.named(running.work);
          named(running.future, work);
          reached(running.future, future -> runs(worker, future));
        }
      }
    }
  }

  /** A future that is awaited itself is called after the work that completes it. */
  private void named(Object future, String work) {
    if (awaited.containsKey(future)) {
      look.resources.rename(future, "future of " + work);
      awaited.put(future, look.resources.of(future));
    }
  }

  private void runs(Thread worker, Resource future) {
    awaited.values().remove(future);
    look.holds(worker, future.key(), Relation.WORKED_BY, "runner", 1, SeenBy.HOOK);
  }

  /** What is awaited of a future and those that depend on it. */
  private void reached(Object future, Reached each) {
    Resource resource = awaited.get(future);
    List<Resource> found = new ArrayList<>();
    if (resource != null) {
      found.add(resource);
    }
    if (dependents && future instanceof CompletableFuture<?>) {
      follow(future, new IdentityHashMap<>(), found::add);
    }
    found.forEach(each::future);
  }

  private void queued() {
    for (PoolReading reading : look.readings) {
      reading.shape.tasks(
          reading.pool,
          MOST_TASKS,
          (task, position) -> {
            reached(task, each -> Pools.work(look, each.key(), reading, "worker"));
            Object future = completedBy(task);
            if (future != null) {
              named(future, TaskNames.work(task));
              reached(future, each -> Pools.work(look, each.key(), reading, "worker"));
            }
            return --left > 0;
          });
    }
    if (left <= 0) {
      look.unknown(
          "futures", "holder", "one look goes through at most " + BUDGET + " queued tasks");
    }
  }

  private interface Reached {
    void future(Resource awaited);
  }

  /** Goes from a future to those that it completes, as far as they are awaited. */
  private void follow(Object future, Map<Object, Boolean> passed, Reached reached) {
    if (passed.size() >= MOST_DEPENDENTS || passed.put(future, true) != null) {
      return;
    }
    Object completion = Peek.reference(future, STACK);
    for (int i = 0; completion != null && i < MOST_DEPENDENTS && left > 0; i++) {
      left--;
      Object dependent = dependent(completion);
      if (dependent != null) {
        Resource resource = awaited.get(dependent);
        if (resource != null) {
          reached.future(resource);
        }
        follow(dependent, passed, reached);
      }
      completion = Peek.reference(completion, NEXT);
    }
  }

  private static Object dependent(Object completion) {
    if (CO != null && CO.isInstance(completion)) {
      return Peek.reference(Peek.reference(completion, BASE), Fields.COMPLETION_DEP);
    }
    if (ANY != null && ANY.isInstance(completion)) {
      return Peek.reference(completion, ANY_DEP);
    }
    return UNI != null && UNI.isInstance(completion)
        ? Peek.reference(completion, Fields.COMPLETION_DEP)
        : null;
  }

  /** The future that a task will complete when that is not the task itself; or null. */
  static Object completedBy(Object task) {
    if (task.getClass() == SUPPLY) {
      return Peek.reference(task, Fields.SUPPLY_FOR);
    }
    if (task.getClass() == RUN) {
      return Peek.reference(task, Fields.RUN_FOR);
    }
    return UNI != null && UNI.isInstance(task) ? Peek.reference(task, Fields.COMPLETION_DEP) : null;
  }
}
