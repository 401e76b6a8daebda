package io.duality.engine.trigger;

import io.duality.model.Alarm;
import io.duality.model.Operand;
import io.duality.model.ledger.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is remembered of one trigger and one signature. */
final class Condition {
  /** Why a confirmed condition does not fire. */
  enum Obstacle {
    NONE,
    COOLDOWN,
    HELD,
    SAME_INCIDENT,
    LIMIT,
    REFUSED
  }

  private static final int GROWTH = 4;
  private static final int MOST_SPANS = 100;
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final Set<String> capturedSpans = new HashSet<>();

  private Alarm alarm;
  private List<Operand> operands = List.of();
  private int looks;
  private boolean counted;
  private long lastRound;
  private Instant fired;
  private String inherited;
  private String capturing;
  private String covered;
  private int capturedWidth;
  private boolean armed = true;
  private boolean extraUsed;

  private LedgerEntry.State told;
  private Obstacle toldObstacle = Obstacle.NONE;
  private Instant toldTrue;
  private String text = "";

  /**
   * Sees the condition true in a round; false when this round has seen it already.
   *
   * @param fresh whether the round shows anything of it that the one before did not
   */
  boolean see(Alarm seen, long round, boolean fresh) {
    if (lastRound == round) {
      return false;
    }
    // Two looks confirm a condition only when something in it lasted from one to the other.
    boolean lasts = looks > 0 && lastRound == round - 1 && (!armed || seen.continues(alarm));
    counted = fresh || !lasts;
    looks = lasts ? looks + (fresh ? 1 : 0) : 1;
    lastRound = round;
    alarm = seen;
    return true;
  }

  /** Whether the last time that it was seen counts as a look. */
  boolean counted() {
    return counted;
  }

  /** Sees it in a round that cannot show it: it is as it was. */
  void last(long round) {
    lastRound = lastRound == round - 1 ? round : lastRound;
  }

  /** Of a trigger over others: what was true together. */
  void operands(List<Operand> together) {
    operands = together;
  }

  List<Operand> operands() {
    return operands;
  }

  /** The bundle that has its present episode; null when none has. */
  String bundle() {
    return armed || looks == 0 ? null : capturing;
  }

  /**
   * Whether a bundle of this condition's present episode is the other's bundle too: they have one
   * root, or most of the other's threads are among these.
   */
  boolean covers(Alarm other) {
    if (bundle() == null) {
      return false;
    }
    if (alarm.rootKey().equals(other.rootKey())
        || operands.stream().anyMatch(each -> each.alarm().rootKey().equals(other.rootKey()))) {
      return true;
    }
    long shared = other.threadIds().stream().filter(alarm.threadIds()::contains).count();
    return shared > 0 && 2 * shared >= other.threadIds().size();
  }

  /**
   * The other condition's bundle has this one too: it is as if it had fired with it.
   *
   * @param whose the other trigger, or several
   */
  void coveredBy(Condition other, String whose) {
    covered = "the incident of " + whose + ": bundle " + other.capturing + " has it";
    armed = false;
    fired = other.fired;
    capturing = other.capturing;
    inherited = null;
    extraUsed = true; // if it gets worse, the other one tells
    capturedWidth = alarm.width();
    capturedSpans.addAll(alarm.spanNames());
  }

  /** Whose incident the present episode is a part of, in words; null when it is its own. */
  String covered() {
    return covered;
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
    covered = null;
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

  /** What of its own keeps it from firing. */
  Obstacle obstacle(Instant now, Duration cooldown) {
    if (covered != null) {
      return Obstacle.SAME_INCIDENT;
    }
    boolean cooling = cooling(now, cooldown);
    if ((cooling || held()) && worse() == null) {
      return cooling ? Obstacle.COOLDOWN : Obstacle.HELD;
    }
    return Obstacle.NONE;
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

  void fire(Instant now, boolean extra, String bundleId) {
    armed = false;
    capturing = bundleId;
    extraUsed = extra;
    inherited = null;
    fired = extra ? fired : now; // the one more does not prolong the cool-down
    capturedWidth = alarm.width();
    if (!extra) {
      capturedSpans.clear();
    }
    capturedSpans.addAll(alarm.spanNames());
  }

  /** The bundle that it fired into does not tell of it. */
  void missed() {
    capturing = null;
  }

  /** The capture was refused: it may try again after the cool-down, still true or not. */
  void refused(Instant now) {
    fired = now;
    inherited = null;
    capturing = null;
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
