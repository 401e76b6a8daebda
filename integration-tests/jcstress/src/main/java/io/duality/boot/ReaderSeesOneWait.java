package io.duality.boot;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A reader sees a lock's wait, a queue's, the one inside it, or none: never a mixture. Each wait's
 * blocker knows what the rest of its slot must be.
 */
@JCStressTest
@Outcome(
    id = {"none", "plain", "queued", "inner"},
    expect = Expect.ACCEPTABLE,
    desc = "One wait, whole.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Parts of two waits.")
@State
public class ReaderSeesOneWait {
  /** A clock that never shows one time twice. */
  private static final AtomicLong CLOCK = new AtomicLong();

  private volatile Thread waiting;

  private record Wait(long since, long timeout, int op, Object queue, Wait outer) {}

  @Actor
  public void waits() {
    Thread self = Thread.currentThread();
    waiting = self;
    long now = CLOCK.incrementAndGet();
    Wait plain = new Wait(now, now + 1, Op.ACQUIRE, null, null);
    Slots.open(Slots.find(self), self, plain, Op.ACQUIRE, false, false, plain.timeout, now);
    close(self);

    Object queue = new Object();
    now = CLOCK.incrementAndGet();
    Wait queued = new Wait(now, now + 2, Op.TAKE, queue, null);
    Slots.announce(self, queue, Op.TAKE);
    Slots.open(Slots.find(self), self, queued, Op.AWAIT, true, true, queued.timeout, now);
    now = CLOCK.incrementAndGet();
    Wait inner = new Wait(now, 0, Op.ACQUIRE, queue, queued);
    Slots.open(Slots.find(self), self, inner, Op.ACQUIRE, false, false, 7, now);
    Slots.closeInner(Slots.find(self));
    close(self);
  }

  private static void close(Thread self) {
    int slot = Slots.find(self);
    if (slot >= 0) {
      Slots.closeOuter(slot, System.nanoTime());
      Slots.release(slot, self);
    }
  }

  @Actor
  public void reads(L_Result result) {
    OpenSlot seen = new OpenSlot();
    Thread thread = waiting;
    result.r1 = thread == null || !Slots.read(thread, seen) ? "none" : name(seen, thread);
  }

  private static String name(OpenSlot seen, Thread thread) {
    boolean whole =
        seen.blocker instanceof Wait wait
            && seen.thread == thread
            && seen.sinceNanos == wait.since
            && seen.timeoutNanos == wait.timeout
            && seen.op == wait.op
            && seen.queue == wait.queue
            && seen.signalled == wait.outer
            && seen.interruptible == (wait.op == Op.TAKE);
    if (!whole) {
      return "mixed " + seen.blocker + " " + seen.op + " " + seen.sinceNanos;
    }
    Wait wait = (Wait) seen.blocker;
    return wait.outer != null ? "inner" : wait.queue != null ? "queued" : "plain";
  }
}
