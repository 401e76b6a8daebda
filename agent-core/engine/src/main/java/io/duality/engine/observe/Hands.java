package io.duality.engine.observe;

import io.duality.boot.EndedWaits;
import io.duality.boot.EndedWaits.Ended;
import io.duality.boot.Op;
import io.duality.model.QueueSeen.Hand;
import io.duality.model.ResourceKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who was seen to use what nobody owns: the takers and putters of queues, those who got permits,
 * the parties of barriers. Known from waits alone, because what does not wait is not watched: it
 * tells who did, never who did not. Of fixed size; names and times only.
 */
final class Hands {
  /** How many threads are remembered of one side of one resource; the last ones. */
  static final int MOST_THREADS = 16;

  /** The time of a hand that tried and was not seen to succeed. */
  static final long NEVER = Long.MIN_VALUE;

  private static final int MOST_RESOURCES = 1 << 10;

  private final Map<String, Sides> byKey =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sides> eldest) {
          return size() > MOST_RESOURCES;
        }
      };

  /** From the start of the hooks: who waited before the first look is told too. */
  private long next;

  private static final class Sides {
    final Map<Long, Hand> in = last();
    final Map<Long, Hand> out = last();

    private static Map<Long, Hand> last() {
      return new LinkedHashMap<>(4, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Hand> eldest) {
          return size() > MOST_THREADS;
        }
      };
    }
  }

  /** Takes over the waits that ended since; what was overwritten meanwhile is lost. */
  void drain() {
    long end = EndedWaits.next();
    next = Math.max(next, end - EndedWaits.CAPACITY);
    for (; next < end; next++) {
      Ended ended = EndedWaits.get(next);
      if (ended != null && isTold(ended)) {
        ResourceKind kind = Blocker.kindOf(ended.className, ended.op);
        if (isShared(kind)) {
          note(Resources.key(kind, ended.className, ended.identity), ended);
        }
      }
    }
  }

  private static boolean isTold(Ended ended) {
    return (ended.outcome == Op.ACQUIRED || ended.outcome == Op.TIMEOUT)
        && !ended.threadName.startsWith(PlatformThreads.OWN);
  }

  private static boolean isShared(ResourceKind kind) {
    return kind == ResourceKind.QUEUE
        || kind == ResourceKind.SEMAPHORE
        || kind == ResourceKind.BARRIER;
  }

  /** A wait that ran out of time tells only what the thread tries. */
  private void note(String key, Ended ended) {
    Sides sides = byKey.computeIfAbsent(key, k -> new Sides());
    var side = ended.op == Op.PUT || ended.op == Op.TRANSFER ? sides.in : sides.out;
    if (ended.outcome == Op.ACQUIRED) {
      long at = ended.sinceNanos + ended.waitNanos;
      side.put(ended.threadId, new Hand(ended.threadId, ended.threadName, at));
    } else if (side.get(ended.threadId) == null) {
      side.put(ended.threadId, new Hand(ended.threadId, ended.threadName, NEVER));
    }
  }

  /** Who put, the last one first. */
  List<Hand> putters(String key) {
    Sides sides = byKey.get(key);
    return sides == null ? List.of() : latest(sides.in);
  }

  /** Who took, got a permit, or met others; the last one first. */
  List<Hand> takers(String key) {
    Sides sides = byKey.get(key);
    return sides == null ? List.of() : latest(sides.out);
  }

  private static List<Hand> latest(Map<Long, Hand> side) {
    List<Hand> hands = new ArrayList<>(side.values());
    hands.sort(Comparator.comparingLong(Hand::nanos).reversed());
    return hands;
  }

  /** The last of them that was seen to succeed, or null. */
  static Hand last(List<Hand> hands) {
    return hands.isEmpty() || hands.get(0).nanos() == NEVER ? null : hands.get(0);
  }
}
