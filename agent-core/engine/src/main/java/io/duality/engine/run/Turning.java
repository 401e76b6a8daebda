package io.duality.engine.run;

import io.duality.engine.log.AgentLog;
import io.duality.engine.trigger.Ledger;
import io.duality.model.config.Config;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;

/** Answers {@code disarm} and {@code rearm}, and lets ledger and flight ring follow the switch. */
final class Turning {
  private static final Logger LOG = AgentLog.of(Turning.class);

  private final KillSwitch killSwitch;
  private final Ledger ledger;
  private final Flight flight;
  private final BiConsumer<String, Map<String, Object>> answers;

  /**
   * @param answers takes a request's id and its answer, when that comes later
   */
  Turning(
      KillSwitch killSwitch,
      Ledger ledger,
      Flight flight,
      BiConsumer<String, Map<String, Object>> answers) {
    this.killSwitch = killSwitch;
    this.ledger = ledger;
    this.flight = flight;
    this.answers = answers;
  }

  /** The answer, or null when it comes once the classes have their own bytes back. */
  Map<String, Object> disarm(Map<String, Object> request) {
    boolean unweave = Boolean.TRUE.equals(request.get("unweave"));
    String why = request.get("reason") instanceof String reason ? reason : null;
    return turned(killSwitch.disarm(by(request), why, unweave, Instant.now()), request);
  }

  /** The answer, or null when it comes once the classes are woven again. */
  Map<String, Object> rearm(Map<String, Object> request) {
    return turned(killSwitch.rearm(by(request)), request);
  }

  /** Follows a configuration that was read again. */
  void configured(Config config) {
    KillSwitch.Turn turn = killSwitch.configured(config, Instant.now());
    if (turn != null) {
      follow(turn);
      weave(turn, null);
    }
  }

  private Map<String, Object> turned(KillSwitch.Turn turn, Map<String, Object> request) {
    follow(turn);
    if (turn.refused()) {
      return Control.refused(turn.text());
    }
    return weave(turn, (String) request.get("id")) ? null : Control.ok(turn.text());
  }

  private static String by(Map<String, Object> request) {
    return request.get("by") instanceof String who ? who : "somebody unnamed";
  }

  private void follow(KillSwitch.Turn turn) {
    if (!turn.turned()) {
      return;
    }
    if (turn.armed()) {
      LOG.info("{}", turn.text());
    } else {
      LOG.warn("{}", turn.text());
    }
    ledger.switched(turn.armed(), turn.text(), Instant.now());
    flight.turned();
  }

  /** Whether classes are being woven or given back, on a thread of its own, which then answers. */
  private boolean weave(KillSwitch.Turn turn, String id) {
    if (!killSwitch.isWeavingWanted()) {
      return false;
    }
    Thread thread = new Thread(null, () -> weaveAndAnswer(turn, id), "duality-switch");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
    return true;
  }

  private void weaveAndAnswer(KillSwitch.Turn turn, String id) {
    String done = killSwitch.weave();
    LOG.info("{}", done);
    if (id != null) {
      answers.accept(id, Control.ok(turn.text() + "; " + done));
    }
  }
}
