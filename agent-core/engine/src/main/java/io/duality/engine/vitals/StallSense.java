package io.duality.engine.vitals;

import io.duality.engine.vitals.Hiccups.Late;
import io.duality.model.PinSeen;
import io.duality.model.StallSeen;
import io.duality.model.StallSeen.Cause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells when threads stood still although nobody held them, and why: a thread that sleeps for a
 * moment again and again was late. What the flight recorder says of it comes up to a second later;
 * until then the stall is kept back.
 */
public final class StallSense implements Sense {
  private static final long HELD_BACK_NANOS = TimeUnit.MILLISECONDS.toNanos(1_200);
  private static final long LONGEST_BACK_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int MOST_PINS = 64;
  private static final int MOST_PENDING = 64;

  /** Below this a process that used no processor may only have had nothing to do. */
  private static final long SUSPENDED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Hiccups hiccups = new Hiccups();
  private final Pauses pauses = new Pauses();
  private final CollectorBeans beans = new CollectorBeans();
  private final Deque<Held> pending = new ArrayDeque<>();
  private final List<PinSeen> pins = new ArrayList<>(); // guarded by itself

  /** One that is kept back, with what beans say of the collections of that second. */
  private record Held(Late late, long collectedNanos, String collector) {}

  private final boolean wanted;
  private final DumpTime dump;
  private final boolean debugged;
  private EventWatch events;

  /**
   * @param wanted whether stalls can be reported at all; else no thread is started to notice them
   * @param dump what the JVM was told to do by itself
   * @param debugged whether a debugger may stop the threads
   */
  public StallSense(boolean wanted, VmDump dump, boolean debugged) {
    this.wanted = wanted;
    this.dump = new DumpTime(dump);
    this.debugged = debugged;
  }

  @Override
  public void listen(EventWatch watch) {
    events = watch;
    pauses.listen(watch);
    watch.on("jdk.VirtualThreadPinned", this::pinned, "threshold", "20 ms", "stackTrace", "true");
  }

  private void pinned(EventWatch.Event event) {
    PinSeen pin =
        new PinSeen(
            event.startNanos() + event.durationNanos(),
            event.durationNanos(),
            event.threadId(),
            event.threadName(),
            event.text("carrierThread"),
            event.text("pinnedReason"),
            Pauses.application(event.frames()));
    synchronized (pins) {
      if (pins.size() < MOST_PINS) {
        pins.add(pin);
      }
    }
  }

  @Override
  public void read(VitalsBuilder into, long now) {
    if (wanted) {
      hiccups.begin();
    }
    dump.read(now);
    boolean hears = events != null && events.reason() == null;
    long collected = beans.nanos();
    for (Late late = hiccups.next(); late != null; late = hiccups.next()) {
      if (hears && pending.size() < MOST_PENDING) {
        pending.addLast(new Held(late, collected, beans.longest()));
      } else {
        into.stall(dump.explained(withoutEvents(new Held(late, collected, beans.longest())), true));
      }
    }
    for (Iterator<Held> each = pending.iterator(); each.hasNext(); ) {
      Held held = each.next();
      Late late = held.late();
      StallSeen explained = pauses.explain(late.endNanos(), late.durationNanos());
      long age = now - late.endNanos();
      boolean heard =
          age >= LONGEST_BACK_NANOS
              || (age >= HELD_BACK_NANOS && events.silentNanos(now) < age - HELD_BACK_NANOS / 8);
      if (heard || !hears) {
        into.stall(
            explained != null
                ? dump.explained(explained, false)
                : dump.explained(withoutEvents(held), true));
        each.remove();
      }
    }
    pauses.forget(now);
    if (hiccups.failure() != null) {
      into.unknown("pauses", "some of them", "their watcher failed: " + hiccups.failure());
    }
    if (hiccups.lost() > 0) {
      into.unknown("pauses", "some of them", hiccups.lost() + " came too fast");
    }
    synchronized (pins) {
      pins.forEach(into::pin);
      pins.clear();
    }
  }

  /** What the flight recorder did not tell, or told too late, the beans may. */
  private StallSeen withoutEvents(Held held) {
    return 2 * held.collectedNanos() >= held.late().durationNanos()
        ? stall(held.late(), Cause.GC, held.collector())
        : bySystem(held.late(), debugged);
  }

  /** The same; what nothing explains may be a breakpoint where a debugger can set one. */
  static StallSeen bySystem(Late late, boolean debugged) {
    StallSeen stall = bySystem(late);
    boolean unexplained =
        stall.cause() == Cause.UNKNOWN
            || (stall.cause() == Cause.SUSPENDED && stall.operation() == null);
    return debugged && unexplained ? stall(late, Cause.SUSPENDED, StallSeen.DEBUGGER) : stall;
  }

  /** What the system counted while the thread was late. */
  static StallSeen bySystem(Late late) {
    long half = late.durationNanos() / 2;
    if (late.sleptNanos() >= half) {
      return stall(late, Cause.SUSPENDED, StallSeen.MACHINE_SLEPT);
    }
    if (late.throttledNanos() >= half) {
      return stall(late, Cause.THROTTLED, null);
    }
    if (late.stolenNanos() >= half) {
      return stall(late, Cause.STARVED, StallSeen.STOLEN);
    }
    if (late.runDelayNanos() >= half) {
      return stall(late, Cause.STARVED, null);
    }
    boolean crowded = Math.max(late.pressureNanos(), late.groupNanos()) >= late.durationNanos();
    if (late.runDelayNanos() < 0 && crowded) { // it is told of somebody, not of this thread
      return stall(late, Cause.STARVED, StallSeen.PRESSURE);
    }
    boolean still = late.cpuNanos() >= 0 && late.cpuNanos() <= late.durationNanos() / 4;
    // Who goes on after a stop on a busy machine waits for a processor first: that is no stop.
    long stopped = late.durationNanos() - late.runDelayNanos();
    // Who waits for a thread of the JVM that gets no processor is still as well, and not stopped.
    return still && late.woken() && stopped >= SUSPENDED_NANOS && late.runDelayNanos() >= 0
        ? new StallSeen(late.endNanos(), stopped, Cause.SUSPENDED, null, null)
        : stall(late, Cause.UNKNOWN, null);
  }

  private static StallSeen stall(Late late, Cause cause, String operation) {
    return new StallSeen(late.endNanos(), late.durationNanos(), cause, operation, null);
  }

  @Override
  public void stop() {
    hiccups.stop();
  }
}
