package io.duality.engine.trigger;

import io.duality.model.config.Rate;
import java.time.Instant;
import java.util.ArrayDeque;

/** The bundles of one trigger inside its sliding window. */
final class FiredWindow {
  private static final int MOST = 10_000;

  private final ArrayDeque<Instant> fired = new ArrayDeque<>();

  void add(Instant at) {
    if (fired.size() >= MOST) {
      fired.removeFirst();
    }
    fired.addLast(at);
  }

  void takeBack(Instant at) {
    fired.removeLastOccurrence(at);
  }

  boolean full(Rate limit, Instant now) {
    forget(limit, now);
    return fired.size() >= limit.count();
  }

  /** When the next bundle is possible. */
  Instant next(Rate limit, Instant now) {
    forget(limit, now);
    int over = fired.size() - limit.count();
    if (over < 0) {
      return now;
    }
    int i = 0;
    for (Instant at : fired) {
      if (i++ == over) {
        return at.plus(limit.per());
      }
    }
    return now;
  }

  private void forget(Rate limit, Instant now) {
    while (!fired.isEmpty()
        && (!fired.peekFirst().plus(limit.per()).isAfter(now) || fired.peekFirst().isAfter(now))) {
      fired.removeFirst(); // over, or the clock was set back behind it
    }
  }
}
