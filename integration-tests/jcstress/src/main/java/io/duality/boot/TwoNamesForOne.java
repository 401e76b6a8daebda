package io.duality.boot;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A given name beats the place of creation, whichever comes first. */
@JCStressTest
@Outcome(id = "given", expect = Expect.ACCEPTABLE, desc = "The better one.")
@Outcome(id = "full", expect = Expect.ACCEPTABLE, desc = "Too many names; counted.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The worse one, or none.")
@State
public class TwoNamesForOne {
  private static final int SITES = 256;

  private final Object named = new Object();
  private final int site = System.identityHashCode(named) & (SITES - 1);

  @Actor
  public void created() {
    Names.created(named, "created at Shop.open:" + site);
  }

  @Actor
  public void given() {
    Names.given(named, "given" + site);
  }

  @Arbiter
  public void told(L_Result result) {
    String name = Names.nameOf(named);
    boolean best = name != null && name.startsWith("given");
    result.r1 = best ? "given" : Names.unnamed() > 0 ? "full" : "" + name;
    if (site == 0) {
      sweepAtTimes();
    }
  }

  private static synchronized void sweepAtTimes() {
    Names.sweep();
  }
}
