package io.duality.engine.run;

import io.duality.boot.Hooks;
import io.duality.boot.Tasks;
import io.duality.boot.Thrown;
import io.duality.diagnosis.WaitForGraph;
import io.duality.engine.budget.Level;
import io.duality.engine.config.ConfigLoader;
import io.duality.engine.detect.Detectors;
import io.duality.engine.detect.Round;
import io.duality.engine.heap.LeakWatch;
import io.duality.engine.log.AgentLog;
import io.duality.engine.observe.EndedHistory;
import io.duality.engine.observe.Endpoint;
import io.duality.engine.observe.Looker;
import io.duality.engine.vitals.VitalSigns;
import io.duality.model.Alarm;
import io.duality.model.Look;
import io.duality.model.config.Config;
import io.duality.model.config.ConfigChange;
import io.duality.model.config.Keys;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;

/**
 * Thread {@code duality-watch}: glances once a second, looks when something may be wrong, lets the
 * detectors judge the look and the triggers judge the alarms. It survives whatever goes wrong in a
 * round, and says how many rounds failed.
 */
final class Watch implements Runnable {
  private static final Logger LOG = AgentLog.of(Watch.class);

  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Parts parts;
  private final Looker looker;
  private final Looks looks;
  private final EndedHistory history;
  private final LeakWatch leaks;
  private final VitalSigns vitals;
  private final Rounds known;
  private final Chores chores;
  private final Economy economy;
  private final Opening opening;
  private volatile Station station;
  private boolean opened;
  private Detectors detectors;
  private volatile boolean busy;
  private volatile Map<String, List<Alarm>> alarms = Map.of();

  /** How long looks may stay away after a dear one. */
  private long dear;

  private boolean resting;
  private final AtomicLong rounds = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Thread thread = Thread.currentThread();
  private volatile boolean stopped;

