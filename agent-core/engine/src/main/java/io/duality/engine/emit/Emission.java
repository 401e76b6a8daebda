package io.duality.engine.emit;

import io.duality.boot.Hooks;
import io.duality.boot.Slots;
import io.duality.boot.TaskNotes;
import io.duality.boot.Tasks;
import io.duality.boot.TraceIds;
import io.duality.boot.TraceReader;
import io.duality.model.Look;
import io.duality.model.ResourceKind;
import io.duality.model.TaskEvent;
import java.util.List;
import java.util.function.Supplier;

/**
 * The agent's events in the flight recorder. Before {@link #open} and without {@code jdk.jfr} every
 * call does nothing. {@code duality.Wait} is committed by the threads that waited; the others by
 * whoever calls this, one thread at a time.
 */
public final class Emission implements FlightEvents {
  private final WaitTotals totals = new WaitTotals();
  private final ResourceChanges changes = new ResourceChanges();
  private volatile Supplier<List<TaskEvent>> happened = List::of;
  private volatile JfrEvents events;
  private final TraceReader traces;
  private volatile boolean open;
  private boolean window;

  /** Emission of which no event carries a context but those that were handed one. */
  public Emission() {
    this(
        new TraceReader() {
          @Override
          public boolean read(Thread thread, TraceIds into) {
            into.clear();
            return false;
          }
        });
  }

  /**
   * @param traces reads the context of a thread when it changes
   */
  public Emission(TraceReader traces) {
    this.traces = traces;
  }

  @Override
  public void register() {
    events = new JfrEvents(traces);
    events.register();
  }

  @Override
  public void open() {
    JfrEvents target = events;
    if (target != null) {
      totals.skip();
      Hooks.emitWaits(target.waits());
      open = true;
    }
  }

  @Override
  public void close() {
    contexts(0);
    open = false;
    Hooks.emitWaits(null);
  }

  /**
   * Emits {@code duality.Context} for the next changes of threads' contexts; called about once a
   * second while something is investigated.
   *
   * @param most how many until the next call; 0 for none any more
   * @return whether they are emitted
   */
  public synchronized boolean contexts(int most) {
    JfrEvents target = events;
    if (!open || target == null) {
      return false;
    }
    if (most <= 0) {
      if (window) {
        window = false;
        target.contexts().close();
      }
    } else if (window) {
      target.contexts().refill(most);
    } else {
      window = true;
      target.contexts().open(most);
    }
    return window;
  }

  /** Whether events are being emitted. */
  public boolean isOpen() {
    return open;
  }

  /**
   * One {@code duality.Heartbeat} for each event type; to be called every second. What hooks could
   * not note, for want of a slot or because they failed inside, counts as dropped waits.
   *
   * @param looks how many looks were taken since the start
   * @param looksLate how many of them began late
   * @param hooksArmed how many hooks work now
   */
  public void heartbeat(long looks, long looksLate, int hooksArmed) {
    JfrEvents target = events;
    if (open && target != null) {
      target.heartbeat(
          Slots.overflows() + Hooks.failures(),
          TaskNotes.skipped() + Tasks.overflows(),
          looks,
          looksLate,
          hooksArmed);
    }
  }

  /** Says where to get what happened to tasks since the last call. */
  public void tasksFrom(Supplier<List<TaskEvent>> source) {
    happened = source;
  }

  /** What happened to tasks and is not emitted yet. */
  @Override
  public void flush() {
    if (open) {
      tasks(happened.get());
    }
  }

  /**
   * A {@code duality.Task} for each, and a {@code duality.Resource} for what happened to a pool.
   *
   * @param happened in the order in which it did
   */
  public void tasks(List<TaskEvent> happened) {
    JfrEvents target = events;
    if (!open || target == null) {
      return;
    }
    long wall = System.currentTimeMillis();
    long now = System.nanoTime();
    for (TaskEvent each : happened) {
      target.task(each, wall - (now - each.nanos()) / 1_000_000);
      String phase =
          switch (each.phase()) {
            case RESIZED -> "resized";
            case SHUTDOWN, ABANDONED -> "closed";
            default -> null;
          };
      if (phase != null) {
        String key = each.poolKey();
        int identity = Integer.parseUnsignedInt(key.substring(key.lastIndexOf('@') + 1), 16);
        target.changed(each.poolName(), identity, ResourceKind.POOL.label(), phase, -1, -1);
      }
    }
  }

  /** A {@code duality.Resource} for each pool and queue that this look finds full or drained. */
  public void look(Look look) {
    JfrEvents target = events;
    if (!open || target == null) {
      return;
    }
    for (ResourceChanges.Change change : changes.of(look)) {
      target.changed(
          change.resource().name(),
          change.resource().identity(),
          change.resource().kind().label(),
          change.phase(),
          change.depth(),
          change.limit());
    }
  }

  /**
   * A {@code duality.Trigger}: a trigger changed its state.
   *
   * @param state {@code true}, {@code confirmed}, {@code fired}, {@code suppressed} or {@code
   *     re-armed}
   * @param observed the value that was seen, with its unit
   * @param threshold the rule it was compared with
   * @param bundleId the bundle that is written for it, or null
   */
  public void trigger(
      String trigger, String state, String observed, String threshold, String bundleId) {
    JfrEvents target = events;
    if (open && target != null) {
      target.trigger(trigger, state, observed, threshold, bundleId);
    }
  }

  /**
   * One {@code duality.WaitSummary} for each resource whose waits ended since the last call; to be
   * called every ten seconds.
   *
   * @return how many
   */
  public int summaries() {
    JfrEvents target = events;
    if (!open || target == null) {
      return 0;
    }
    List<WaitTotals.Total> collected = totals.collect();
    collected.forEach(target::summary);
    return collected.size();
  }

  /** Ended waits that were overwritten before a summary counted them. */
  public long uncounted() {
    return totals.lost();
  }
}
