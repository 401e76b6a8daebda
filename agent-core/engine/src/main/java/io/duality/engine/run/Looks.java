package io.duality.engine.run;

import io.duality.engine.detect.Detectors;
import io.duality.engine.observe.Looker;
import io.duality.engine.observe.TaskEvents;
import io.duality.model.ActiveTraces;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.TaskEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Takes the looks of the watch and of captures, one at a time, and remembers the last ones. */
final class Looks {
  private static final int RECENT = 8;

  /** Looks may take this part of a processor: with very many threads they become seldom. */
  private static final long SHARE = 120;

  /** The first looks run cold code: what they cost must not delay the first incident. */
  private static final long COLD = 12;

  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Looker looker;
  private final TaskEvents.Reader sinceBeat;
  private final Deque<Look> recent = new ArrayDeque<>();
  private final ActiveTraces active = new ActiveTraces();
  private final AtomicLong taken = new AtomicLong();
  private volatile long nanos;

  /** What a look costs, with more weight on the last ones. */
  private long spent;

  Looks(Looker looker) {
    this.looker = looker;
    this.sinceBeat = looker.taskEvents().reader();
  }

  /** Takes a look now; by the watcher and by a capture, one at a time. */
  Look take(boolean confirm) {
    synchronized (looker) {
      long begun = System.nanoTime();
      Look look = looker.look(Instant.now(), begun, confirm);
      taken.incrementAndGet();
      nanos = System.nanoTime() - begun;
      return look;
    }
  }

  /**
   * How long looks may stay away after one of this cost, all that was made of it included.
   *
   * @param used processor time in nanoseconds; the first looks of a process are its dearest
   */
  long apart(long used) {
    spent = (spent + used) / 2;
    return taken.get() < COLD ? 0 : Math.min(spent * SHARE, LONGEST_PAUSE_NANOS);
  }

  boolean glance(long now) {
    synchronized (looker) {
      return looker.glance(now);
    }
  }

  /** The traces that are under way; for the black box. */
  ActiveTraces active() {
    synchronized (looker) {
      looker.active(active);
    }
    return active;
  }

  /** Tells the looker whose stacks the detectors want to see. */
  void suspect(Detectors detectors) {
    synchronized (looker) {
      looker.suspect(detectors.spinning(), detectors.spinningSpans());
    }
  }

  /** Tells the looker what was judged idle, so that the same waits do not ask for a look again. */
  void settle(Detectors.Result judged, long now) {
    if (judged.graph() == null) {
      return;
    }
    List<OpenWait> idle = new ArrayList<>();
    for (OpenWait wait : judged.graph().look().waits()) {
      if (!judged.graph().active(wait)) {
        idle.add(wait);
      }
    }
    synchronized (looker) {
      looker.settle(idle, now);
    }
  }

  synchronized void remember(Look look) {
    recent.addLast(look);
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
  }

  synchronized void forget() {
    recent.clear();
  }

  /** The looks since something began to wait, oldest first. */
  synchronized List<Look> recent() {
    return new ArrayList<>(recent);
  }

  /** The last of them, or null. */
  synchronized Look last() {
    return recent.peekLast();
  }

  /** How many were taken. */
  long taken() {
    return taken.get();
  }

  /** How long the last one took, in words. */
  String cost() {
    return taken.get() == 0 ? "not taken yet" : nanos / 1_000 + " us";
  }

  /** What happened to tasks and pools since the last call; for the flight ring alone. */
  List<TaskEvent> happened() {
    return sinceBeat.take();
  }

  /** How many events of tasks were lost, because they came faster than they were taken. */
  long taskEventsLost() {
    return looker.taskEvents().lost();
  }
}
