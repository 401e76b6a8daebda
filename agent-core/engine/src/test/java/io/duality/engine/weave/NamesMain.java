package io.duality.engine.weave;

import io.duality.boot.Names;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/** Prints what the application's synchronizers are called in a JVM that was woven at its start. */
public final class NamesMain {
  private static final ReentrantLock STATIC_LOCK = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();

  private NamesMain() {}

  public static void main(String[] args) throws Exception {
    System.out.println("first " + TestAgent.weaver.awaitApplication(0));
    System.out.println("static " + Names.nameOf(STATIC_LOCK));
    NamesMain first = new NamesMain();
    NamesMain second = new NamesMain();
    System.out.println("instance " + Names.nameOf(first.lock));
    System.out.println("second " + Names.nameOf(second.lock));
    CountDownLatch local = new CountDownLatch(1);
    System.out.println("local " + Names.nameOf(local));
    TestAgent.weaver.disarm();
    System.out.println("disarmed " + Names.nameOf(new NamesMain().lock));
    System.out.println(
        "disarmed " + TestAgent.weaver.states().stream().filter(s -> s.armed()).count());
    TestAgent.weaver.rearm();
    System.out.println("rearmed " + Names.nameOf(new NamesMain().lock));
    TestAgent.weaver.awaitSelfTests(10_000_000_000L);
    TestAgent.weaver.states().forEach(state -> System.out.println(state.line()));
    TestRule.INSTANCE.shown.forEach(name -> System.out.println("rule saw " + name));
  }
}
