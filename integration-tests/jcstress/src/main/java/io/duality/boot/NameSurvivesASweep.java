package io.duality.boot;

import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A name is there or not yet there while it is given, and stays, whoever sweeps meanwhile. */
@JCStressTest
@Outcome(
    id = {"none, named", "named, named"},
    expect = Expect.ACCEPTABLE,
    desc = "Named in the end.")
@Outcome(id = "none, full", expect = Expect.ACCEPTABLE, desc = "Too many names; counted.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A name was lost, or is another's.")
@State
public class NameSurvivesASweep {
  private static final int SITES = 256;

  /** Only one thread may sweep; in the product it is the watch. */
  private static final AtomicBoolean SWEEPING = new AtomicBoolean();

  private final Object named = new Object();
  /** A sweep walks through all buckets: done for every state it would leave time for little else. */
  private final boolean sweeps = (System.identityHashCode(named) >> 8 & 31) == 0;

  private final String name = "Shop.lock" + (System.identityHashCode(named) & (SITES - 1));

  @Actor
  public void names() {
    Names.stored(named, name);
  }

  @Actor
  public void readsAndSweeps(LL_Result result) {
    result.r1 = word(Names.nameOf(named));
    if (sweeps && SWEEPING.compareAndSet(false, true)) {
      Names.sweep();
      SWEEPING.set(false);
    }
  }

  @Arbiter
  public void told(LL_Result result) {
    String word = word(Names.nameOf(named));
    result.r2 = word.equals("none") && Names.unnamed() > 0 ? "full" : word;
  }

  private String word(String found) {
    if (found == null) {
      return "none";
    }
    return found.equals(name) || found.startsWith(name + "#") ? "named" : found;
  }
}
