package io.duality.model;

import java.util.List;
import java.util.Objects;

/**
 * What keeps a leak: collections, arrays or chains of objects that are reached in the same way.
 *
 * @param path from the root on, such as {@code static com.acme.Inventory.CACHE}, {@code
 *     OrderService.sessions}
 * @param type the class of one of them
 * @param count how many there are
 * @param entriesBefore what they had together when it was looked at first, or {@link
 *     Vitals#UNKNOWN} when it was looked at once
 * @param entriesNow what they have
 * @param overNanos between the two
 * @param estimated whether that was reckoned from some of them
 * @param holds whether objects of the leaking class were seen in it; else it only grew alike
 */
public record HolderSeen(
    List<String> path,
    String type,
    long count,
    long entriesBefore,
    long entriesNow,
    long overNanos,
    boolean estimated,
    boolean holds) {
  public HolderSeen {
    path = List.copyOf(path);
    Objects.requireNonNull(type, "type");
  }

  /** Entries a minute that came, or {@link Vitals#UNKNOWN}. */
  public long perMinute() {
    return entriesBefore < 0 || overNanos <= 0
        ? Vitals.UNKNOWN
        : Math.round((entriesNow - entriesBefore) * 60e9 / overNanos);
  }
}
