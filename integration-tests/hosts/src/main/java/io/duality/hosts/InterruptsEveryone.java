package io.duality.hosts;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * An application that interrupts all threads of its group, as some do to get rid of their own: the
 * agent's are among them.
 */
public final class InterruptsEveryone {
  private static final Set<String> AGENTS =
      Set.of("duality-watch", "duality-hiccup", "duality-jfr", "duality-capture");

  private InterruptsEveryone() {}

  /** Says whether every thread of the agent has taken note, and goes on as a stock room. */
  public static void main(String[] args) throws Exception {
    await(() -> names(Thread::isAlive).containsAll(AGENTS));
    Thread.currentThread().getThreadGroup().interrupt();
    Thread.interrupted();
    boolean calm = await(() -> names(Thread::isInterrupted).isEmpty());
    System.out.println(calm ? "CALM" : "STILL INTERRUPTED " + names(Thread::isInterrupted));
    StockRoom.main(args);
  }

  private interface Question {
    boolean answer();
  }

  private static boolean await(Question question) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!question.answer()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return true;
  }

  private static Set<String> names(Predicate<Thread> which) {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("duality-") && which.test(thread)) {
        names.add(thread.getName());
      }
    }
    return names;
  }
}
