package io.duality.engine.run;

import io.duality.boot.TraceHooks;
import io.duality.engine.context.Contexts;
import io.duality.engine.weave.Weaver;
import io.duality.model.config.Config;
import io.duality.model.config.ConfigProblem;
import io.duality.model.config.Keys;
import java.lang.instrument.Instrumentation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Whether the agent is armed, and who disarmed it. A person and the configuration disarm
 * independently of each other, and each lifts only what it did itself: the hooks work while neither
 * has disarmed, nor the agent itself for its own cost, which a person lifts as well.
 */
final class KillSwitch {
  private final Instrumentation instrumentation;
  private final Weaver weaver;
  private final Contexts contexts;
  private final boolean spans;
  private Off byPerson;
  private Off byConfiguration;
  private Off byCost;

  /** Whether the classes are to have their own bytes, and whether they have. */
  private boolean unweaving;

  private boolean unwoven;
  private boolean weaving;
  private volatile Off off;

  /** Who disarmed it, since when, and why. */
  private record Off(Instant since, String by, String why) {
    private static final String GUARD = "the guard of its own cost";

    static Off sparing(Instant since, String why) {
      return new Off(since, GUARD, why);
    }

    boolean sparing() {
      return by.equals(GUARD);
    }

    String text() {
      return since.truncatedTo(ChronoUnit.SECONDS) + " by " + by + (why == null ? "" : ": " + why);
    }
  }

  /**
   * What came of turning it.
   *
   * @param turned whether the agent is armed now and was not, or the other way round
   * @param armed whether it is armed now
   * @param refused whether what was asked for was not done
   * @param text one line for whoever asked
   */
  record Turn(boolean turned, boolean armed, boolean refused, String text) {}

  /**
   * A switch of an agent that is armed.
   *
   * @param spans whether spans are heard while it is
   */
  KillSwitch(Weaver weaver, Contexts contexts, boolean spans, Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
    this.weaver = weaver;
    this.contexts = contexts;
    this.spans = spans;
  }

  /** Whether nothing is watched and nothing recorded; read by every round of the watch. */
  boolean isOff() {
    Off now = off;
    return now != null && !now.sparing();
  }

  /**
   * Whether the agent itself has disarmed its hooks, for their cost; next to nothing is watched.
   */
  boolean isSparing() {
    Off now = off;
    return now != null && now.sparing();
  }

  /** {@code disarmed since 2026-11-21T07:24:30Z by alice: too slow}; null while armed. */
  synchronized String text() {
    Off now = off;
    return now == null ? null : "disarmed since " + now.text();
  }

  /**
   * Disarms for a person.
   *
   * @param unweave whether {@link #weave} is to give the classes their own bytes back
   */
  synchronized Turn disarm(String by, String why, boolean unweave, Instant now) {
    unweaving |= unweave;
    if (byPerson != null) {
      return new Turn(false, false, false, "already disarmed since " + byPerson.text());
    }
    byPerson = new Off(now, by, why);
    byCost = null; // whoever arms it again begins anew
    boolean turned = settle();
    return new Turn(turned, false, false, text());
  }

  /** Disarms because the agent costs too much. */
  synchronized void spare(String why, Instant now) {
    byCost = Off.sparing(now, why);
    settle();
  }

  /** It may do more again. */
  synchronized void relieve() {
    byCost = null;
    settle();
  }

  /** Arms again what a person disarmed, or the agent for its own cost: a person decides. */
  synchronized Turn rearm(String by) {
    if (byPerson == null && byConfiguration == null && byCost == null) {
      return new Turn(false, true, false, "already armed");
    }
    if (byPerson == null && byConfiguration == null) {
      String spared = byCost.text();
      byCost = null;
      boolean turned = settle();
      return new Turn(
          turned, true, false, "armed again by " + by + "; was disarmed since " + spared);
    }
    if (byConfiguration != null) {
      byPerson = null;
      settle();
      return new Turn(
          false,
          false,
          true,
          "disarmed since "
              + byConfiguration.text()
              + "; change that in the configuration file, which is read again within "
              + "duality.config.interval");
    }
    String was = byPerson.text();
    byPerson = null;
    boolean turned = settle();
    return new Turn(turned, true, false, "armed again by " + by + "; was disarmed since " + was);
  }

  /** Follows a configuration that was read again; null when it changes nothing. */
  synchronized Turn configured(Config config, Instant now) {
    if (config.disarmed() == (byConfiguration != null)) {
      return null;
    }
    if (config.disarmed()) {
      List<ConfigProblem> strict = config.disarmedBy();
      byConfiguration =
          strict.isEmpty()
              ? new Off(now, "the configuration", config.value(Keys.ENABLED).line())
              : new Off(now, "duality.strict = true", strict.get(0).line());
      byCost = null;
      boolean turned = settle();
      return new Turn(turned, false, false, "disarmed since " + byConfiguration.text());
    }
    String was = byConfiguration.text();
    byConfiguration = null;
    boolean turned = settle();
    return turned
        ? new Turn(true, true, false, "armed again; was disarmed since " + was)
        : new Turn(false, false, false, "stays " + text());
  }

  /** Makes the hooks what the reasons say; whether that changed anything. */
  private boolean settle() {
    Off before = off;
    off = byPerson != null ? byPerson : byConfiguration != null ? byConfiguration : byCost;
    if (before != null && off != null) {
      return before.sparing() != off.sparing(); // the hooks stay as they are, the watch does not
    }
    if (before == null && off == null) {
      return false;
    }
    if (off != null) {
      weaver.disarm();
      // Where a library keeps its contexts is still heard: it says so once in its life.
      TraceHooks.hearSpans(null);
      contexts.activities().forget();
    } else {
      unweaving = false;
      if (spans) {
        TraceHooks.hearSpans(contexts.activities());
      }
      weaver.rearm();
      if (!unwoven) {
        weaver.prove();
      }
    }
    return true;
  }

  /** Whether classes have to be woven, or given back, to be what the switch says. */
  synchronized boolean isWeavingWanted() {
    return unwoven != unweaving;
  }

  /**
   * Brings the classes in line with the switch, whichever way it is turned meanwhile. Runs other
   * agents' transformers, so not on the watch. Of several callers one does it.
   *
   * @return one line on what was done last
   */
  String weave() {
    synchronized (this) {
      if (weaving) {
        return "classes are being woven at this moment";
      }
      weaving = true;
    }
    String done = "nothing was to be woven";
    while (true) {
      boolean back;
      synchronized (this) {
        back = unweaving;
        if (unwoven == back) {
          weaving = false;
          break;
        }
        unwoven = back; // also when it fails: it is not tried again by itself
      }
      try {
        done = weave(back);
      } catch (RuntimeException | Error e) {
        done = "weaving failed: " + e;
      }
    }
    weaver.prove();
    return done;
  }

  private String weave(boolean back) {
    if (!back) {
      weaver.reweave();
      contexts.adopt(LoadedClasses.of(instrumentation)); // what was loaded meanwhile
      return "all classes are woven again";
    }
    int left = weaver.unweave();
    return left == 0
        ? "all classes have their own bytes again"
        : left + " classes could not be given their own bytes back; their hooks do nothing";
  }
}
