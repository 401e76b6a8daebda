package io.duality.engine.detect;

import io.duality.model.Alarm;
import io.duality.model.GcSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import io.duality.model.config.VitalKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Finds a collector that stops the application for too long, or too often, or in vain; that is
 * asked for again and again; that is too slow for those who allocate; and objects that pile up
 * behind their finalizers and cleaners.
 */
final class GcDetector implements Detector {
  /** A pause is over when it is seen: for so long it is worth an alarm. */
  private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long DEFICIT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int DEFICIT_COLLECTIONS = 5;
  private static final double DEFICIT_LIVE = 0.8;

  /** What explains collections, such as a caller, is known a second later. */
  private static final int DEFICIT_READINGS = 3;

  private static final int STORM = 10;
  private static final int STALLS = 3;
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int COPY_FAILURES = 5;
  private static final long BACKLOG = 1_000;
  private static final long BACKLOG_STANDING = 10_000;
  private static final long BACKLOG_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long SOFT_CLEARED = 1_000;
  private static final int SOFT_READINGS = 5;

  private final TriggerSettings rule;
  private final long pause;
  private final double share;
  private final long span;
  private final GcWindow window;
  private final List<Alarm> alarms = new ArrayList<>();
  private GcSeen longest;
  private long longestAt;
  private long live = Vitals.UNKNOWN;
  private long old = Vitals.UNKNOWN;
  private int inVain;
  private long limit = Vitals.UNKNOWN;
  private List<Long> allocators = List.of();

