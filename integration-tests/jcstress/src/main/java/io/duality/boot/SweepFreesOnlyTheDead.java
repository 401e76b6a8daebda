package io.duality.boot;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A sweep leaves the wait of a living thread where it is. */
@JCStressTest
@Outcome(id = "seen", expect = Expect.ACCEPTABLE, desc = "The wait is still there.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A living thread's wait is gone.")
@State
public class SweepFreesOnlyTheDead {
  private final Thread self = Threads.one();
  private final Object blocker = new Object();

  @Actor
  public void waits() {
    Slots.open(self, blocker, Op.ACQUIRE, false, false, 0, System.nanoTime());
  }

  @Actor
  public void sweeps() {
    Slots.sweep();
  }

  @Arbiter
  public void told(L_Result result) {
    OpenSlot seen = new OpenSlot();
    int slot = Slots.find(self);
    // Without a slot of its own there were too many; that is another test's subject.
    result.r1 = slot < 0 || (Slots.read(slot, seen) && seen.blocker == blocker) ? "seen" : "gone";
    if (slot >= 0) {
      Slots.closeOuter(slot, System.nanoTime());
      Slots.release(slot, self);
    }
  }
}
