package io.duality.engine.vitals;

import io.duality.model.ErrorSeen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The errors of the last five minutes by signature, with how many of them there were. */
final class ErrorMemory {
  private static final int MINUTES = 5;
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, Remembered> bySignature = new LinkedHashMap<>();
  private long epoch;
  private long minute;

  private static final class Remembered {
    private final long[] minutes = new long[MINUTES];
    private ErrorSeen last;

    long sum() {
      return Arrays.stream(minutes).sum();
    }
  }

  void add(List<ErrorSeen> seen, long now) {
    epoch = epoch == 0 ? now : epoch;
    long current = Math.max(minute, (now - epoch) / MINUTE_NANOS);
    for (; minute < current; minute++) {
      int next = (int) ((minute + 1) % MINUTES);
      bySignature.values().forEach(each -> each.minutes[next] = 0);
    }
    for (ErrorSeen each : seen) {
      Remembered its = bySignature.computeIfAbsent(each.signature(), signature -> new Remembered());
      its.last = each;
      its.minutes[(int) (minute % MINUTES)] += each.count();
    }
    bySignature.values().removeIf(each -> now - each.last.lastNanos() > MINUTES * MINUTE_NANOS);
  }

  /** Those that came in the window, the most frequent first. */
  List<ErrorSeen> recent() {
    List<ErrorSeen> recent = new ArrayList<>();
    bySignature.values().forEach(each -> recent.add(each.last.counted(each.sum())));
    recent.sort(Comparator.comparingLong(ErrorSeen::count).reversed());
    return recent.size() > ErrorSeen.MOST ? recent.subList(0, ErrorSeen.MOST) : recent;
  }
}