  GcDetector(TriggerSettings rule) {
    this.rule = rule;
    this.pause = rule.get(VitalKeys.PAUSE).toNanos();
    this.share = rule.get(TriggerKeys.SHARE);
    this.span = rule.get(TriggerKeys.WINDOW).toNanos();
    this.window = new GcWindow(Math.max(span, BACKLOG_NANOS + DEFICIT_NANOS));
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public boolean absorb(Round round) {
    Vitals vitals = round.vitals();
    if (vitals != null) {
      window.add(vitals);
      MemorySeen.Area heap = vitals.memory().area(MemorySeen.HEAP);
      limit = heap == null ? Vitals.UNKNOWN : heap.limit();
      if (vitals.memory().liveBy().equals("old")) {
        old = vitals.memory().liveBytes();
      }
      live = vitals.memory().liveBytes();
      allocators = Allocators.of(vitals);
      alarms.clear();
      judge(vitals);
    }
    return !alarms.isEmpty();
  }

  private void judge(Vitals vitals) {
    GcSeen gc = vitals.gc();
    if (gc.longestNanos() > pause) {
      longest = gc;
      longestAt = vitals.nanos();
    }
    if (longest != null && vitals.nanos() - longestAt < held(vitals)) {
      add(
          "pause",
          "gc.pause > " + Units.print(rule.get(VitalKeys.PAUSE)),
          Units.spoken(longest.longestNanos(), ""),
          named(longest)
              + " stopped the application for "
              + Units.spoken(longest.longestNanos(), " ")
              + because(longest));
    }
    if (window.still(Math.max(span, DEFICIT_NANOS))) {
      inVain = 0;
    } else {
      collections(gc);
    }
    backlog("finalizer", GcSeen::finalizers, gc.finalizerClass());
    backlog("cleaner", GcSeen::cleaners, null);
  }

  private void collections(GcSeen gc) {
    boolean deficit = deficit(gc);
    long paused = window.sum(span, GcSeen::pauseNanos);
    boolean soft = soft(paused);
    if (paused > share * span) {
      share(gc, paused);
    }
    if (soft && !deficit) {
      soft(gc, paused);
    }
    storm(paused);
    stalls();
  }

  /** Two readings have to see it, however far apart they are. */
  private static long held(Vitals vitals) {
    return Math.max(HELD_NANOS, 2 * vitals.sinceNanos());
  }

  private String condition() {
    return "gc.share > "
        + Math.round(share * 100)
        + "% in "
        + Units.print(rule.get(TriggerKeys.WINDOW));
  }

  private void share(GcSeen gc, long paused) {
    long percent = Math.round(100.0 * paused / Math.max(1, Math.min(span, window.covered())));
    GcSeen worst = window.longest();
    add(
        "share",
        condition(),
        percent + "%",
        named(gc)
            + " stopped the application for "
            + Units.spoken(paused, " ")
            + " of the last "
            + Units.spoken(Math.min(span, window.covered()), " ")
            + ", "
            + percent
            + " %, in "
            + Sentences.count(window.sum(span, GcSeen::collections), "collection")
            + (worst == null
                ? ""
                : ", the longest " + Units.spoken(worst.longestNanos(), " ") + because(worst)));
  }

  /** Collections one after the other that leave nearly as much as they found. */
  private boolean deficit(GcSeen gc) {
    long full =
        window.sum(DEFICIT_NANOS, GcSeen::full) - window.sum(DEFICIT_NANOS, GcSeen::explicit);
    long stalled = window.sum(DEFICIT_NANOS, GcSeen::stalledNanos);
    long all = full > 0 ? full : window.sum(DEFICIT_NANOS, GcSeen::collections);
    long freed = window.sum(DEFICIT_NANOS, GcSeen::freedBytes);
    long allocated = window.sum(DEFICIT_NANOS, GcSeen::allocatedBytes);
    boolean vain = all >= DEFICIT_COLLECTIONS && limit > 0 && old >= DEFICIT_LIVE * limit;
    // Of collectors that work beside the application, many collections alone are nothing bad.
    vain &= full > 0 || (stalled > 0 && freed < allocated);
    inVain = vain ? inVain + 1 : 0;
    if (inVain < DEFICIT_READINGS) {
      return false;
    }
    add(
        "deficit",
        "gc.collections > "
            + DEFICIT_COLLECTIONS
            + " in 10s, live > "
            + Math.round(DEFICIT_LIVE * 100)
            + "%",
        Math.round(100.0 * old / limit) + "%",
        named(gc)
            + " collects again and again in vain: "
            + Sentences.count(all, full > 0 ? "full collection" : "collection")
            + " in 10 s, after which "
            + Units.spoken(old)
            + " of "
            + Units.spoken(limit)
            + " stay in use; "
            + Units.spoken(allocated)
            + " were asked for and "
            + Units.spoken(freed)
            + " given back");
    return true;
  }

  /**
   * A cache of soft references is emptied as fast as it is filled. Collections that were asked for
   * clear what is old, whether room is needed or not.
   */
  private boolean soft(long paused) {
    return window.sum(span, GcSeen::explicit) < STORM
        && window.sum(span, GcSeen::softCleared) >= SOFT_CLEARED
        && window.readingsWith(span, GcSeen::softCleared) >= SOFT_READINGS
        && (paused > share / 2 * Math.min(span, window.covered())
            || window.sum(span, GcSeen::full) >= SOFT_READINGS);
  }

  private void soft(GcSeen gc, long paused) {
    long cleared = window.sum(span, GcSeen::softCleared);
    add(
        "soft",
        "gc.soft-references cleared > " + SOFT_CLEARED,
        Long.toString(cleared),
        named(gc)
            + " cleared "
            + Sentences.count(cleared, "soft reference")
            + " in the last "
            + Units.spoken(Math.min(span, window.covered()), " ")
            + " to make room, with "
            + Sentences.count(window.sum(span, GcSeen::full), "full collection")
            + " and "
            + Units.spoken(paused, " ")
            + " of pauses: what a cache holds softly fills the heap again and again");
  }

  private void storm(long paused) {
    long asked = window.sum(span, GcSeen::explicit);
    if (asked >= STORM) {
      String by = window.explicitAt();
      add(
          "explicit" + (by == null ? "" : " " + by),
          "gc.explicit >= " + STORM + " in " + Units.print(rule.get(TriggerKeys.WINDOW)),
          Long.toString(asked),
          "System.gc() was called "
              + asked
              + " times in the last "
              + Units.spoken(Math.min(span, window.covered()), " ")
              + (by == null ? "" : ", the last time at " + by)
              + "; collections stopped the application for "
              + Units.spoken(paused, " "));
    }
  }

  private void stalls() {
    long stalls = window.sum(span, GcSeen::allocationStalls);
    long stalled = window.sum(span, GcSeen::stalledNanos);
    if (stalls >= STALLS && stalled > STALLED_NANOS) {
      add(
          "stalls",
          "gc.stalled > 1s in " + Units.print(rule.get(TriggerKeys.WINDOW)),
          Units.spoken(stalled, ""),
          Sentences.count(stalls, "time")
              + " a thread stood still because no memory was ready, for "
              + Units.spoken(stalled, " ")
              + " in all: the application allocates faster than the collector frees");
    }
    long failed = window.sum(span, GcSeen::copyFailures);
    if (failed >= COPY_FAILURES && live >= DEFICIT_LIVE * limit) { // not of pinned objects alone
      add(
          "copy",
          "gc.copy-failures >= " + COPY_FAILURES,
          Long.toString(failed),
          Sentences.count(failed, "collection")
              + " found no room to copy to what is alive: the heap is too full");
    }
  }

  private void backlog(
      String kind, java.util.function.ToLongFunction<GcSeen> figure, String mostOf) {
    long last = window.last(figure);
    if (last >= 0 && last < BACKLOG) {
      return; // the least of the last seconds is not more
    }
    long now = window.least(0, DEFICIT_NANOS, figure);
    long before = window.least(BACKLOG_NANOS - DEFICIT_NANOS, BACKLOG_NANOS, figure);
    boolean rises = before >= 0 && now >= BACKLOG && now > before + before / 5;
    if (rises || (before >= BACKLOG_STANDING && now >= BACKLOG_STANDING)) {
      add(
          kind,
          "gc." + kind + "s > " + BACKLOG,
          Long.toString(now),
          Sentences.count(now, "object")
              + " wait for their "
              + kind
              + (now > before ? ", " + (now - before) + " more than 20 s before" : "")
              + (mostOf == null ? "" : "; most objects with one are of " + mostOf));
    }
  }

  private static String named(GcSeen gc) {
    return gc.collector().isEmpty() ? "the collector" : gc.collector();
  }

  private static String because(GcSeen gc) {
    return gc.cause() == null ? "" : " (" + gc.cause() + ")";
  }

  private void add(String kind, String condition, String observed, String sentence) {
    boolean full = limit > 0 && live >= DEFICIT_LIVE * limit;
    boolean heap = full && !kind.startsWith("explicit"); // one incident with the heap's level
    alarms.add(
        new Alarm(
            "gc",
            Signatures.of("gc", List.of(kind)),
            condition,
            observed,
            sentence,
            heap ? "memory:" + MemorySeen.HEAP : "gc:" + kind,
            heap || kind.equals("share") ? allocators : List.of(),
            0,
            List.of()));
  }

  @Override
  public List<Alarm> look(View view) {
    return List.copyOf(alarms);
  }
}
