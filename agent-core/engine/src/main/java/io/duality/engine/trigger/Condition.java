package io.duality.engine.trigger;

import io.duality.model.Alarm;
import io.duality.model.ledger.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** What is remembered of one trigger and one signature. */
final class Condition {
  /** Why a confirmed condition does not fire. */
  enum Obstacle {
    NONE,
    COOLDOWN,
    HELD,
    LIMIT,
    REFUSED
  }

  private static final int GROWTH = 4;
  private static final int MOST_SPANS = 100;
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final Set<String> capturedSpans = new HashSet<>();

  private Alarm alarm;
  private int looks;
  private long lastRound;
  private Instant fired;
  private String inherited;
  private int capturedWidth;
  private boolean armed = true;
  private boolean extraUsed;

  private LedgerEntry.State told;
  private Obstacle toldObstacle = Obstacle.NONE;
  private Instant toldTrue;
  private String text = "";

  /** Sees the condition true in a round; false when this round has seen it already. */
  boolean see(Alarm seen, long round) {
    if (lastRound == round) {
      return false;
    }
    looks = lastRound == round - 1 ? looks + 1 : 1;
    lastRound = round;
    alarm = seen;
    return true;
  }

  /** A person asks: that is confirmed at once, and each request is an episode of its own. */
  void ask(Alarm asked) {
    clear();
    looks = 1;
    alarm = asked;
  }

  boolean trueIn(long round) {
    return lastRound == round;
  }

  boolean active() {
    return looks > 0;
  }

  /** The condition is false now; whether that arms it again. */
  boolean clear() {
    looks = 0;
    told = null;
    toldObstacle = Obstacle.NONE;
    boolean again = !armed;
    armed = true;
    return again;
  }

  Alarm alarm() {
    return alarm;
  }

  int looks() {
    return looks;
  }

  Instant fired() {
    return fired;
  }

  String text() {
    return text;
  }

  void text(String decided) {
    text = decided;
  }

  /**
   * Remembers a capture of an earlier process.
   *
   * @param bundleId what it captured
   */
  void restore(Alarm past, Instant at, String bundleId) {
    alarm = past;
    fired = at;
    inherited = bundleId;
    capturedWidth = Integer.MAX_VALUE / GROWTH; // unknown, so that nothing counts as growth
    extraUsed = true;
  }

  /** The bundle of an earlier process whose cool-down goes on; null when it is this one's own. */
  String inherited() {
    return inherited;
  }

  boolean cooling(Instant now, Duration cooldown) {
    if (fired != null && fired.isAfter(now)) {
      fired = now; // the clock was set back
    }
    return fired != null && now.isBefore(fired.plus(cooldown));
  }

  boolean held() {
    return !armed;
  }

  /** What has become worse since the last capture and is worth one more, or null. */
  String worse() {
    if (fired == null || extraUsed) {
      return null;
    }
    if (alarm.width() >= (long) GROWTH * Math.max(1, capturedWidth)) {
      return "threads behind it grew from " + capturedWidth + " to " + alarm.width();
    }
    for (String span : alarm.spanNames()) {
      if (!capturedSpans.contains(span) && capturedSpans.size() < MOST_SPANS) {
        return "now hits " + span;
      }
    }
    return null;
  }

  void fire(Instant now, boolean extra) {
    armed = false;
    extraUsed = extra;
    inherited = null;
    fired = extra ? fired : now; // the one more does not prolong the cool-down
    capturedWidth = alarm.width();
    if (!extra) {
      capturedSpans.clear();
    }
    capturedSpans.addAll(alarm.spanNames());
  }

  /** The capture was refused: it may try again after the cool-down, still true or not. */
  void refused(Instant now) {
    fired = now;
    inherited = null;
    armed = true;
    told = LedgerEntry.State.SUPPRESSED;
    toldObstacle = Obstacle.REFUSED;
  }

  /** Whether a state is news; a condition that flickers is news once a minute. */
  boolean news(LedgerEntry.State state, Obstacle obstacle, Instant now) {
    if (told == state && toldObstacle == obstacle) {
      return false;
    }
    if (told == LedgerEntry.State.SUPPRESSED && state == LedgerEntry.State.CONFIRMED) {
      return false;
    }
    told = state;
    toldObstacle = obstacle;
    if (state == LedgerEntry.State.TRUE) {
      boolean flickers = toldTrue != null && now.isBefore(toldTrue.plus(QUIET));
      toldTrue = flickers ? toldTrue : now;
      return !flickers;
    }
    return true;
  }
}
