package io.duality.boot;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Two threads whose slots lie together each have their own, or find none when all are taken. */
@JCStressTest
@Outcome(
    id = {"own, own"},
    expect = Expect.ACCEPTABLE,
    desc = "Each has its own.")
@Outcome(
    id = {"own, full", "full, own", "full, full"},
    expect = Expect.ACCEPTABLE,
    desc = "Too many at once; counted.")
@Outcome(expect = Expect.FORBIDDEN, desc = "One slot for two, or the wait of another.")
@State
public class ThreadsDoNotShareASlot {
  private final Thread[] threads = Threads.pair();
  private final Object left = new Object();
  private final Object right = new Object();
  private String leftSaw;
  private String rightSaw;

  @Actor
  public void left() {
    leftSaw = waits(threads[0], left);
  }

  @Actor
  public void right() {
    rightSaw = waits(threads[1], right);
  }

  private static String waits(Thread self, Object blocker) {
    long overflows = Slots.overflows();
    Slots.open(Slots.find(self), self, blocker, Op.ACQUIRE, false, false, 0, System.nanoTime());
    int slot = Slots.find(self);
    OpenSlot seen = new OpenSlot();
    if (slot < 0) {
      return Slots.overflows() > overflows ? "full" : "uncounted";
    }
    if (!Slots.read(self, seen) || seen.blocker != blocker || seen.thread != self) {
      return "another";
    }
    Slots.closeOuter(slot, System.nanoTime());
    boolean mine = Slots.find(self) == slot;
    Slots.release(slot, self);
    return mine ? "own" : "taken away";
  }

  @Arbiter
  public void told(LL_Result result) {
    OpenSlot seen = new OpenSlot();
    boolean left = Slots.read(threads[0], seen) || Slots.find(threads[0]) >= 0;
    boolean right = Slots.read(threads[1], seen) || Slots.find(threads[1]) >= 0;
    result.r1 = left ? "left behind" : leftSaw;
    result.r2 = right ? "left behind" : rightSaw;
  }
}
