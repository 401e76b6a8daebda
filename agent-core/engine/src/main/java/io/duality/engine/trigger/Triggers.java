package io.duality.engine.trigger;

import io.duality.engine.trigger.Condition.Obstacle;
import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.TriggerType;
import io.duality.model.ledger.LedgerEntry;
import io.duality.model.ledger.LedgerEntry.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
 *
 * <p>A trigger over others fires when each of them was confirmed within its time, whether they may
 * fire themselves or not; those that may have the same bundle when they fire in that moment.
 */
public final class Triggers {
  private final BundleIds ids;
  private final Map<String, TriggerSettings> settings = new LinkedHashMap<>();
  private final FiredWindows windows = new FiredWindows();
  private final Conditions conditions = new Conditions();
  private final Coincidences coincidences = new Coincidences();
  private final Escalations escalations = new Escalations();
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
      if (trigger.watched()) {
        settings.put(trigger.name(), trigger);
      }
    }
    coincidences.configure(settings.values());
    conditions.all().keySet().removeIf(subject -> !settings.containsKey(subject.trigger()));
    active = conditions.active();
  }

  /** Remembers what earlier processes fired, so that limits and cool-downs survive a restart. */
  public synchronized void restore(List<LedgerEntry> fired, Instant now) {
    List<LedgerEntry> oldestFirst = new ArrayList<>(fired);
    oldestFirst.sort(Comparator.comparing(LedgerEntry::at));
    for (LedgerEntry entry : oldestFirst) {
      TriggerSettings trigger = settings.get(entry.trigger());
      boolean ours = trigger != null && trigger.enabled();
      if (!ours || entry.state() != State.FIRED || entry.at().isAfter(now)) {
        continue;
      }
      escalations.restore(entry);
      windows.of(trigger).add(entry.at());
      conditions.restore(trigger, entry, now);
    }
  }

  /** Judges the alarms of a look that shows everything anew. */
  public List<Decision> look(Map<String, List<Alarm>> alarms, Instant now) {
    return look(alarms, true, now);
  }

  /**
   * Judges the alarms of one look. Call it after every look, with no alarms too: that is how a
   * condition ends.
   *
   * @param alarms by trigger name
   * @param reading whether the process as a whole was read since the look before: what is judged by
   *     readings alone is neither confirmed nor over by another look at the same reading
   * @return what has changed, in the order it was decided; mostly nothing
   */
  public synchronized List<Decision> look(
      Map<String, List<Alarm>> alarms, boolean reading, Instant now) {
    round++;
    if (alarms.isEmpty() && active == 0) {
      return List.of();
    }
    List<Decision> decisions = new ArrayList<>();
    List<Seen> seen = new ArrayList<>();
    for (TriggerSettings trigger : settings.values()) {
      boolean fresh = reading || !trigger.type().byReadings();
      for (Alarm alarm : alarms.getOrDefault(trigger.name(), List.of())) {
        see(trigger, alarm, fresh, now, seen);
      }
    }
    List<Seen> together = new ArrayList<>();
    coincidences.judge(
        now,
        (trigger, operands) -> {
          Alarm alarm = coincidences.alarm(trigger, operands);
          see(trigger, alarm, true, now, together).operands(operands);
        },
        decisions);
    seen.forEach(each -> confirm(each.trigger(), each.condition(), now, decisions));
    together.forEach(each -> confirm(each.trigger(), each.condition(), now, decisions));
    Collections.reverse(together); // what builds on others before them, and so its bundle is first
    together.addAll(seen); // and what it is made of joins it
    together.forEach(each -> judge(each.trigger(), each.condition(), now, decisions));
    endOthers(reading, now, decisions);
    return decisions;
  }

  /** A condition that is true in this round. */
  private record Seen(TriggerSettings trigger, Condition condition) {}

  private Condition see(
      TriggerSettings trigger, Alarm alarm, boolean fresh, Instant now, List<Seen> seen) {
    Condition condition = conditions.of(trigger.name(), alarm.signature());
    if (condition.see(alarm, round, fresh)) {
      seen.add(new Seen(trigger, condition));
      if (condition.looks() >= trigger.confirm()) {
        coincidences.held(trigger, alarm, now);
      }
    }
    return condition;
  }

  private void endOthers(boolean reading, Instant now, List<Decision> decisions) {
    active = 0;
    for (Map.Entry<Conditions.Subject, Condition> entry : conditions.all().entrySet()) {
      Condition condition = entry.getValue();
      TriggerSettings trigger = settings.get(entry.getKey().trigger());
      if (!reading && trigger.type().byReadings() && condition.active()) {
        condition.last(round);
      }
      if (condition.trueIn(round)) {
        active++;
      } else if (condition.active() && condition.clear()) {
        String text = Words.ended(trigger, condition, now);
        decisions.add(Decision.of(now, trigger, State.RE_ARMED, condition.alarm(), text));
      }
    }
  }

  private void confirm(
      TriggerSettings trigger, Condition condition, Instant now, List<Decision> decisions) {
    int looks = condition.looks();
    if (condition.counted() && looks <= trigger.confirm()) {
      State state = looks < trigger.confirm() ? State.TRUE : State.CONFIRMED;
      tell(trigger, condition, state, Obstacle.NONE, now, decisions);
    }
  }

  private void judge(
      TriggerSettings trigger, Condition condition, Instant now, List<Decision> decisions) {
    if (condition.looks() < trigger.confirm() || !trigger.enabled()) {
      return; // not yet, or only others watch it
    }
    covering().cover(trigger, condition, now);
    Obstacle obstacle = obstacle(trigger, condition, now);
    if (obstacle == Obstacle.NONE) {
      decisions.add(fire(trigger, condition, now));
    } else {
      tell(trigger, condition, State.SUPPRESSED, obstacle, now, decisions);
    }
  }

  private Obstacle obstacle(TriggerSettings trigger, Condition condition, Instant now) {
    Obstacle its = condition.obstacle(now, trigger.cooldown());
    return its == Obstacle.NONE ? limit(trigger, now) : its;
  }

  private Obstacle limit(TriggerSettings trigger, Instant now) {
    return running == null && windows.of(trigger).full(trigger.limit(), now)
        ? Obstacle.LIMIT
        : Obstacle.NONE;
  }

  private void tell(
      TriggerSettings trigger,
      Condition condition,
      State state,
      Obstacle obstacle,
      Instant now,
      List<Decision> decisions) {
    String text =
        Words.of(trigger, condition, state, obstacle, windows.of(trigger), now)
            + (trigger.enabled() ? "" : " for " + coincidences.watchers(trigger.name()));
    condition.text(text);
    if (condition.news(state, obstacle, now)) {
      decisions.add(Decision.of(now, trigger, state, condition.alarm(), text));
    }
  }

  private Decision fire(TriggerSettings trigger, Condition condition, Instant now) {
    boolean extra = condition.cooling(now, trigger.cooldown()) || condition.held();
    return fire(trigger, condition, now, extra, extra ? ", once more: " + condition.worse() : "");
  }

  private Decision fire(
      TriggerSettings trigger, Condition condition, Instant now, boolean extra, String because) {
    boolean joined = running != null;
    String bundleId = joined ? running.bundleId() : ids.next(now);
    CaptureRequest request = escalations.request(bundleId, trigger, condition, now);
    if (!joined) {
      running = request;
      windows.of(trigger).add(now);
    }
    condition.fire(now, extra, bundleId);
    condition.news(State.FIRED, Obstacle.NONE, now);
    String text =
        (joined ? "joined the capture of trigger " + running.trigger() : "captured")
            + because
            + Escalations.said(request.escalated());
    condition.text(text);
    return Decision.fired(request, text, joined);
  }

  /**
   * Judges once more what joined a capture that had all its evidence by then, when that has ended:
   * its bundle tells nothing of it. It fires anew, joins what runs by now, or is suppressed by the
   * limit or because its incident has its bundle.
   */
  public synchronized List<Decision> late(List<CaptureRequest> late, Instant now) {
    return conditions.missed(late, settings.keySet()).stream()
        .map(each -> late(settings.get(each.trigger()), conditions.known(each), now))
        .toList();
  }

  private Decision late(TriggerSettings trigger, Condition condition, Instant now) {
    boolean covered = trigger.together() == null && covering().covered(trigger, condition);
    Obstacle obstacle = covered ? Obstacle.SAME_INCIDENT : limit(trigger, now);
    Decision decision =
        obstacle == Obstacle.NONE
            ? fire(trigger, condition, now, false, ", too late for the bundle before")
            : Words.suppress(trigger, condition, obstacle, windows.of(trigger), now);
    if (!condition.active()) {
      condition.clear(); // it was over before it was judged
    }
    return decision;
  }

  /**
   * Judges a request by a person: it needs no confirmation, but limit and cool-down hold. It never
   * joins a capture that runs, because that shows what was before it was asked for.
   *
   * @return the decision; fired, suppressed, or only true while another capture runs: then it may
   *     be asked again when that has ended
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
    if (trigger == null || !trigger.enabled() || trigger.type() != type) {
      throw new IllegalArgumentException(
          "no enabled trigger on " + type.label() + " is called '" + name + "'");
    }
    if (type == TriggerType.MANUAL && running != null) {
      String text = "waits for its turn: the capture of trigger " + running.trigger() + " runs";
      return Decision.of(now, trigger, State.TRUE, alarm, text);
    }
    Condition condition = conditions.of(name, alarm.signature());
    condition.ask(alarm);
    if (type != TriggerType.MANUAL) {
      covering().cover(trigger, condition, now);
    }
    Obstacle obstacle = obstacle(trigger, condition, now);
    Decision decision =
        obstacle == Obstacle.NONE
            ? fire(trigger, condition, now)
            : Words.suppress(trigger, condition, obstacle, windows.of(trigger), now);
    condition.clear(); // a request is over when it was answered
    return decision;
  }

  /** The running capture has ended, well or badly; what fires from now on starts a new one. */
  public synchronized void captured(String bundleId) {
    if (running != null && running.bundleId().equals(bundleId)) {
      escalations.published(
          new Conditions.Subject(running.trigger(), running.alarm().signature()), running.at());
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
    escalations.refused();
    windows.takeBack(request);
    Condition condition = conditions.known(request.trigger(), request.alarm().signature());
    if (condition != null) {
      condition.refused(now);
      condition.text(reason);
    }
    return Decision.refused(request, reason, now);
  }

  /** The bundle that is being captured, or null. */
  public synchronized String running() {
    return running == null ? null : running.bundleId();
  }

  /** How triggers and signatures stand, the one that changed last at the end. */
  public synchronized List<Standing> standings() {
    return conditions.standings(trigger -> settings.get(trigger).confirm());
  }

  /** How triggers over others stand, a line each. */
  public synchronized List<String> coincidences(Instant now) {
    return coincidences.lines(now);
  }

  /** How many signatures were forgotten because there were too many of them. */
  public synchronized long forgotten() {
    return conditions.forgotten();
  }

  private Covering covering() {
    return new Covering(settings, conditions, coincidences, round, running != null);
  }
}
