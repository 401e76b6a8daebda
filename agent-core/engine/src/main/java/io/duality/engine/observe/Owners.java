package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.observe.Resources.Thing;
import io.duality.model.Holding.Relation;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/** Who holds or works what the look's threads wait for, as far as the objects themselves know. */
final class Owners {
  private Owners() {}

  static void add(LookBuilder look, long unknownAfterNanos) {
    Map<String, Long> oldest = look.oldestWaits();
    for (Thing each : look.resources.things()) {
      Resource resource = each.resource();
      Long age = oldest.get(resource.key());
      if (age != null) {
        add(look, each.object(), resource, age >= unknownAfterNanos);
      }
    }
  }

  private static void add(LookBuilder look, Object object, Resource resource, boolean old) {
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
      return;
    }
    switch (resource.kind()) {
      case FUTURE -> {
        if (object instanceof FutureTask<?>
            && Peek.reference(object, Fields.RUNNER) instanceof Thread runner) {
          look.holds(runner, resource.key(), Relation.WORKED_BY, "runner", 1, SeenBy.OWNER);
        }
      }
      case THREAD_END -> {
        if (object instanceof Thread thread && Peek.state(thread) != Thread.State.TERMINATED) {
          look.holds(thread, resource.key(), Relation.WORKED_BY, "runner", 1, SeenBy.OWNER);
        }
      }
      case SEMAPHORE -> {
        if (old) {
          int left = Peek.integer(object, Fields.STATE);
          look.unknown(
              resource.name(),
              "holder",
              "a semaphore does not record who took its permits, a waiter may have some itself; "
                  + left
                  + " are left");
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
  }

  private static int recursion(Object object, ResourceKind kind) {
    return kind == ResourceKind.LOCK && object instanceof AbstractQueuedSynchronizer
        ? Peek.integer(object, Fields.STATE)
        : 1;
  }
}
