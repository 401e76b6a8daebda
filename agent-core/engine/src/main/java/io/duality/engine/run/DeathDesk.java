package io.duality.engine.run;

import io.duality.engine.blackbox.Harvest;
import io.duality.engine.log.AgentLog;
import io.duality.engine.trigger.BundleIds;
import io.duality.engine.trigger.Decision;
import io.duality.engine.trigger.Ledger;
import io.duality.engine.trigger.Triggers;
import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.Manifest;
import io.duality.model.Occurrence;
import io.duality.model.ProcessInfo;
import io.duality.model.ServiceInfo;
import io.duality.model.config.Config;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.TriggerType;
import io.duality.model.ledger.LedgerEntry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/**
 * Judges deaths of processes as triggers judge alarms: cool-down and limit hold over restarts, per
 * service, and every decision is in the ledger under the service that died.
 */
final class DeathDesk implements Harvest.Desk {
  private static final Logger LOG = AgentLog.of(DeathDesk.class);

  private final Config config;
  private final Ledger ledger;
  private final boolean asked;
  private final BundleIds ids = new BundleIds(new SecureRandom().nextLong());
  private final List<Path> published = new ArrayList<>();

  /**
   * @param asked whether a person asks: then neither cool-down nor limit stands in the way
   */
  DeathDesk(Config config, Ledger ledger, boolean asked) {
    this.config = config;
    this.ledger = ledger;
    this.asked = asked;
  }

  @Override
  public CaptureRequest admit(ServiceInfo service, ProcessInfo process, Alarm alarm, Instant at) {
    for (TriggerSettings trigger : config.triggers()) {
      if (trigger.enabled() && trigger.type() == TriggerType.CRASH) {
        // Triggers of its own: the running process's captures are another matter.
        Triggers triggers = new Triggers(config.triggers(), ids);
        if (!asked) {
          triggers.restore(ledger.read().fired(service.name(), service.instance()), Instant.now());
        }
        Decision decision =
            triggers.request(trigger.name(), TriggerType.CRASH, alarm, Instant.now());
        note(service, process, decision);
        return decision.request() == null ? null : at(decision.request(), at);
      }
    }
    return null;
  }

  /** The bundle is about the moment of the death, whenever it is harvested. */
  private static CaptureRequest at(CaptureRequest request, Instant at) {
    return new CaptureRequest(
        request.bundleId(),
        request.trigger(),
        request.type(),
        at,
        request.alarm(),
        request.steps(),
        request.operands(),
        request.escalated());
  }

  private void note(ServiceInfo service, ProcessInfo process, Decision decision) {
    ledger.append(
        new LedgerEntry(
            decision.at(),
            service.name(),
            service.version(),
            service.instance(),
            process.pid(),
            decision.trigger(),
            decision.type(),
            decision.state(),
            decision.alarm().signature(),
            decision.alarm().observed(),
            decision.alarm().condition(),
            decision.text(),
            decision.bundleId()));
  }

  @Override
  public boolean wary() {
    return !asked;
  }

  @Override
  public Occurrence occurrence(ServiceInfo service, String signature) {
    return ledger
        .read()
        .occurrence(service.name(), signature, Instant.now(), service.version(), null);
  }

  @Override
  public void published(Path bundle, Manifest manifest) {
    published.add(bundle);
    LOG.info("wrote {}", bundle);
    if (manifest.signature() != null) {
      ledger.append(
          new LedgerEntry(
              Instant.now(),
              manifest.service().name(),
              manifest.service().version(),
              manifest.service().instance(),
              manifest.process().pid(),
              manifest.request().trigger(),
              manifest.request().type(),
              LedgerEntry.State.CAPTURED,
              manifest.signature(),
              manifest.request().alarm().observed(),
              manifest.request().alarm().condition(),
              bundle.getFileName().toString(),
              manifest.bundleId()));
    }
  }

  /** The bundles that were made. */
  List<Path> bundles() {
    return List.copyOf(published);
  }
}
