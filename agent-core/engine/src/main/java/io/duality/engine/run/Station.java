package io.duality.engine.run;

import io.duality.boot.Thrown;
import io.duality.diagnosis.WaitForGraph;
import io.duality.engine.blackbox.BlackBox;
import io.duality.engine.budget.Level;
import io.duality.engine.budget.Overhead;
import io.duality.engine.bundle.LiveProcess;
import io.duality.engine.bundle.Quota;
import io.duality.engine.capture.Capture;
import io.duality.engine.capture.CaptureEnd;
import io.duality.engine.capture.CaptureSettings;
import io.duality.engine.log.AgentLog;
import io.duality.engine.trigger.BundleIds;
import io.duality.engine.trigger.Decision;
import io.duality.engine.trigger.Ledger;
import io.duality.engine.trigger.Triggers;
import io.duality.model.ActiveTraces;
import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.Look;
import io.duality.model.Manifest;
import io.duality.model.Vitals;
import io.duality.model.config.Config;
import io.duality.model.config.Keys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.TriggerType;
import io.duality.model.config.VitalKeys;
import io.duality.model.ledger.LedgerEntry;
import io.duality.model.ledger.LedgerHistory;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * What exists once the application has begun and there is a directory: the ledger, the triggers,
 * the capture, the flight ring, the answers to the command line.
 */
final class Station {
  private static final Logger LOG = AgentLog.of(Station.class);

  private final Parts parts;
  private final Watch watch;
  private final LiveProcess live;
  private final Ledger ledger;
  private final Triggers triggers;
  private final BlackBox box;
  private final Flight flight;
  private final Captures captures = new Captures(this::ended);
  private final Capture capture;
  private final Rehearsals rehearsals;
  private final Control control;
  private final Turning turning;
  private final Recovering recovering;
  private final ByHand byHand;
  private final Orphans orphans;

  Station(Parts parts, Watch watch, LiveProcess live, BlackBox box) {
    this.parts = parts;
    this.watch = watch;
    this.live = live;
    Config config = parts.config();
    ledger =
        new Ledger(
            parts.directory().file(),
            parts.service(),
            parts.process().pid(),
            config.get(Keys.LEDGER_MAX_SIZE));
    triggers = new Triggers(config.triggers(), new BundleIds(new SecureRandom().nextLong()));
    LedgerHistory past = ledger.read();
    triggers.restore(past.fired(parts.service().name(), parts.service().instance()), Instant.now());
    this.box = box;
    flight = new Flight(parts, watch, live.path(), box);
    Sources sources = new Sources(parts, watch, ledger, captures);
    rehearsals = new Rehearsals(sources, () -> CaptureSettings.of(parts.config()).idle());
    capture =
        new Capture(
            parts.directory(),
            live,
            flight.ring(),
            sources,
            CaptureSettings.of(config),
            Artefacts.of(parts, watch, live.path()));
    control = new Control(live.path(), this::command);
    byHand =
        new ByHand(
            triggers,
            reason -> Manual.alarm(reason, watch.looks().take(true), watch.detectors()),
            this::decided,
            control::answer,
            () -> parts.config().get(Keys.CAPTURE_MAX_TIME),
            Clock.systemUTC());
    recovering = new Recovering(parts.directory(), live, config, ledger, this::enforceQuota);
    turning = new Turning(parts.killSwitch(), ledger, flight, control::answer);
    orphans = new Orphans(triggers::running, captures::isRunning);
  }

  /**
   * Starts the other threads, those that do not run yet.
   *
   * @return false when the JVM is ending: nothing will be written
   */
  boolean begin(Exit exit) {
    boolean ends = !exit.ends(this);
    if (ends && !Thrown.ended()) {
      return false;
    }
    captures.begin(capture); // also when the JVM ends of an exception: one bundle says of which
    if (!ends) {
      flight.begin();
      recovering.begin();
    }
    return true;
  }

  /** When each trigger of this service fired last, by its name. */
  Map<String, Instant> lastFired() {
    return ledger.read().lastFired(parts.service().name(), parts.service().instance());
  }

  Triggers triggers() {
    return triggers;
  }

  /** Once a round of the watch. */
  void poll() {
    String lost = orphans.poll();
    if (lost != null) {
      refuse(lost, "memory or stack ended before it could be made");
    }
    control.poll();
    byHand.poll();
  }

  /** Notes in the black box how the process stands; once a round. */
  void noted(
      long nanos,
      Look look,
      WaitForGraph graph,
      Map<String, List<Alarm>> alarms,
      Vitals reading,
      ActiveTraces active) {
    rehearsals.round(nanos, watch.leaks().investigates());
    String running = triggers.running();
    box.cost(watch.economy().standing());
    box.note(System.currentTimeMillis(), nanos, look, graph, alarms, running, reading, active);
  }

