package io.duality.engine.budget;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Decides how much the agent does, by what it costs. Over its budget for a whole window, or far
 * over it in two stretches in a row, it does one {@link Level} less; with half of the budget for
 * five windows one more. Where more was too much again soon, the next try waits twice as long, up
 * to an hour. Pure: time and measures are arguments; for one thread.
 */
public final class Overhead {
  /** So many stretches make a window. */
  static final int STRETCHES = 6;

  /** Far over the budget. */
  private static final double FAR = 4;

  /** What is used at most when more is tried. */
  private static final double CALM = 0.5;

  private static final int CALM_WINDOWS = 5;
  private static final long LONGEST_REST = TimeUnit.HOURS.toNanos(1);
  private static final Spent NOTHING = new Spent(0, 0, 0, 0, 0);

  private final Deque<Spent> window = new ArrayDeque<>();
  private Budget budget;
  private Level level = Level.FULL;
  private Spent sum = NOTHING;

  /** What the agent cost when it still did everything. */
  private Spent cause = NOTHING;

  private long settled;
  private long changedAt;
  private long calm;
  private int far;
  private int patience = 1;
  private boolean returned;

  /**
   * A change of the level.
   *
   * @param less whether the agent does less from now on
   * @param most what it used most of, and how much of that it may
   * @param observed what it cost before
   * @param threshold what it may cost
   */
  public record Change(
      Level from, Level to, boolean less, String most, String observed, String threshold) {}

  /** An agent that does everything, and has just begun to. */
  public Overhead(Budget budget) {
    this.budget = budget;
  }

  /** How long a stretch is, about. */
  public long stretchNanos() {
    return budget.windowNanos() / STRETCHES;
  }

  /** The present level. */
  public Level level() {
    return level;
  }

  /** What is allowed. */
  public Budget budget() {
    return budget;
  }

  /** What was used over the present window, as far as it reaches. */
  public Spent recent() {
    return sum;
  }

  /**
   * Takes over a changed budget; what was measured by another one is forgotten.
   *
   * @return a change, when what the agent cost at first is allowed now; else null
   */
  public Change allow(Budget changed) {
    if (changed.equals(budget)) {
      return null;
    }
    budget = changed;
    forget();
    calm = 0;
    if (!level.isLess() || changed.used(cause) > 1) {
      return null;
    }
    Level from = level;
    reset();
    return change(from, false, cause);
  }

  private Change change(Level from, boolean less, Spent seen) {
    return new Change(
        from, level, less, budget.most(seen), budget.observed(seen), budget.threshold());
  }

  /** Somebody wants everything again: begins anew, with the start's patience. */
  public void reset() {
    level = Level.FULL;
    settled = 0;
    calm = 0;
    patience = 1;
    returned = false;
    forget();
  }

  private void forget() {
    window.clear();
    sum = NOTHING;
    far = 0;
  }

  /**
   * Takes over what a stretch of time has cost.
   *
   * @param now on the clock of {@code System.nanoTime}
   * @return a change, or null: mostly
   */
  public Change spent(Spent spent, long now) {
    if (settled < budget.windowNanos()) {
      settled += spent.nanos();
      return null; // classes are loaded and code is compiled
    }
    add(spent);
    if (!budget.limits()) {
      return null;
    }
    double used = budget.used(spent);
    far = used > FAR ? far + 1 : 0;
    boolean whole = sum.nanos() >= budget.windowNanos();
    boolean over = far >= 2 || (whole && budget.used(sum) > 1);
    if (over && level != Level.OFF) {
      return turn(level.less(), now);
    }
    if (over || used > 1) {
      calm = 0;
    } else if (used <= CALM) {
      calm += spent.nanos();
    }
    if (calm < rest()) {
      return null;
    }
    if (level.isLess()) {
      return turn(level.more(), now);
    }
    patience = 1;
    returned = false;
    return null;
  }

  private void add(Spent spent) {
    window.addLast(spent);
    sum = sum.and(spent);
    while (sum.nanos() - window.peekFirst().nanos() >= budget.windowNanos()) {
      Spent old = window.removeFirst();
      sum =
          new Spent(
              sum.nanos() - old.nanos(),
              sum.threadNanos() - old.threadNanos(),
              sum.allocatedBytes() - old.allocatedBytes(),
              sum.noted() - old.noted(),
              sum.keptBytes());
    }
  }

  private long rest() {
    long rest = CALM_WINDOWS * budget.windowNanos();
    return Math.max(rest, Math.min(LONGEST_REST, patience * rest));
  }

  private Change turn(Level to, long now) {
    boolean less = to.compareTo(level) > 0;
    if (less && returned && now - changedAt < rest()) {
      patience = (int) Math.min(1 << 10, 2L * patience); // what came back was too much again
    }
    returned = !less;
    changedAt = now;
    calm = 0;
    Spent seen = sum;
    Level from = level;
    if (less && from == Level.FULL) {
      cause = seen;
    }
    level = to;
    forget();
    return change(from, less, seen);
  }
}
