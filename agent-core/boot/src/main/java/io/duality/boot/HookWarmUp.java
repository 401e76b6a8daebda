package io.duality.boot;

import java.util.concurrent.TimeoutException;

/** Runs every hook once, before any of them is woven. */
final class HookWarmUp {
  private HookWarmUp() {}

  static boolean run() {
    Object blocker = new Object();
    Object queue = new Object();
    Thread self = Thread.currentThread();
    OpenSlot open = new OpenSlot();
    boolean wasArmed = Hooks.armed;
    long threshold = Hooks.recordNanos;
    Hooks.recordNanos = Long.MAX_VALUE;
    Hooks.armed = true;
    Hooks.acquireParks(blocker, true, true, true, 1);
    boolean seen = Slots.read(self, open) && open.blocker == blocker;
    Hooks.parks(queue, Op.ACQUIRE, false); // an inner wait
    Hooks.acquireEnds(1, queue);
    Hooks.acquireEnds(1, blocker);
    Hooks.queueWaits(queue, Op.TAKE);
    Hooks.parksUntil(1, blocker, Op.AWAIT, true);
    seen &= Slots.read(self, open) && open.queue == queue;
    Hooks.fails(new InterruptedException(), blocker);
    Hooks.queueWaits(queue, Op.TAKE);
    Hooks.ends(blocker);
    seen &= !Slots.read(self, open);
    Hooks.endsTimed(true, blocker);
    Hooks.endsNanos(1, blocker);
    Hooks.endsState(1, blocker);
    Hooks.endsResult(blocker, blocker);
    Hooks.endsStamp(1, blocker);
    Hooks.fails(new TimeoutException(), blocker);
    others(blocker, queue);
    seen &= !Slots.read(self, open);
    seen &= TaskWarmUp.run();
    Hooks.armed = wasArmed;
    Hooks.recordNanos = threshold;
    Names.nameOf(blocker);
    EndedWaits.warm(self, blocker);
    Thrown.warm(self);
    Peers.warm();
    Said.said(null); // its class must not begin where a logger's stack is nearly used up
    return seen;
  }

  private static void others(Object blocker, Object queue) {
    Hooks.parksMillis(1, blocker, Op.JOIN, true);
    Hooks.endsJoin(blocker);
    Hooks.transferParks(blocker, queue, Op.NONE);
    Hooks.transferEnds(blocker, null, null, queue);
    Hooks.transferEnds(null, null, null, queue);
    Hooks.transferParksNanos(1, null, queue, Op.PUT);
    Hooks.endsMatch(blocker, null, queue);
    Hooks.parks(blocker, Op.GET, true);
    Hooks.taskEnds(blocker, 0, blocker);
    Hooks.taskEnds(null, 0, blocker);
    Hooks.phaserParks(null, blocker);
    Hooks.endsPhase(0, 0, null, blocker);
    Hooks.parks(blocker, Op.EXCHANGE, true);
    Hooks.endsExchange(null, queue, blocker);
    Hooks.socketParks(blocker, 1, 1);
    Hooks.endsIo(blocker);
    Hooks.sleeps(1);
    Hooks.endsSleep();
    Hooks.sleeps(1);
    Hooks.failsSleep(new InterruptedException());
    TraceHooks.contextChanged();
  }
}
