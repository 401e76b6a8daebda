package io.duality.engine.emit;

import io.duality.boot.EndedWaits;
import io.duality.boot.OpenSlot;
import io.duality.boot.Slots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums the ended waits since the last call per resource. Only waits that parked are counted. */
final class WaitTotals {
  private final OpenSlot slot = new OpenSlot();
  private long next;
  private long lost;

  /** An object, as ended waits remember it. */
  private record Id(String className, int identity) {}

  /**
   * The waits for one resource.
   *
   * @param waiters how many threads wait for it now
   */
  record Total(
      String name, int identity, long parked, long totalNanos, long maxNanos, long waiters) {}

  private static final class Sum {
    String name;
    long parked;
    long total;
    long max;
  }

  /** Forgets what ended until now. */
  void skip() {
    next = EndedWaits.next();
  }

  /** How many waits were overwritten before they were counted. */
  long lost() {
    return lost;
  }

  List<Total> collect() {
    long end = EndedWaits.next();
    long from = Math.max(next, end - EndedWaits.CAPACITY);
    lost += from - next;
    Map<Id, Sum> sums = new LinkedHashMap<>();
    for (long number = from; number < end; number++) {
      EndedWaits.Ended ended = EndedWaits.get(number);
      if (ended == null) {
        lost++;
        continue;
      }
      Sum sum = sums.computeIfAbsent(new Id(ended.className, ended.identity), id -> new Sum());
      sum.name =
          ended.resource != null
              ? ended.resource
              : ended.className + "@" + Integer.toHexString(ended.identity);
      sum.parked++;
      sum.total += ended.waitNanos;
      sum.max = Math.max(sum.max, ended.waitNanos);
    }
    next = end;
    Map<Id, Integer> waiters = sums.isEmpty() ? Map.of() : waiters();
    List<Total> totals = new ArrayList<>();
    sums.forEach(
        (id, sum) ->
            totals.add(
                new Total(
                    sum.name,
                    id.identity,
                    sum.parked,
                    sum.total,
                    sum.max,
                    waiters.getOrDefault(id, 0))));
    return totals;
  }

  private Map<Id, Integer> waiters() {
    Map<Id, Integer> waiters = new HashMap<>();
    for (int i = 0; i < Slots.capacity(); i++) {
      if (Slots.read(i, slot)) {
        Object resource = slot.queue == null ? slot.blocker : slot.queue;
        waiters.merge(
            new Id(resource.getClass().getName(), System.identityHashCode(resource)),
            1,
            Integer::sum);
      }
    }
    slot.clear();
    return waiters;
  }
}
