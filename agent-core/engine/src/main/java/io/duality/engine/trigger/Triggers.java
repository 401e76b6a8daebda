package io.duality.engine.trigger;

import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.config.Rate;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.TriggerType;
import io.duality.model.ledger.LedgerEntry;
import io.duality.model.ledger.LedgerEntry.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Decides which alarms become bundles. Time is an argument; it may be called by several threads.
 *
 * <p>An alarm fires when it was there in enough looks in a row, its signature is not cooling down,
 * it was gone once since it last fired, and its trigger's limit is not reached. While a capture
 * runs, whatever fires joins it; and what has the root of an incident that lasts and has its bundle
 * makes no second one, whichever trigger sees it. Inside a cool-down one more bundle is allowed
 * when things got worse: four times the threads behind the root, or a new entry span.
 */
public final class Triggers {
  private final BundleIds ids;
  private final Map<String, TriggerSettings> settings = new LinkedHashMap<>();
  private final Map<String, FiredWindow> windows = new HashMap<>();
  private final Conditions conditions = new Conditions();
  private long round;
  private int active;
  private CaptureRequest running;

  /** Triggers of a configuration. */
  public Triggers(List<TriggerSettings> settings, BundleIds ids) {
    this.ids = Objects.requireNonNull(ids, "ids");
    configure(settings);
  }

  /** Takes changed settings; what is remembered of triggers that stay is kept. */
  public synchronized void configure(List<TriggerSettings> changed) {
    settings.clear();
    for (TriggerSettings trigger : changed) {
      if (trigger.enabled()) {
        settings.put(trigger.name(), trigger);
      }
    }
    conditions.all().keySet().removeIf(subject -> !settings.containsKey(subject.trigger()));
    active = 0;
    for (Condition condition : conditions.all().values()) {
      active += condition.active() ? 1 : 0;
    }
  }

  /** Remembers what earlier processes fired, so that limits and cool-downs survive a restart. */
  public synchronized void restore(List<LedgerEntry> fired, Instant now) {
    List<LedgerEntry> oldestFirst = new ArrayList<>(fired);
    oldestFirst.sort(Comparator.comparing(LedgerEntry::at));
    for (LedgerEntry entry : oldestFirst) {
      TriggerSettings trigger = settings.get(entry.trigger());
      if (trigger == null || entry.state() != State.FIRED || entry.at().isAfter(now)) {
        continue;
      }
      window(trigger).add(entry.at());
      boolean cooling = now.isBefore(entry.at().plus(trigger.cooldown()));
      if (cooling && entry.signature() != null) {
        Condition condition = conditions.of(trigger.name(), entry.signature());
        condition.restore(past(entry), entry.at(), entry.bundleId());
        condition.text(cooldown(trigger, condition));
      }
    }
  }

  private static Alarm past(LedgerEntry entry) {
    String unknown = "";
    return new Alarm(
        entry.type(),
        entry.signature(),
        entry.threshold() == null ? unknown : entry.threshold(),
        entry.observed() == null ? unknown : entry.observed(),
        "captured by an earlier process",
        unknown,
        List.of(),
        0,
        List.of());
  }

  /**
   * Judges the alarms of one look. Call it after every look, with no alarms too: that is how a
   * condition ends.
   *
   * @param alarms by trigger name
   * @return what has changed, in the order it was decided; mostly nothing
   */
  public synchronized List<Decision> look(Map<String, List<Alarm>> alarms, Instant now) {
    round++;
    if (alarms.isEmpty() && active == 0) {
      return List.of();
    }
    List<Decision> decisions = new ArrayList<>();
    for (TriggerSettings trigger : settings.values()) {
      for (Alarm alarm : alarms.getOrDefault(trigger.name(), List.of())) {
        Condition condition = conditions.of(trigger.name(), alarm.signature());
        if (condition.see(alarm, round)) {
          judge(trigger, condition, now, decisions);
        }
      }
    }
    endOthers(now, decisions);
    return decisions;
  }

