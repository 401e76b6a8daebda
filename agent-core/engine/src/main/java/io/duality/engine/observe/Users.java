package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.observe.Resources.Thing;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.QueueSeen.Hand;
import io.duality.model.Resource;
import io.duality.model.SeenBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Who could end the waits for what nobody owns, by what was seen of them before: the consumers of a
 * full queue, the producers of an empty one, the parties that have not come to a barrier. A
 * semaphore's last acquirers are only named, as nobody knows whether they gave back.
 */
final class Users {
  private final LookBuilder look;
  private final Hands hands;
  private final PlatformThreads platform;
  private final Map<String, Set<Long>> waiting = new HashMap<>();
  private final Set<String> put = new HashSet<>();
  private final Set<String> take = new HashSet<>();

  Users(LookBuilder look, Hands hands, PlatformThreads platform) {
    this.look = look;
    this.hands = hands;
    this.platform = platform;
    for (OpenWait wait : look.waits.values()) {
      waiting.computeIfAbsent(wait.resourceKey(), k -> new HashSet<>()).add(wait.threadId());
      (isPut(wait) ? put : take).add(wait.resourceKey());
    }
  }

  static boolean isPut(OpenWait wait) {
    return wait.op().equals("put") || wait.op().equals("transfer");
  }

  /** Adds them to the resources of the look that are waited for. */
  void add(long unknownAfterNanos) {
    Set<String> worked = new HashSet<>();
    look.holdings.values().forEach(holding -> worked.add(holding.resourceKey()));
    Map<String, Long> oldest = look.oldestWaits();
    for (Thing each : look.resources.things()) {
      Resource resource = each.resource();
      Long age = oldest.get(resource.key());
      if (age == null || worked.contains(resource.key())) {
        continue;
      }
      switch (resource.kind()) {
        case QUEUE -> queue(resource, age >= unknownAfterNanos);
        case BARRIER -> barrier(resource);
        case SEMAPHORE -> {
          if (age >= unknownAfterNanos) {
            semaphore(resource, each.object());
          }
        }
        default -> {}
      }
    }
  }

  private void queue(Resource queue, boolean old) {
    if (put.contains(queue.key())) {
      boolean found = work(queue, hands.takers(queue.key()), "consumer");
      if (!found && old) {
        look.unknown(
            queue.name(),
            "consumer",
            "no thread was seen to take from it; one that never had to wait for an element leaves"
                + " no sign");
      }
    }
    if (take.contains(queue.key())) {
      work(queue, hands.putters(queue.key()), "producer");
    }
  }

  private void barrier(Resource barrier) {
    long missing = barrier.limit() - barrier.depth();
    List<Thread> absent = alive(barrier, hands.takers(barrier.key()));
    if (absent.size() <= missing) {
      for (Thread party : absent) {
        look.holds(party, barrier.key(), Relation.WORKED_BY, "party", 1, SeenBy.SEEN);
      }
    }
  }

  private void semaphore(Resource semaphore, Object object) {
    StringBuilder why =
        new StringBuilder(
                "a semaphore does not record who took its permits, a waiter may have some")
            .append(" itself; ")
            .append(Peek.integer(object, Fields.STATE))
            .append(" are left");
    Hand last = Hands.last(hands.takers(semaphore.key()));
    if (last != null) {
      why.append("; the last that was seen to get one, after a wait, is ")
          .append(last.threadName())
          .append(", ")
          .append(TimeUnit.NANOSECONDS.toSeconds(Math.max(0, look.now - last.nanos())))
          .append(" s ago, and may have given it back");
    }
    look.unknown(semaphore.name(), "holder", why.toString());
  }

  private boolean work(Resource resource, List<Hand> seen, String as) {
    List<Thread> threads = alive(resource, seen);
    for (Thread thread : threads) {
      look.holds(thread, resource.key(), Relation.WORKED_BY, as, 1, SeenBy.SEEN);
    }
    return !threads.isEmpty();
  }

  /** Those of them that live and do not wait for it themselves. */
  private List<Thread> alive(Resource resource, List<Hand> seen) {
    List<Thread> alive = new ArrayList<>();
    for (Hand hand : seen) {
      Thread thread = platform.byId(hand.threadId());
      if (thread == null) {
        thread = look.threads.get(hand.threadId());
      }
      if (thread != null && !waiting.get(resource.key()).contains(hand.threadId())) {
        alive.add(thread);
      }
    }
    return alive;
  }
}