  /** The JVM has begun to end: asks for a last capture when something is stalled. */
  void ending() {
    box.ending();
    recovering.stop();
    byHand.end();
    for (TriggerSettings trigger : parts.config().triggers()) {
      if (trigger.enabled() && trigger.type() == TriggerType.EXIT) {
        Alarm alarm = parts.killSwitch().isOff() ? null : LastWords.alarm(trigger, watch.alarms());
        if (alarm != null && captures.begun()) {
          capture.settings(CaptureSettings.of(parts.config()).within(trigger.get(VitalKeys.BOUND)));
          decided(triggers.request(trigger.name(), TriggerType.EXIT, alarm, Instant.now()));
        }
      }
    }
  }

  Captures captures() {
    return captures;
  }

  BlackBox box() {
    return box;
  }

  Recovering recovering() {
    return recovering;
  }

  /**
   * Lets the triggers judge a round.
   *
   * @param alarms what was found in it, by trigger
   * @param reading whether it had a new reading of the vital signs
   */
  void judge(Map<String, List<Alarm>> alarms, boolean reading) {
    for (Decision decision : triggers.look(alarms, reading, Instant.now())) {
      decided(decision);
    }
  }

  /** Writes a decision down and hands over what it asks for. */
  void decided(Decision decision) {
    ledger.append(decision);
    flight.decided(decision);
    if (decision.starts()) {
      if (captures.submit(decision.request())) {
        LOG.info("trigger {} fired: {}", decision.trigger(), decision.alarm().sentence());
      } else {
        refuse(decision.bundleId(), "a capture is waiting already");
      }
    } else if (decision.joined() && !captures.join(decision.request(), watch.looks().last())) {
      late(List.of(decision.request()));
    }
  }

  /** The agent does more or less from now on, for what it costs. */
  void spared(Overhead.Change change, String decision, Instant now) {
    LedgerEntry.State state =
        change.to() == Level.OFF
            ? LedgerEntry.State.DISARMED
            : change.to() == Level.FULL ? LedgerEntry.State.ARMED : LedgerEntry.State.THINNED;
    ledger.spared(state, change.observed(), change.threshold(), decision, now);
    flight.turned();
  }

  /** What joined a capture that could not tell of it any more is not lost. */
  private void late(List<CaptureRequest> late) {
    triggers.late(late, Instant.now()).forEach(this::decided);
  }

  private void refuse(String bundleId, String reason) {
    Decision refused = triggers.refused(bundleId, reason, Instant.now());
    if (refused != null) {
      ledger.append(refused);
      flight.decided(refused);
    }
    byHand.answer(bundleId, Control.failed("no bundle: " + reason));
  }

  private void ended(CaptureRequest request, CaptureEnd end) {
    if (end instanceof CaptureEnd.Published published) {
      triggers.captured(request.bundleId());
      if (published.manifest().signature() != null) {
        ledger.captured(
            request,
            published.manifest().signature(),
            published.bundle().getFileName().toString(),
            Instant.now());
      }
      LOG.info("wrote {}", published.bundle());
      Map<String, Object> answer = Control.ok(request.alarm().sentence());
      answer.put("bundle", published.bundle().toString());
      byHand.answer(request.bundleId(), answer);
    } else if (end instanceof CaptureEnd.NotPublished failed) {
      LOG.warn("no bundle for trigger {}: {}", request.trigger(), failed.reason());
      refuse(request.bundleId(), failed.reason());
    }
    late(captures.end(request.bundleId()));
    byHand.next();
    enforceQuota();
  }

  private void enforceQuota() {
    Config config = parts.config();
    Quota quota =
        new Quota(
            config.get(Keys.BUNDLE_MAX_TOTAL),
            config.get(Keys.BUNDLE_MAX_COUNT),
            config.get(Keys.BUNDLE_MAX_AGE));
    try {
      Quota.Usage usage = quota.apply(parts.directory(), Instant.now(), this::deleted);
      if (usage.over() != null) {
        LOG.info("{}; what is left is kept on purpose", usage.over());
      }
    } catch (IOException e) {
      LOG.warn("the limits of {} are not enforced: {}", parts.directory().file(), e.toString());
    }
  }

  private void deleted(Quota.Deletion deletion) {
    Manifest manifest = deletion.manifest();
    if (manifest == null) {
      LOG.info("deleted {}: {}", deletion.bundle(), deletion.reason());
      return;
    }
    ledger.deleted(
        manifest.bundleId(),
        manifest.request().trigger(),
        manifest.request().type(),
        manifest.request().alarm().signature(),
        deletion.reason(),
        Instant.now());
  }

  /** Takes what may change at run time. */
  void configured(Config config) {
    turning.configured(config);
    triggers.configure(config.triggers());
    capture.settings(CaptureSettings.of(config));
  }

  private Map<String, Object> command(String name, Map<String, Object> request) {
    return switch (name) {
      case "status" -> Control.ok(Status.text(parts, watch, this));
      case "capture" -> byHand.ask(request);
      case "disarm" -> turning.disarm(request);
      case "rearm" -> turning.rearm(request);
      default ->
          Control.refused(
              "the command '"
                  + name
                  + "' is not known; known are capture, disarm, rearm and status");
    };
  }

  Ledger ledger() {
    return ledger;
  }

  Flight flight() {
    return flight;
  }

  LiveProcess live() {
    return live;
  }
}