  private void endOthers(Instant now, List<Decision> decisions) {
    active = 0;
    for (Map.Entry<Conditions.Subject, Condition> entry : conditions.all().entrySet()) {
      Condition condition = entry.getValue();
      if (condition.trueIn(round)) {
        active++;
      } else if (condition.active() && condition.clear()) {
        TriggerSettings trigger = settings.get(entry.getKey().trigger());
        String text =
            condition.cooling(now, trigger.cooldown())
                ? "may fire again after " + condition.fired().plus(trigger.cooldown())
                : "may fire again";
        decisions.add(decision(now, trigger, State.RE_ARMED, condition, text));
      }
    }
  }

  private void judge(
      TriggerSettings trigger, Condition condition, Instant now, List<Decision> decisions) {
    int confirm = trigger.confirm();
    if (condition.looks() < confirm) {
      tell(trigger, condition, State.TRUE, Condition.Obstacle.NONE, now, decisions);
      return;
    }
    if (condition.looks() == confirm) {
      tell(trigger, condition, State.CONFIRMED, Condition.Obstacle.NONE, now, decisions);
    }
    cover(trigger, condition, now);
    Condition.Obstacle obstacle = obstacle(trigger, condition, now);
    if (obstacle == Condition.Obstacle.NONE) {
      decisions.add(fire(trigger, condition, now));
    } else {
      tell(trigger, condition, State.SUPPRESSED, obstacle, now, decisions);
    }
  }

  /** What has the root of an incident that has its bundle already is the same incident. */
  private void cover(TriggerSettings trigger, Condition condition, Instant now) {
    if (running != null || condition.held() || condition.cooling(now, trigger.cooldown())) {
      return;
    }
    Conditions.Subject same = conditions.covering(trigger.name(), condition.alarm(), round);
    if (same != null) {
      condition.coveredBy(conditions.known(same.trigger(), same.signature()), same.trigger());
    }
  }

  private Condition.Obstacle obstacle(TriggerSettings trigger, Condition condition, Instant now) {
    if (condition.covered() != null) {
      return Condition.Obstacle.SAME_INCIDENT;
    }
    boolean cooling = condition.cooling(now, trigger.cooldown());
    if ((cooling || condition.held()) && condition.worse() == null) {
      return cooling ? Condition.Obstacle.COOLDOWN : Condition.Obstacle.HELD;
    }
    return running == null && window(trigger).full(trigger.limit(), now)
        ? Condition.Obstacle.LIMIT
        : Condition.Obstacle.NONE;
  }

  private void tell(
      TriggerSettings trigger,
      Condition condition,
      State state,
      Condition.Obstacle obstacle,
      Instant now,
      List<Decision> decisions) {
    String text = text(trigger, condition, state, obstacle, now);
    condition.text(text);
    if (condition.news(state, obstacle, now)) {
      decisions.add(decision(now, trigger, state, condition, text));
    }
  }

  private String text(
      TriggerSettings trigger,
      Condition condition,
      State state,
      Condition.Obstacle obstacle,
      Instant now) {
    Rate limit = trigger.limit();
    return switch (obstacle) {
      case COOLDOWN -> cooldown(trigger, condition);
      case HELD -> "fired at " + condition.fired() + ", fires again after it was false once";
      case LIMIT ->
          "limit " + limit.label() + " reached, next at " + window(trigger).next(limit, now);
      case SAME_INCIDENT -> condition.covered();
      case REFUSED, NONE ->
          (state == State.TRUE ? "confirming " : "confirmed ")
              + condition.looks()
              + " of "
              + trigger.confirm();
    };
  }

  /** A service that restarts in circles meets its incident again: one bundle tells it. */
  private static String cooldown(TriggerSettings trigger, Condition condition) {
    String until = "cooldown until " + condition.fired().plus(trigger.cooldown());
    return condition.inherited() == null
        ? until
        : until + ", over the restart: bundle " + condition.inherited() + " has it";
  }

  private Decision fire(TriggerSettings trigger, Condition condition, Instant now) {
    boolean extra = condition.cooling(now, trigger.cooldown()) || condition.held();
    String because = extra ? ", once more: " + condition.worse() : "";
    boolean joined = running != null;
    String bundleId = joined ? running.bundleId() : ids.next(now);
    CaptureRequest request =
        new CaptureRequest(
            bundleId,
            trigger.name(),
            trigger.type().label(),
            now,
            condition.alarm(),
            trigger.steps());
    if (!joined) {
      running = request;
      window(trigger).add(now);
    }
    condition.fire(now, extra, bundleId);
    condition.news(State.FIRED, Condition.Obstacle.NONE, now);
    String text = (joined ? "joined the capture of trigger " + running.trigger() : "captured");
    condition.text(text + because);
    return new Decision(
        now,
        trigger.name(),
        trigger.type().label(),
        State.FIRED,
        condition.alarm(),
        text + because,
        request,
        joined,
        bundleId);
  }

