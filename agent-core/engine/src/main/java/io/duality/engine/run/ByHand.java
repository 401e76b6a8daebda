package io.duality.engine.run;

import io.duality.engine.log.AgentLog;
import io.duality.engine.trigger.Decision;
import io.duality.engine.trigger.Triggers;
import io.duality.model.Alarm;
import io.duality.model.config.Units;
import io.duality.model.ledger.LedgerEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Captures that people ask for. Each shows what is true after it was asked for: while another
 * capture runs it waits for its turn, up to a bound, and those that wait have one bundle together.
 */
final class ByHand {
  private static final Logger LOG = AgentLog.of(ByHand.class);
  private static final String TRIGGER = "manual";
  private static final int MOST = 16;

  private final Triggers triggers;
  private final Function<String, Alarm> alarms;
  private final Consumer<Decision> decided;
  private final BiConsumer<String, Map<String, Object>> answers;
  private final Supplier<Duration> bound;
  private final Clock clock;
  private final List<Asked> waiting = new ArrayList<>();
  private final Map<String, List<Asked>> running = new HashMap<>();

  /** A request that waits for its turn or for its bundle. */
  private record Asked(String id, String reason, boolean answered, Instant at) {
    Asked withAnswer() {
      return new Asked(id, reason, true, at);
    }
  }

  /**
   * @param alarms what is true now, as the alarm behind a request of that reason
   * @param decided takes what the trigger decides
   * @param answers takes a request's id and its answer, when that comes later
   * @param bound how long a request may wait for its turn
   */
  ByHand(
      Triggers triggers,
      Function<String, Alarm> alarms,
      Consumer<Decision> decided,
      BiConsumer<String, Map<String, Object>> answers,
      Supplier<Duration> bound,
      Clock clock) {
    this.triggers = triggers;
    this.alarms = alarms;
    this.decided = decided;
    this.answers = answers;
    this.bound = bound;
    this.clock = clock;
  }

  /**
   * Captures now, or when its turn comes.
   *
   * @return the answer, or null when it comes once the bundle is there
   */
  synchronized Map<String, Object> ask(Map<String, Object> request) {
    if (waiting.size() >= MOST) {
      return Control.refused(MOST + " captures that were asked for wait for their turn already");
    }
    String reason = String.valueOf(request.getOrDefault("reason", "requested"));
    Asked asked = new Asked((String) request.get("id"), reason, false, clock.instant());
    List<Asked> others = List.copyOf(waiting);
    waiting.add(asked);
    String obstacle;
    try {
      obstacle = turn(true);
    } catch (RuntimeException | Error e) { // no memory for a look: the request is read again
      waiting.remove(asked);
      throw e;
    }
    if (obstacle == null) {
      return null;
    }
    if (waiting.isEmpty()) {
      answer(others, Control.refused(obstacle));
      return Control.refused(obstacle);
    }
    LOG.info("a capture that was asked for ({}) {}", reason, obstacle);
    if (!Boolean.FALSE.equals(request.get("wait"))) {
      return null;
    }
    waiting.set(waiting.indexOf(asked), asked.withAnswer());
    return Control.ok("your capture " + obstacle);
  }

  /** A capture has ended: it is the turn of those that wait. */
  synchronized void next() {
    List<Asked> all = List.copyOf(waiting);
    String obstacle = all.isEmpty() ? null : turn(false);
    if (obstacle != null && waiting.isEmpty()) {
      answer(all, Control.refused(obstacle));
    }
  }

  /** Gives up what has waited for too long; now and then. */
  synchronized void poll() {
    if (waiting.isEmpty()) {
      return;
    }
    Duration longest = bound.get();
    List<Asked> late = new ArrayList<>();
    for (Asked asked : waiting) {
      if (clock.instant().isAfter(asked.at().plus(longest))) {
        late.add(asked);
      }
    }
    if (!late.isEmpty()) {
      waiting.removeAll(late);
      String text =
          "other captures have run for "
              + Units.print(longest)
              + ", duality.capture.max-time; none was taken, ask again";
      LOG.warn("{} that were asked for are given up: {}", late.size(), text);
      answer(late, Control.failed(text));
    }
    if (!waiting.isEmpty() && triggers.running() == null) {
      next();
    }
  }

  /** The JVM ends: nobody comes to his turn any more. */
  synchronized void end() {
    answer(waiting, Control.failed("the JVM ends while another capture runs; none was taken"));
    waiting.clear();
  }

  /** A bundle is there, or is not made. */
  void answer(String bundleId, Map<String, Object> answer) {
    List<Asked> theirs;
    synchronized (this) {
      theirs = running.remove(bundleId);
    }
    answer(theirs == null ? List.of() : theirs, answer);
  }

  private void answer(List<Asked> to, Map<String, Object> answer) {
    for (Asked asked : to) {
      if (!asked.answered()) {
        answers.accept(asked.id(), answer);
      }
    }
  }

  /**
   * Asks for all that wait; they wait no longer, unless a capture runs.
   *
   * @param tell whether to write down that one runs
   * @return null when their capture begins, else what is in the way
   */
  private String turn(boolean tell) {
    List<String> reasons = new ArrayList<>();
    waiting.forEach(asked -> reasons.add(reason(asked)));
    Decision decision;
    try {
      Alarm alarm = alarms.apply(String.join("; ", reasons));
      decision = triggers.request(TRIGGER, alarm, clock.instant());
    } catch (IllegalArgumentException e) {
      waiting.clear();
      return e.getMessage();
    }
    boolean waits = decision.state() == LedgerEntry.State.TRUE;
    boolean begins = decision.request() != null;
    if (begins) {
      running.put(decision.bundleId(), List.copyOf(waiting));
    }
    if (!waits) {
      waiting.clear();
    }
    if (!waits || tell) {
      decided.accept(decision);
    }
    return begins ? null : decision.text();
  }

  private String reason(Asked asked) {
    Duration waited = Duration.between(asked.at(), clock.instant());
    return waited.toMillis() < 1
        ? asked.reason()
        : asked.reason()
            + ", after "
            + Units.spoken(waited.toNanos(), " ")
            + " in which another capture ran";
  }
}
