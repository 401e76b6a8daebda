package io.duality.engine.run;

import io.duality.boot.EndedWaits;
import io.duality.boot.Hooks;
import io.duality.boot.TaskNotes;
import io.duality.boot.Tasks;
import io.duality.boot.Thrown;
import io.duality.engine.budget.Budget;
import io.duality.engine.budget.Level;
import io.duality.engine.budget.Overhead;
import io.duality.engine.budget.OwnThreads;
import io.duality.engine.budget.Spent;
import io.duality.engine.capture.AgentCost;
import io.duality.engine.heap.LeakWatch;
import io.duality.engine.log.AgentLog;
import io.duality.engine.vitals.VitalSigns;
import io.duality.model.Unknown;
import io.duality.model.config.Config;
import io.duality.model.config.Keys;
import io.duality.model.config.OverheadKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Measures what the agent costs and makes it do less while that is too much: the guard that no
 * trigger can overrule. Captures, investigations and commands are not held against it. For the
 * watch; others may ask for {@link #standing} and {@link #unknown}.
 */
final class Economy {
  private static final Logger LOG = AgentLog.of(Economy.class);

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** A round comes a little too early now and then. */
  private static final int PUNCTUAL = 10;

  /** What was left out of the last minutes is missing in a bundle of now. */
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  private final Parts parts;
  private final VitalSigns vitals;
  private final LeakWatch leaks;
  private final LongSupplier kept;
  private final Overhead overhead;
  private OwnThreads threads;
  private boolean opened;
  private long stretchAt;
  private long noted;
  private boolean asked;
  private long askedNanos;
  private long watchedAt;
  private boolean watched;
  private boolean hurried;
  private volatile AgentCost standing;
  private String text = "not measured yet";

  /**
   * @param kept about how many bytes the agent's tables keep
   */
  Economy(Parts parts, VitalSigns vitals, LeakWatch leaks, LongSupplier kept) {
    this.parts = parts;
    this.vitals = vitals;
    this.leaks = leaks;
    this.kept = kept;
    this.overhead = new Overhead(budget(parts.config()));
  }

  private static Budget budget(Config config) {
    return new Budget(
        config.get(OverheadKeys.CPU),
        Runtime.getRuntime().availableProcessors(),
        config.get(OverheadKeys.MEMORY),
        config.get(OverheadKeys.WINDOW).toNanos());
  }

  /** How much the agent does. */
  Level level() {
    return overhead.level();
  }

  /**
   * Once a round in which the agent is armed.
   *
   * @param at null while nothing can be captured
   * @return whether the detectors have to become others
   */
  boolean round(long now, Station at) {
    boolean off = level() == Level.OFF;
    if (off && !parts.killSwitch().isSparing()) {
      overhead.reset(); // a person has armed it again: everything, and a new beginning
      apply();
      standing = null;
      return true;
    }
    asked |= leaks.investigates() || (at != null && at.captures().isRunning());
    if (!opened || now - stretchAt >= overhead.stretchNanos()) {
      measure(now, at);
    }
    return off != (level() == Level.OFF);
  }

  private void measure(long now, Station at) {
    if (!opened) {
      threads = OwnThreads.open();
    }
    if (threads == null) {
      text = "not measured, this JVM does not count its threads' time";
      opened = true;
      stretchAt = now;
      return;
    }
    OwnThreads.Used used = threads.read();
    long nanos = now - stretchAt;
    long count = EndedWaits.next() + TaskNotes.next() + Thrown.seen();
    long fresh = count - noted;
    boolean whole = opened && used != null && nanos <= 3 * overhead.stretchNanos() + SECOND;
    boolean exempt = asked;
    opened = true;
    stretchAt = now;
    noted = count;
    asked = false;
    if (!whole) {
      return; // it slept, or the agent was disarmed meanwhile
    }
    askedNanos += used.askedNanos() + (exempt ? used.watchNanos() : 0);
    if (exempt) {
      return;
    }
    // There for us alone, the recorder's threads are as good as ours; else nobody can tell.
    boolean recordsForUs = at != null && at.flight().alone();
    long threadNanos = used.watchNanos() + (recordsForUs ? used.recorderNanos() : 0);
    Spent spent = new Spent(nanos, threadNanos, used.allocatedBytes(), fresh, kept.getAsLong());
    Overhead.Change change = overhead.spent(spent, now);
    if (change != null) {
      turn(change, at);
    }
    say();
  }

  /** Follows a configuration that was read again. */
  void configured(Config config, Station at) {
    Overhead.Change change = overhead.allow(budget(config));
    if (change != null) {
      turn(change, at);
    } else {
      apply();
    }
  }

  /**
   * Whether this round is to watch, or others do so often enough.
   *
   * @param now {@code System.nanoTime}
   */
  boolean due(long now) {
    long apart = level().apartNanos();
    if (watched && !hurried && now - watchedAt < apart - apart / PUNCTUAL) {
      return false;
    }
    watched = true;
    watchedAt = now;
    return true;
  }

  /** The next round may be the last one: it watches, whatever that costs. */
  void hurry() {
    hurried = true;
  }

  private void turn(Overhead.Change change, Station at) {
    Instant now = Instant.now();
    AgentCost before = standing;
    boolean goesOn = before != null && before.until() == null;
    standing =
        new AgentCost(
            change.to().label(),
            goesOn ? before.since() : now,
            change.to().isLess() ? null : now,
            change.observed(),
            change.threshold(),
            change.to().does());
    apply();
    String said = sentence(change) + " (" + change.most() + ")";
    if (change.less()) {
      LOG.warn("{}: {}; allowed are {}", said, change.observed(), change.threshold());
    } else {
      LOG.info("{}: {}; allowed are {}", said, change.observed(), change.threshold());
    }
    follow(change, now);
    if (at != null) {
      at.spared(change, said, now);
    }
  }

  /** The hooks follow the level; whoever disarmed them as well keeps them so. */
  private void follow(Overhead.Change change, Instant now) {
    if (change.to() == Level.OFF) {
      parts.killSwitch().spare(change.most(), now);
    } else if (change.from() == Level.OFF) {
      parts.killSwitch().relieve();
    }
  }

  private void apply() {
    Level level = level();
    Config config = parts.config();
    Hooks.recordNanos = level.recordNanos(config.get(Keys.WAITS_RECORD).toNanos());
    Tasks.stamped = level.stamps();
    vitals.spare(level.isLess(), level == Level.OFF);
    if (level.isLess()) {
      leaks.stop();
    }
  }

  private static String sentence(Overhead.Change change) {
    return change.to() == Level.FULL
        ? "the agent costs little again and does everything"
        : "the agent costs "
            + (change.less() ? "too much" : "less")
            + " and is "
            + change.to().label()
            + ": "
            + change.to().does();
  }

  private void say() {
    Spent recent = overhead.recent();
    Budget budget = overhead.budget();
    text =
        (recent.nanos() == 0 ? "not measured yet at this level" : budget.observed(recent))
            + "; allowed are "
            + budget.threshold();
  }

  /** That it does less, or did within the last minutes; else null. */
  AgentCost standing() {
    AgentCost cost = standing;
    return cost == null || cost.until() == null || Instant.now().isBefore(forgotten(cost))
        ? cost
        : null;
  }

  private static Instant forgotten(AgentCost cost) {
    return cost.until().plus(REMEMBERED);
  }

  /** What a bundle of now misses because of that, or null. */
  Unknown unknown() {
    AgentCost cost = standing();
    if (cost == null) {
      return null;
    }
    return cost.unknown(false);
  }

  private static Instant second(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  /** One line for the status. */
  String text() {
    AgentCost cost = standing();
    String level = cost == null ? Level.FULL.label() : cost.level();
    boolean less = cost != null && cost.until() == null;
    return level
        + (less ? " since " + second(cost.since()) + " for " + cost.observed() : "")
        + (less ? "; " + cost.does() : "")
        + "; now "
        + text
        + "; asked for: "
        + Math.round(askedNanos / 1e6)
        + " ms so far";
  }
}
