package io.duality.boot;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A reader sees the first wait of a thread, the second, its inner one, or none: never a mixture. */
@JCStressTest
@Outcome(
    id = {"none", "first", "second", "inner"},
    expect = Expect.ACCEPTABLE,
    desc = "One wait, whole.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Parts of two waits.")
@State
public class ReaderSeesOneWait {
  private static final Object FIRST = "first";
  private static final Object SECOND = "second";
  private static final Object INNER = "inner";
  private static final Object QUEUE = "queue";

  private final Thread self = Threads.one();

  @Actor
  public void waits() {
    Slots.open(self, FIRST, Op.ACQUIRE, false, false, 11, 1);
    close(2);
    Slots.announce(self, QUEUE, Op.TAKE, 3_000_000_003L);
    Slots.open(self, SECOND, Op.AWAIT, true, true, 22, 3_000_000_003L);
    Slots.open(self, INNER, Op.ACQUIRE, false, false, 0, 4_000_000_004L);
    Slots.closeInner(Slots.find(self));
    close(5_000_000_005L);
  }

  private void close(long now) {
    int slot = Slots.find(self);
    if (slot >= 0) {
      Slots.closeOuter(slot, now);
      Slots.release(slot, self);
    }
  }

  @Actor
  public void reads(L_Result result) {
    OpenSlot seen = new OpenSlot();
    result.r1 = Slots.read(self, seen) ? name(seen) : "none";
  }

  private String name(OpenSlot seen) {
    boolean mine = seen.thread == self;
    if (mine
        && seen.blocker == FIRST
        && seen.queue == null
        && seen.op == Op.ACQUIRE
        && seen.sinceNanos == 1
        && seen.timeoutNanos == 11
        && !seen.interruptible) {
      return "first";
    }
    if (mine
        && seen.blocker == SECOND
        && seen.queue == QUEUE
        && seen.op == Op.TAKE
        && seen.sinceNanos == 3_000_000_003L
        && seen.timeoutNanos == 22
        && seen.interruptible) {
      return "second";
    }
    if (mine
        && seen.blocker == INNER
        && seen.signalled == SECOND
        && seen.queue == QUEUE
        && seen.op == Op.ACQUIRE
        && seen.sinceNanos == 4_000_000_004L) {
      return "inner";
    }
    return "mixed " + seen.blocker + " " + seen.queue + " " + seen.op + " " + seen.sinceNanos;
  }
}
