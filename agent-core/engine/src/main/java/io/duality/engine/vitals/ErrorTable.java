package io.duality.engine.vitals;

import io.duality.model.ErrorSeen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The errors by signature. Filled by the recorder's stream and by the watch, asked by the watch.
 */
final class ErrorTable {
  private static final int MOST_ROWS = 4 * ErrorSeen.MOST;

  private final Map<String, ErrorRow> rows = new LinkedHashMap<>();
  private final long epoch;
  private long overflows;

  /**
   * @param epoch since when errors are heard
   */
  ErrorTable(long epoch) {
    this.epoch = epoch;
  }

  /** Takes one over; null when there is no room for one more signature. */
  synchronized ErrorRow add(Arrival arrival) {
    StackTraceElement frame = Sites.application(Sites.made(arrival.className(), arrival.frames()));
    String site = Sites.site(frame);
    String key = arrival.className() + ' ' + key(frame);
    ErrorRow row = rows.get(key);
    if (row == null) {
      if (rows.size() >= MOST_ROWS) {
        overflows++;
        return null;
      }
      row = new ErrorRow(arrival, site, epoch);
      rows.put(key, row);
    }
    row.add(arrival);
    return row;
  }

  /** Without the file: the flight recorder does not know it. */
  private static String key(StackTraceElement frame) {
    return frame == null
        ? ""
        : frame.getClassName() + '.' + frame.getMethodName() + ':' + frame.getLineNumber();
  }

  /** What is to be told of since the last call, the most frequent first. */
  synchronized List<ErrorSeen> seen(long now, RateSeries all) {
    rows.values().removeIf(row -> row.old(now));
    List<ErrorSeen> seen = new ArrayList<>();
    for (ErrorRow row : rows.values()) {
      ErrorSeen each = row.seen(now, all);
      if (each != null) {
        seen.add(each);
      }
    }
    if (seen.size() > ErrorSeen.MOST) {
      seen.sort(
          Comparator.comparing(ErrorSeen::matters)
              .reversed()
              .thenComparing(Comparator.comparingLong(ErrorSeen::count).reversed()));
      return seen.subList(0, ErrorSeen.MOST);
    }
    return seen;
  }

  /** A window opens: how many were thrown so far, by row, as the recorder saw them. */
  synchronized Map<ErrorRow, Long> listen() {
    Map<ErrorRow, Long> thrown = new HashMap<>();
    for (ErrorRow row : rows.values()) {
      thrown.put(row, row.thrown());
      row.listen();
    }
    return thrown;
  }

  /** Tells the rows what part they had of all that were thrown since. */
  synchronized void shares(Map<ErrorRow, Long> before, long now) {
    long all = 0;
    for (ErrorRow row : rows.values()) {
      all += row.thrown() - before.getOrDefault(row, 0L);
    }
    for (ErrorRow row : rows.values()) {
      long its = row.thrown() - before.getOrDefault(row, 0L);
      row.share(all == 0 ? 0 : (double) its / all, now);
    }
  }

  /** Log lines are searched for one of a row. */
  synchronized void asked(ErrorRow row) {
    row.asked();
  }

  /** They were, and one tells of it, may tell of it, or none does. */
  synchronized void settled(ErrorRow row, Spoken.Told told) {
    row.settled(told);
  }

  /** Whether something was seen that may be a job which fails each time. */
  synchronized boolean suspects() {
    for (ErrorRow row : rows.values()) {
      if (row.suspected()) {
        return true;
      }
    }
    return false;
  }

  /** Whether such a one has begun to show, and was not heard often enough yet. */
  synchronized boolean promises() {
    for (ErrorRow row : rows.values()) {
      if (row.promises()) {
        return true;
      }
    }
    return false;
  }

  /** How many errors found no room for their signature. */
  synchronized long overflows() {
    return overflows;
  }
}
