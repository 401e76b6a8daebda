package io.duality.boot;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A sweep leaves the wait of a living thread where it is. */
@JCStressTest
@Outcome(id = "kept", expect = Expect.ACCEPTABLE, desc = "The wait is there until it ends.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A living thread's wait is gone.")
@State
public class SweepFreesOnlyTheDead {
  @Actor
  public void waits(L_Result result) {
    Thread self = Thread.currentThread();
    OpenSlot seen = new OpenSlot();
    Slots.open(Slots.find(self), self, this, Op.ACQUIRE, false, false, 0, System.nanoTime());
    boolean kept = Slots.read(self, seen) && seen.blocker == this;
    int slot = Slots.find(self);
    if (slot >= 0) {
      Slots.closeOuter(slot, System.nanoTime());
      kept &= Slots.find(self) == slot;
      Slots.release(slot, self);
    }
    result.r1 = kept ? "kept" : "gone";
  }

  @Actor
  public void sweeps() {
    Slots.sweep();
  }
}
