package io.duality.engine.detect;

import io.duality.model.GcSeen;
import io.duality.model.Vitals;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.ToLongFunction;

/** What the collector did in the last minutes, by the second. */
final class GcWindow {
  private final long spanNanos;
  private final Deque<Vitals> readings = new ArrayDeque<>();
  private boolean moved;
  private long movedAt;

  /**
   * @param spanNanos how far back it reaches
   */
  GcWindow(long spanNanos) {
    this.spanNanos = spanNanos;
  }

  void add(Vitals vitals) {
    readings.addLast(vitals);
    if (moved(vitals.gc())) {
      moved = true;
      movedAt = vitals.nanos();
    }
    while (vitals.nanos() - readings.peekFirst().nanos() >= spanNanos) {
      readings.removeFirst();
    }
  }

  private static boolean moved(GcSeen gc) {
    return gc.collections() > 0
        || gc.pauseNanos() > 0
        || gc.longestNanos() > 0
        || gc.explicit() > 0
        || gc.full() > 0
        || gc.allocationStalls() > 0
        || gc.stalledNanos() > 0
        || gc.softCleared() > 0
        || gc.copyFailures() > 0;
  }

  /** Whether the collector did nothing at all in the last {@code nanos}: every sum is nothing. */
  boolean still(long nanos) {
    return !moved || now() - movedAt >= nanos;
  }

  private long now() {
    return readings.peekLast().nanos();
  }

  /** The sum of what is known of a figure in the last {@code nanos}. */
  long sum(long nanos, ToLongFunction<GcSeen> figure) {
    long sum = 0;
    for (Iterator<Vitals> last = readings.descendingIterator(); last.hasNext(); ) {
      Vitals each = last.next();
      if (now() - each.nanos() >= nanos) {
        break;
      }
      sum += Math.max(0, figure.applyAsLong(each.gc()));
    }
    return sum;
  }

  /** A figure of the last reading. */
  long last(ToLongFunction<GcSeen> figure) {
    return figure.applyAsLong(readings.peekLast().gc());
  }

  /** In how many readings of the last {@code nanos} a figure was above nothing. */
  int readingsWith(long nanos, ToLongFunction<GcSeen> figure) {
    int with = 0;
    for (Vitals each : readings) {
      with += now() - each.nanos() < nanos && figure.applyAsLong(each.gc()) > 0 ? 1 : 0;
    }
    return with;
  }

  /** The least known value of a figure between two ages; {@link Vitals#UNKNOWN} without one. */
  long least(long from, long to, ToLongFunction<GcSeen> figure) {
    long least = Vitals.UNKNOWN;
    for (Vitals each : readings) {
      long age = now() - each.nanos();
      long value = figure.applyAsLong(each.gc());
      if (age >= from && age < to && value >= 0) {
        least = least < 0 ? value : Math.min(least, value);
      }
    }
    return least;
  }

  /** The longest pause and its reading; null when none is known. */
  GcSeen longest() {
    GcSeen longest = null;
    for (Vitals each : readings) {
      if (each.gc().longestNanos() > 0
          && (longest == null || each.gc().longestNanos() >= longest.longestNanos())) {
        longest = each.gc();
      }
    }
    return longest;
  }

  /** The last frame that asked for a collection, or null. */
  String explicitAt() {
    for (Iterator<Vitals> last = readings.descendingIterator(); last.hasNext(); ) {
      String at = last.next().gc().explicitAt();
      if (at != null) {
        return at;
      }
    }
    return null;
  }

  /** For how long there are readings, at most the window. */
  long covered() {
    return now() - readings.peekFirst().nanos() + readings.peekFirst().sinceNanos();
  }
}
