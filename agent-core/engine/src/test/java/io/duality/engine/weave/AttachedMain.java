package io.duality.engine.weave;

import io.duality.boot.Names;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** An application that runs already when the weaver comes. */
public final class AttachedMain {
  private static final ReentrantLock BEFORE = new ReentrantLock();
  private static ReentrantLock later;
  private ReentrantLock instance = new ReentrantLock();

  private AttachedMain() {}

  private static void assign(AttachedMain existing) {
    later = new ReentrantLock();
    existing.instance = new ReentrantLock();
  }

  public static void main(String[] args) throws Exception {
    AttachedMain existing = new AttachedMain();
    Instrumentation instrumentation = TestAgent.instrumentation;
    WeaveOptions options = new WeaveOptions(true, true, true, Set.of(), List.of(TestRule.INSTANCE));
    Weaver weaver = Weaver.install(instrumentation, options);
    System.out.println("application " + weaver.awaitApplication(0));
    System.out.println("before " + Names.nameOf(BEFORE));
    System.out.println("existing " + Names.nameOf(existing.instance));
    assign(existing); // a method that is running keeps its old code until it returns
    System.out.println("later " + Names.nameOf(later));
    System.out.println("replaced " + Names.nameOf(existing.instance));
    TestRule.INSTANCE.shown.forEach(name -> System.out.println("rule saw " + name));
  }
}