  /**
   * Judges a request by a person: it needs no confirmation, but limit and cool-down hold.
   *
   * @return the decision; fired or suppressed
   * @throws IllegalArgumentException when no enabled trigger on {@code manual} has that name
   */
  public synchronized Decision request(String name, Alarm alarm, Instant now) {
    return request(name, TriggerType.MANUAL, alarm, now);
  }

  /**
   * Judges what no look can see and happens once, such as the end of a process. Beside limit and
   * cool-down it holds that an incident which lasts and has its bundle makes no second one.
   *
   * @throws IllegalArgumentException when no enabled trigger of that type has that name
   */
  public synchronized Decision request(String name, TriggerType type, Alarm alarm, Instant now) {
    TriggerSettings trigger = settings.get(name);
    if (trigger == null || trigger.type() != type) {
      throw new IllegalArgumentException(
          "no enabled trigger on " + type.label() + " is called '" + name + "'");
    }
    Condition condition = conditions.of(name, alarm.signature());
    condition.ask(alarm);
    if (type != TriggerType.MANUAL) {
      cover(trigger, condition, now);
    }
    Condition.Obstacle obstacle = obstacle(trigger, condition, now);
    Decision decision;
    if (obstacle == Condition.Obstacle.NONE) {
      decision = fire(trigger, condition, now);
    } else {
      String text = text(trigger, condition, State.SUPPRESSED, obstacle, now);
      condition.text(text);
      decision = decision(now, trigger, State.SUPPRESSED, condition, text);
    }
    condition.clear(); // a request is over when it was answered
    return decision;
  }

  /** The running capture has ended, well or badly; what fires from now on starts a new one. */
  public synchronized void captured(String bundleId) {
    if (running != null && running.bundleId().equals(bundleId)) {
      running = null;
    }
  }

  /**
   * The running capture was not made, for a reason such as a full disk: it does not count against
   * the limit, and its signature may try again after the cool-down.
   *
   * @return what to write to the ledger, or null when that capture does not run
   */
  public synchronized Decision refused(String bundleId, String reason, Instant now) {
    if (running == null || !running.bundleId().equals(bundleId)) {
      return null;
    }
    CaptureRequest request = running;
    running = null;
    FiredWindow window = windows.get(request.trigger());
    if (window != null) {
      window.takeBack(request.at());
    }
    Condition condition = conditions.known(request.trigger(), request.alarm().signature());
    if (condition != null) {
      condition.refused(now);
      condition.text(reason);
    }
    return new Decision(
        now,
        request.trigger(),
        request.type(),
        State.SUPPRESSED,
        request.alarm(),
        reason,
        null,
        false,
        bundleId);
  }

  /** The bundle that is being captured, or null. */
  public synchronized String running() {
    return running == null ? null : running.bundleId();
  }

  /** How triggers and signatures stand, the one that changed last at the end. */
  public synchronized List<Standing> standings() {
    List<Standing> standings = new ArrayList<>();
    for (Map.Entry<Conditions.Subject, Condition> entry : conditions.all().entrySet()) {
      Condition condition = entry.getValue();
      standings.add(
          new Standing(
              entry.getKey().trigger(),
              entry.getKey().signature(),
              condition.alarm().sentence(),
              condition.looks(),
              settings.get(entry.getKey().trigger()).confirm(),
              condition.fired(),
              condition.text()));
    }
    return standings;
  }

  /** How many signatures were forgotten because there were too many of them. */
  public synchronized long forgotten() {
    return conditions.forgotten();
  }

  private static Decision decision(
      Instant now, TriggerSettings trigger, State state, Condition condition, String text) {
    return new Decision(
        now,
        trigger.name(),
        trigger.type().label(),
        state,
        condition.alarm(),
        text,
        null,
        false,
        null);
  }

  private FiredWindow window(TriggerSettings trigger) {
    return windows.computeIfAbsent(trigger.name(), name -> new FiredWindow());
  }
}
