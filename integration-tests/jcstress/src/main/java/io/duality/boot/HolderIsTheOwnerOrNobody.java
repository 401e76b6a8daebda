package io.duality.boot;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Whoever is read out of a lock holds it or did so a moment ago. */
@JCStressTest
@Outcome(
    id = {"nobody, nobody", "owner, nobody", "nobody, owner", "owner, owner"},
    expect = Expect.ACCEPTABLE,
    desc = "Who had it, or nobody.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Somebody else.")
@State
public class HolderIsTheOwnerOrNobody {
  private static final long LOCK_SYNC = Peek.offset(ReentrantLock.class, "sync");
  private static final long PLAN_SYNC = Peek.offset(ReentrantReadWriteLock.class, "sync");

  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantReadWriteLock plan = new ReentrantReadWriteLock();
  private volatile Thread owner;

  @Actor
  public void holds() {
    owner = Thread.currentThread();
    lock.lock();
    plan.readLock().lock();
    plan.readLock().unlock();
    lock.unlock();
  }

  @Actor
  public void reads(LL_Result result) {
    result.r1 = word(Holders.of(Peek.reference(lock, LOCK_SYNC)));
    result.r2 = word(Holders.reader(Peek.reference(plan, PLAN_SYNC)));
  }

  private String word(Thread holder) {
    return holder == null ? "nobody" : holder == owner ? "owner" : "somebody else";
  }
}
