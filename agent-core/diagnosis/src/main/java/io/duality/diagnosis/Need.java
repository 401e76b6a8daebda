package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a wait needs of a resource. Mostly that is the resource itself; but who puts into a queue
 * needs its consumers and who takes from it its producers, and who waits for a notification needs
 * nobody who holds the monitor.
 */
final class Need {
  /** Which side of a resource is needed. */
  enum Side {
    WHOLE,
    ROOM,
    CONTENT,
    NOTIFICATION
  }

  /**
   * The identity of a need.
   *
   * @param resource the resource's key
   * @param side which side of it
   */
  record Key(String resource, Side side) {
    Key {
      Objects.requireNonNull(resource, "resource");
    }
  }

  final Key key;
  final Resource resource;

  /** Every wait for it, idle ones included. */
  final List<Edge> waits = new ArrayList<>();

  /** Who can end those waits. */
  final List<Edge> blockers = new ArrayList<>();

  Need(Key key, Resource resource) {
    this.key = key;
    this.resource = resource;
  }

  static Side side(OpenWait wait, Resource resource, boolean notification) {
    if (notification) {
      return Side.NOTIFICATION;
    }
    if (resource.kind() == ResourceKind.QUEUE) {
      return IdlePolicy.isPut(wait, resource) ? Side.ROOM : Side.CONTENT;
    }
    return Side.WHOLE;
  }

  /** Whether this holding stands between the waiters and what they need. */
  boolean blockedBy(Holding holding) {
    return switch (key.side()) {
      case NOTIFICATION -> false;
      case ROOM -> !"producer".equals(holding.as());
      case CONTENT -> !"consumer".equals(holding.as());
      case WHOLE ->
          resource.kind() != ResourceKind.CONDITION
              || holding.relation() == Holding.Relation.WORKED_BY;
    };
  }

  /** Whether every blocker has to let go; otherwise any one of them is enough. */
  boolean needsAll() {
    return switch (resource.kind()) {
      case LOCK,
          READ_WRITE_LOCK,
          MONITOR,
          CLASS_INITIALIZER,
          THREAD_END,
          LATCH,
          BARRIER,
          SYNCHRONIZER ->
          true;
      case CONDITION,
          SEMAPHORE,
          QUEUE,
          FUTURE,
          PARK,
          SLEEP,
          POOL,
          CONNECTION_POOL,
          SOCKET,
          FILE,
          PROCESS ->
          false;
    };
  }

  private boolean hasPermits() {
    return resource.kind() == ResourceKind.SEMAPHORE
        || resource.kind() == ResourceKind.CONNECTION_POOL;
  }

  /** Whether there may be holders that nobody saw: then nothing proves that no holder can move. */
  boolean mayHaveUnseenHolders() {
    return hasPermits() && (resource.limit() < 0 || unseenHolds() > 0);
  }

  /** How many permits or connections are held by nobody that was seen; 0 without a known limit. */
  long unseenHolds() {
    if (!hasPermits() || resource.limit() < 0) {
      return 0;
    }
    long held = 0;
    for (Edge edge : blockers) {
      held += Math.max(1, edge.holding().count());
    }
    return Math.max(0, resource.limit() - held);
  }

  /**
   * Whether a thread that holds a thing and waits for it as well really waits. With an exclusive
   * lock it does not: owner and waiter were read at different moments.
   */
  boolean possible(OpenWait wait, Holding own) {
    return switch (resource.kind()) {
      case LOCK, MONITOR, CLASS_INITIALIZER, SYNCHRONIZER -> false;
      case READ_WRITE_LOCK -> wait.op().equals("write-lock") && "reader".equals(own.as());
      default -> true;
    };
  }
}
