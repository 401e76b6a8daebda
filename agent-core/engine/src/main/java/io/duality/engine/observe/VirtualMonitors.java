package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.observe.MonitorsSeen.Blocked;
import io.duality.engine.observe.MonitorsSeen.Owned;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.SeenBy;
import io.duality.model.json.JsonException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Monitors that virtual threads own or wait for: only the JVM's JSON dump knows them, which costs
 * half a second at 10,000 threads. So it is asked only while a thread stands blocked that may wait
 * for one, and seldom; and only what two dumps in a row say is told. Objects are joined by class
 * and identity hash.
 */
final class VirtualMonitors {
  private static final String SUBJECT = "virtual threads";
  private static final String WHAT = "monitor owners";
  private static final long DUMP_NANOS = 1_000_000_000L;
  private static final long KNOWN_NANOS = 5_000_000_000L;

  /** A dump may take this part of the time; the second one comes sooner. */
  private static final long DUMP_SHARE = 50;

  private static final long SECOND_SHARE = 5;

  private final PlatformThreads platform;
  private final BlockedVirtual blocked = new BlockedVirtual();
  private MonitorsSeen last = MonitorsSeen.NONE;
  private MonitorsSeen agreed = MonitorsSeen.NONE;
  private Map<Blocked, Long> since = new HashMap<>();
  private boolean found;
  private boolean dumped;
  private long dumpAt;

  /** When the last dump was asked for. */
  private long begun;

  VirtualMonitors(PlatformThreads platform) {
    this.platform = platform;
  }

  /** Whether a virtual thread has been blocked at a monitor for longer than this. */
  boolean glance(long now, long olderThanNanos, LookSettings settings) {
    found = VirtualThreads.exist() && blocked.any(now, olderThanNanos, settings.maxVirtual());
    return found;
  }

  /**
   * Adds what is known, and asks the JVM again when that is due.
   *
   * @param confirm whether a suspicion is to be confirmed now, whatever that costs below the limit
   */
  void add(LookBuilder look, LookSettings settings, boolean confirm) {
    long virtual = VirtualThreads.exist() ? VirtualThreads.count() : 0;
    if (virtual == 0 && look.threads.values().stream().noneMatch(Peek::isVirtual)) {
      forget();
      return;
    }
    boolean asked = confirm || found || look.heldByVirtual;
    if (!asked) {
      forget();
    } else if (virtual > settings.maxVirtual()) {
      forget();
      look.unknown(
          SUBJECT,
          WHAT,
          virtual
              + " virtual threads, more than duality.threads.max-virtual="
              + settings.maxVirtual());
    } else if (settings.scratch() == null) {
      look.unknown(SUBJECT, WHAT, "there is no directory for the JVM's thread dump");
    } else if (confirm || !dumped || look.now - dumpAt >= 0) {
      try {
        ask(look.now, settings);
        if (confirm && !agreed.hasAllOf(last)) {
          ask(look.now, settings); // what is told has to be true in two dumps
        }
      } catch (IOException | ReflectiveOperationException | JsonException e) {
        forget();
        look.unknown(SUBJECT, WHAT, "the JVM's thread dump failed: " + e);
      }
    }
    tell(look);
  }

  private void forget() {
    last = MonitorsSeen.NONE;
    agreed = MonitorsSeen.NONE;
    since = new HashMap<>();
    dumped = false;
  }

  private void ask(long now, LookSettings settings)
      throws IOException, ReflectiveOperationException {
    begun = System.nanoTime();
    MonitorsSeen seen = MonitorsSeen.of(DumpedThread.parse(JsonDump.text(settings.scratch())));
    agreed = seen.and(last);
    last = seen;
    Map<Blocked, Long> before = since;
    since = new HashMap<>();
    for (Blocked each : seen.blocked()) {
      since.put(each, before.getOrDefault(each, now));
    }
    long cost = System.nanoTime() - begun;
    boolean again = !agreed.hasAllOf(last); // a second dump is to tell what is true
    dumpAt =
        now
            + (again && !dumped
                ? Math.max(DUMP_NANOS, cost * SECOND_SHARE)
                : Math.max(KNOWN_NANOS, cost * DUMP_SHARE));
    dumped = true;
  }

  private void tell(LookBuilder look) {
    if (agreed.blocked().isEmpty()) {
      return;
    }
    Map<Long, Thread> virtual = new HashMap<>();
    VirtualThreads.forEach(thread -> virtual.put(Peek.threadId(thread), thread));
    for (Blocked each : agreed.blocked()) {
      Thread object = object(each.thread(), virtual);
      if (object == null || Peek.state(object) == Thread.State.BLOCKED) {
        blocked(look, each, object);
      }
    }
    for (Owned each : agreed.owned()) {
      if (waitsSince(look, each.thread())) {
        continue;
      }
      String key = monitor(look, each.lock()).key();
      look.seen(agreed.thread(each.thread()), object(each.thread(), virtual));
      look.holds(each.thread(), key, Relation.HELD_BY, null, 1, SeenBy.DUMP);
    }
  }

  /**
   * Whether a thread waits for good since after the last dump: it may have left the monitor before,
   * and so does not stand in its way for certain.
   */
  private boolean waitsSince(LookBuilder look, long id) {
    OpenWait wait = look.waits.get(id);
    return wait != null
        && wait.by() != SeenBy.DUMP
        && wait.timeoutNanos() == 0
        && wait.sinceNanos() - begun > 0;
  }

  private Thread object(long id, Map<Long, Thread> virtual) {
    Thread thread = virtual.get(id);
    return thread == null ? platform.byId(id) : thread;
  }

  private void blocked(LookBuilder look, Blocked wait, Thread object) {
    DumpedThread thread = agreed.thread(wait.thread());
    Resource monitor = monitor(look, wait.lock());
    OpenWait sampled = look.waits.get(wait.thread());
    if (sampled != null && sampled.resourceKey().equals(monitor.key())) {
      return; // the beans told the same
    }
    long waits = since.getOrDefault(wait, look.now);
    if (sampled != null) {
      waits = sampled.sinceNanos() - waits < 0 ? sampled.sinceNanos() : waits;
      look.forget(sampled, thread.name());
    }
    look.seen(thread, object);
    look.waits.put(
        wait.thread(),
        new OpenWait(wait.thread(), monitor.key(), "enter", waits, 0, false, SeenBy.DUMP));
  }

  private static Resource monitor(LookBuilder look, String lock) {
    int at = lock.lastIndexOf('@');
    return look.resources.monitor(
        lock.substring(0, at), Integer.parseUnsignedInt(lock.substring(at + 1), 16), true);
  }
}