  Watch(Parts parts) {
    this.parts = parts;
    Hooks.describeWith(new Endpoint());
    this.looker = new Looker(parts.contexts(), parts.libraries(), Settings.looks(parts));
    this.looks = new Looks(looker);
    this.history = new EndedHistory(parts.contexts());
    this.leaks =
        new LeakWatch(
            () -> Settings.leaks(parts.config()),
            parts.contexts().activities()::nameOfId,
            parts.contexts().activities()::nameId,
            () -> LoadedClasses.of(parts.instrumentation()));
    this.vitals = Senses.of(parts, looker, leaks);
    Settings.tasks(parts.config());
    this.known = new Rounds(parts, vitals);
    this.chores = new Chores(parts);
    this.economy = new Economy(parts, vitals, leaks, new OwnTables(this)::bytes);
    this.opening = new Opening(parts, this);
    this.detectors = new Detectors(parts.config());
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Override
  public void run() {
    long next = System.nanoTime();
    while (!stopped) {
      try {
        if (!opened) {
          open();
        }
        round(System.nanoTime());
      } catch (Throwable e) { // an OutOfMemoryError of the application's must not end the watch
        failed(e);
      }
      try {
        next = pause(next);
      } catch (Throwable e) {
        failed(e);
        LockSupport.parkNanos(LATE_NANOS);
      }
    }
    if (opened && unread()) {
      last();
    }
  }

  /** Whether something has happened that ends a JVM, and no round has read it yet. */
  boolean unread() {
    return Thrown.ended() || parts.oomDump().begun();
  }

  /** The JVM ends, and what no round has read yet may be why. */
  private void last() {
    try {
      vitals.hurry();
      economy.hurry();
      round(System.nanoTime());
    } catch (Throwable e) {
      failed(e);
    }
  }

  /** Waits for the next round; returns when it was due. */
  private long pause(long last) {
    Config config = parts.config();
    boolean fast = busy && !economy.level().isLess();
    long interval = config.get(fast ? Keys.WATCH_FAST_INTERVAL : Keys.WATCH_INTERVAL).toNanos();
    long next = Math.max(last + Math.max(interval, dear), System.nanoTime());
    while (!stopped && next - System.nanoTime() > 0) {
      LockSupport.parkNanos(next - System.nanoTime());
      Thread.interrupted(); // by the application, whom it is nothing to: no park would wait
    }
    if (System.nanoTime() - next > LATE_NANOS) {
      late.incrementAndGet();
    }
    return next;
  }

  /** Opens the station; once more at the next round when memory or stack did not last. */
  private void open() {
    try {
      looker.allowBeans();
      looker.classes(() -> LoadedClasses.of(parts.instrumentation()));
      if (!parts.place().answered()) {
        return; // watched without a place for bundles until its file system comes back
      }
      looker.configure(Settings.looks(parts));
      station = opening.open();
      detectors = recalling(parts.config());
    } catch (VirtualMachineError e) {
      failed(e);
      return;
    } catch (Throwable e) {
      failures.incrementAndGet();
      if (!Exit.hasCome()) {
        Trouble.STATION.note(LOG, e);
      }
    }
    opened = true;
    parts.weaver().prove();
  }

  private void round(long now) {
    rounds.incrementAndGet();
    Station at = station;
    if (at != null) {
      at.poll();
    }
    if (parts.killSwitch().isOff()) {
      rest(at);
    } else {
      if (economy.round(now, at)) {
        detectors = recalling(parts.config());
      }
      Tasks.tick(now); // also where looks are seldom: it lets go of tasks
      if (economy.due(now)) {
        watch(at, now);
      }
    }
    if (chores.run(now)) {
      reconfigure();
    }
  }

  /** Disarmed: what was suspected is dropped once, and then nothing is looked at. */
  private void rest(Station at) {
    if (resting) {
      return;
    }
    resting = true;
    busy = false;
    looks.forget();
    detectors = recalling(parts.config());
    alarms = Map.of();
    parts.oomDump().rest("the agent is disarmed");
    if (at != null) {
      at.judge(Map.of(), true);
    }
  }

  private void watch(Station at, long now) {
    resting = false;
    detectors.pace(pace());
    dear = 0;
    history.drain(now);
    looker.taskEvents().drain(now);
    Round round = known.read(now, history.fresh(), detectors);
    boolean wanted = detectors.absorb(round);
    if (!economy.level().isLess()) {
      leaks.round(now, round.vitals(), detectors.exhaustion());
    }
    looks.suspect(detectors);
    boolean suspicious = looks.glance(now);
    Map<String, List<Alarm>> found = Map.of();
    Look seen = null;
    WaitForGraph graph = null;
    if (suspicious || wanted || busy) {
      long used = cpuNanos();
      Look look = looks.take(false);
      Detectors.Result judged = detectors.look(look, round);
      detectors.remarks().forEach(remark -> LOG.warn("{}", remark));
      looks.settle(judged, now);
      busy = judged.busy();
      looks.remember(look);
      if (at != null) {
        at.flight().looked(look);
      }
      found = judged.alarms();
      seen = look;
      graph = judged.graph();
      dear = looks.apart(cpuNanos() - used);
    } else {
      busy = false;
      detectors.nothing();
      looks.forget();
    }
    alarms = detectors.ofEnabled(found);
    if (at != null) {
      at.noted(now, seen, graph, alarms, round.vitals(), looks.active());
      at.judge(found, round.vitals() != null);
    }
  }

  /** How far apart looks are for now, at least. */
  private long pace() {
    long interval = parts.config().get(Keys.WATCH_INTERVAL).toNanos();
    return Math.max(interval, Math.max(dear, economy.level().apartNanos()));
  }

  private void reconfigure() {
    ConfigChange change = ConfigLoader.reload(parts.config(), parts.inputs());
    change.config().problems().forEach(problem -> LOG.warn("{}", problem.line()));
    change.frozen().forEach(line -> LOG.warn("{}", line));
    change.changed().forEach(value -> LOG.info("changed: {}", value.line()));
    parts.config(change.config());
    economy.configured(change.config(), station);
    detectors = recalling(change.config());
    looker.configure(Settings.looks(parts));
    Settings.tasks(change.config());
    Station at = station;
    if (at != null) {
      at.configured(change.config());
    } else {
      parts.killSwitch().configured(change.config(), Instant.now());
    }
  }

  /** New detectors that know what the ledger knows. */
  private Detectors recalling(Config config) {
    Detectors made = new Detectors(config, economy.level() == Level.OFF);
    Station at = station;
    if (at != null) {
      made.recall(at.lastFired());
    }
    return made;
  }

  /** Whether something is suspected. */
  boolean isBusy() {
    return busy;
  }

  /** What was true in the last round, by trigger. */
  Map<String, List<Alarm>> alarms() {
    return alarms;
  }

  EndedHistory history() {
    return history;
  }

  /** How the process as a whole is. */
  VitalSigns vitals() {
    return vitals;
  }

  /** What accumulates, and who makes it. */
  LeakWatch leaks() {
    return leaks;
  }

  Detectors detectors() {
    return detectors;
  }

  /** What the agent costs, and whether it does less for that. */
  Economy economy() {
    return economy;
  }

  long rounds() {
    return rounds.get();
  }

  /** Takes looks, also for a capture. */
  Looks looks() {
    return looks;
  }

  long late() {
    return late.get();
  }

  long failures() {
    return failures.get();
  }

  /** Ends the watch, and waits for its last round up to a bound. */
  void stop(long millis) throws InterruptedException {
    stopped = true;
    LockSupport.unpark(thread);
    thread.join(millis);
  }

  private void failed(Throwable e) {
    failures.incrementAndGet();
    Trouble.ROUND.note(LOG, e);
  }
}
