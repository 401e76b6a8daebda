package io.duality.engine.observe;

import io.duality.boot.Names;
import io.duality.model.Resource.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a person would call a pool: what its library calls it; else the field it was stored in; else
 * what its threads' names have in common, if somebody chose them; else where it was created; else
 * what the JDK called its threads. Two pools of one such name are told apart by {@code #n}, in the
 * order in which they were seen.
 */
final class PoolNames {
  private static final int MOST = 1 << 12;
  private static final Pattern DEFAULT = Pattern.compile("pool-\\d+-thread|ForkJoinPool-\\d+");

  private final Map<String, Integer> used = new HashMap<>();

  /** The name of a pool; the same in every look, but for a field that is known later. */
  String of(PoolReading reading) {
    // What a library calls its pool says more than the field in which the library keeps it.
    String given = reading.label == null ? given(reading.pool) : null;
    if (given != null) {
      return "pool " + given;
    }
    if (reading.shape instanceof CarrierShape) {
      return CarrierShape.NAME;
    }
    if (reading.tracked.name == null) {
      String labelled = reading.label == null ? null : reading.label.name();
      String common = labelled == null ? common(reading) : labelled;
      String place = reading.label == null ? Names.nameOf(reading.pool) : null;
      if (place != null && (common == null || isDefault(common))) {
        return "pool " + place;
      }
      if (common == null) {
        String type = reading.pool.getClass().getName();
        return "pool " + type.substring(type.lastIndexOf('.') + 1) + '@' + hash(reading);
      }
      if (used.size() >= MOST) {
        used.clear(); // mostly names of pools that are gone
      }
      int number = used.merge(common, 1, Integer::sum);
      reading.tracked.name = "pool " + (number == 1 ? common : common + '#' + number);
    }
    return reading.tracked.name;
  }

  /** The name that somebody gave a pool, by a field or otherwise; or null. */
  static String given(Object pool) {
    return switch (Names.rankOf(pool)) {
      case Names.GIVEN, Names.FIELD, Names.INNER_FIELD -> Names.nameOf(pool);
      default -> null;
    };
  }

  /** Whether the JDK chose that name for the threads of whatever pool it was. */
  private static boolean isDefault(String name) {
    return DEFAULT.matcher(name).matches();
  }

  /** Where the name of a pool comes from. */
  static Named by(PoolReading reading, String name) {
    if (reading.label != null || reading.shape instanceof CarrierShape) {
      return Named.LIBRARY;
    }
    return name.equals("pool " + Names.nameOf(reading.pool))
        ? Resources.origin(Names.rankOf(reading.pool))
        : Named.CLASS;
  }

  private static String hash(PoolReading reading) {
    return Integer.toHexString(reading.tracked.hash);
  }

  private static String common(PoolReading reading) {
    String own = reading.shape.ownName(reading.pool);
    if (own == null && !reading.workers.isEmpty()) {
      own = common(reading.workers);
    }
    return own == null ? null : trimmed(own);
  }

  /** What the names of these threads begin with. */
  static String common(List<Thread> threads) {
    String first = trimmed(LookBuilder.label(threads.get(0)));
    String common = first;
    for (Thread thread : threads) {
      String name = LookBuilder.label(thread);
      int same = 0;
      while (same < common.length()
          && same < name.length()
          && common.charAt(same) == name.charAt(same)) {
        same++;
      }
      common = common.substring(0, same);
    }
    common = trimmed(common);
    return common.isEmpty() ? first : common;
  }

  /** Without the number at its end, and what stands before it; a name of digits stays. */
  static String trimmed(String name) {
    int end = name.length();
    if (end > 0 && Character.isDigit(name.charAt(end - 1))) {
      while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
        end--;
      }
    }
    while (end > 0 && "-_# ".indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    String kept = name.substring(0, end);
    if (kept.endsWith("-worker") && kept.startsWith("ForkJoinPool")) {
      return kept.substring(0, kept.length() - "-worker".length());
    }
    return kept.isEmpty() ? name : kept;
  }
}
