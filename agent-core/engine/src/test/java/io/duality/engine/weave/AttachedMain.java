package io.duality.engine.weave;

import io.duality.boot.Names;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/** An application that runs already when the weaver comes. */
public final class AttachedMain {
  private static final ReentrantLock BEFORE = new ReentrantLock();
  private static ReentrantLock later;
  private static final List<AttachedMain> KEPT = new ArrayList<>();
  private ReentrantLock instance = new ReentrantLock();
  private final Object hidden = new ReentrantLock();
  private final Map<String, Object> byArticle = new ConcurrentHashMap<>();

  private static final class Worker implements Runnable {
    static final CountDownLatch begun = new CountDownLatch(1);
    static final CountDownLatch end = new CountDownLatch(1);
    final ReentrantLock workLock = new ReentrantLock();

    @Override
    public void run() {
      begun.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private AttachedMain() {}

  private static void assign(AttachedMain existing) {
    later = new ReentrantLock();
    existing.instance = new ReentrantLock();
  }

  public static void main(String[] args) throws Exception {
    AttachedMain existing = new AttachedMain();
    AttachedMain kept = new AttachedMain();
    KEPT.add(kept);
    kept.byArticle.put("article 17", new ReentrantLock());
    Worker work = new Worker();
    new Thread(work).start();
    Worker.begun.await();
    Instrumentation instrumentation = TestAgent.instrumentation;
    WeaveOptions options =
        new WeaveOptions(true, true, true, true, Set.of(), List.of(TestRule.INSTANCE));
    Weaver weaver = Weaver.install(instrumentation, options);
    System.out.println("application " + weaver.awaitApplication(0));
    System.out.println("before " + Names.nameOf(BEFORE));
    System.out.println("existing " + Names.nameOf(existing.instance));
    System.out.println("kept " + Names.nameOf(kept.instance));
    System.out.println("of any type " + Names.nameOf(kept.hidden));
    System.out.println("in a map " + Names.nameOf(kept.byArticle.get("article 17")));
    System.out.println("of a thread " + Names.nameOf(work.workLock));
    Worker.end.countDown();
    assign(existing); // a method that is running keeps its old code until it returns
    System.out.println("later " + Names.nameOf(later));
    System.out.println("replaced " + Names.nameOf(existing.instance));
    TestRule.INSTANCE.shown.forEach(name -> System.out.println("rule saw " + name));
  }
}
