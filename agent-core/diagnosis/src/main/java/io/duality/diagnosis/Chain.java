package io.duality.diagnosis;

import java.util.List;

/**
 * A path of waits from the threads that suffer to the root, folded by fan-in.
 *
 * @param levels what is waited for, the farthest from the root first
 * @param root where it ends
 */
public record Chain(List<Level> levels, Root root) {
  public Chain {
    levels = List.copyOf(levels);
  }

  /**
   * One resource of a chain and those who wait for it.
   *
   * @param resourceKey the resource
   * @param followed the wait the chain follows: the oldest, or that of the holder one level up
   * @param waits every active wait for it, the oldest first
   * @param next the holding that the chain follows to the next level, or null at the end
   * @param holdings everybody who could end the waits, the followed one included
   */
  public record Level(
      String resourceKey, Edge followed, List<Edge> waits, Edge next, List<Edge> holdings) {
    public Level {
      waits = List.copyOf(waits);
      holdings = List.copyOf(holdings);
    }

    /** How many threads wait at this level. */
    public int width() {
      return waits.size();
    }

    /** Holders or workers beside the followed one. */
    public int alternatives() {
      return Math.max(0, holdings.size() - 1);
    }
  }

  /** Threads per level: {@code 21, 10, 1}; the last is the root's thread where there is one. */
  public List<Integer> width() {
    List<Integer> widths = new java.util.ArrayList<>(levels.size() + 1);
    levels.forEach(level -> widths.add(level.width()));
    if (!levels.isEmpty() && levels.get(levels.size() - 1).next() != null && root.cycle() == null) {
      widths.add(1);
    }
    return List.copyOf(widths);
  }
}
