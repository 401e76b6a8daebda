package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.observe.Resources.Thing;
import io.duality.model.Holding.Relation;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/** Who holds or works what the look's threads wait for, as far as the objects themselves know. */
final class Owners {
  private static final Class<?> THREAD_BOUND =
      Fields.named(Fields.CONCURRENT + "ThreadPerTaskExecutor$ThreadBoundFuture");
  private static final long BOUND_TO =
      Fields.of(Fields.CONCURRENT + "ThreadPerTaskExecutor$ThreadBoundFuture", "thread");

  /** Tasks of a fork-join pool that can be interrupted know who runs them. */
  private static final String INTERRUPTIBLE_NAME =
      Fields.named(Fields.CONCURRENT + "ForkJoinTask$InterruptibleTask") != null
          ? Fields.CONCURRENT + "ForkJoinTask$InterruptibleTask"
          : Fields.CONCURRENT + "ForkJoinTask$AdaptedInterruptibleCallable";

  private static final Class<?> INTERRUPTIBLE = Fields.named(INTERRUPTIBLE_NAME);
  private static final long INTERRUPTIBLE_RUNNER = Fields.of(INTERRUPTIBLE_NAME, "runner");

  private Owners() {}

  static void add(LookBuilder look, long unknownAfterNanos) {
    Map<String, Long> oldest = look.oldestWaits();
    Set<String> owned = new HashSet<>(); // a lock known by two objects would have two owners
    for (Thing each : look.resources.things()) {
      Resource resource = each.resource();
      Long age = oldest.get(resource.key());
      if (age != null && !owned.contains(resource.key())) {
        if (add(look, each.object(), resource, age >= unknownAfterNanos)) {
          owned.add(resource.key());
        }
      }
    }
  }

  /** Returns whether it has an owner that was read from the object itself. */
  private static boolean add(LookBuilder look, Object object, Resource resource, boolean old) {
    if (Blocker.of(object).owned()
        && Peek.reference(object, Fields.OWNER) instanceof Thread owner) {
      boolean readWrite = resource.kind() == ResourceKind.READ_WRITE_LOCK;
      look.holds(
          owner,
          resource.key(),
          Relation.HELD_BY,
          readWrite ? "writer" : null,
          Math.max(1, readWrite ? ReadHolds.writes(object) : recursion(object, resource.kind())),
          SeenBy.OWNER);
      return true;
    }
    switch (resource.kind()) {
      case FUTURE -> {
        Thread runner = runner(object);
        if (runner != null) {
          look.holds(runner, resource.key(), Relation.WORKED_BY, "runner", 1, SeenBy.OWNER);
        }
      }
      case THREAD_END -> {
        if (object instanceof Thread thread && Peek.state(thread) != Thread.State.TERMINATED) {
          look.holds(thread, resource.key(), Relation.WORKED_BY, "runner", 1, SeenBy.OWNER);
        }
      }
      case READ_WRITE_LOCK -> {
        if (old && !Blocker.of(object).owned()) {
          look.unknown(
              resource.name(),
              "holder",
              "a StampedLock does not record who holds it; as it is not reentrant, that may be a"
                  + " waiter itself");
        }
      }
      default -> {}
    }
    return false;
  }

  /** The thread that a future itself names, or null. */
  static Thread runner(Object future) {
    Object runner =
        THREAD_BOUND != null && THREAD_BOUND.isInstance(future)
            ? Peek.reference(future, BOUND_TO)
            : future instanceof FutureTask<?>
                ? Peek.reference(future, Fields.RUNNER)
                : INTERRUPTIBLE != null && INTERRUPTIBLE.isInstance(future)
                    ? Peek.reference(future, INTERRUPTIBLE_RUNNER)
                    : null;
    return runner instanceof Thread thread ? thread : null;
  }

  private static int recursion(Object object, ResourceKind kind) {
    return kind == ResourceKind.LOCK && object instanceof AbstractQueuedSynchronizer
        ? Peek.integer(object, Fields.STATE)
        : 1;
  }
}
