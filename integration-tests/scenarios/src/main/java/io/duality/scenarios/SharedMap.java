package io.duality.scenarios;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A map that is not made for threads, and the four threads that change it. */
final class SharedMap {
  private static final int KEYS = 3_000;
  private static final int CHANGES = 20_000;

  /** Processor time, so that a busy machine is not taken for a thread that is caught. */
  private static final long FOR_ONE_CHANGE = TimeUnit.MILLISECONDS.toNanos(500);

  private final Map<Article, Article> stock = new HashMap<>(2);
  private final List<Changer> changers = new ArrayList<>();

  /** A key of a map, of which many have one hash. */
  private record Article(int number) implements Comparable<Article> {
    @Override
    public int hashCode() {
      return number & 7;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Article article && article.number == number;
    }

    @Override
    public int compareTo(Article other) {
      return Integer.compare(number, other.number);
    }
  }

  SharedMap(String name, long seed) {
    for (int i = 1; i <= 4; i++) {
      changers.add(new Changer(name + '-' + i, new Random(i + 4 * seed)));
    }
    changers.forEach(Thread::start);
  }

  /** Waits until all have done their changes, or one of them is caught in a change of the map. */
  boolean isNeverLeft() {
    while (changers.stream().anyMatch(Thread::isAlive)) {
      if (changers.stream().anyMatch(Changer::isCaught)) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return false;
  }

  private final class Changer extends Thread {
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();

    private final Random random;
    private volatile int change;
    private int seen = -1;
    private long seenAt;

    Changer(String name, Random random) {
      super(null, null, name);
      setDaemon(true);
      this.random = random;
    }

    @Override
    public void run() {
      for (int i = 0; i < CHANGES; i++) {
        change = i;
        change(i);
      }
    }

    private void change(int number) {
      Article article = new Article(random.nextInt(KEYS));
      try {
        stock.put(article, article);
        if ((number & 3) == 0) {
          stock.remove(new Article(random.nextInt(KEYS)));
        }
      } catch (RuntimeException | Error e) {
        return; // a broken map may also throw; this story waits for the other thing
      }
    }

    boolean isCaught() {
      long used = TIMES.getThreadCpuTime(threadId(this));
      if (change != seen) {
        seen = change;
        seenAt = used;
      }
      return used >= 0 && used - seenAt > FOR_ONE_CHANGE;
    }
  }

  @SuppressWarnings("deprecation") // the other name of it is known to Java 19 and later alone
  private static long threadId(Thread thread) {
    return thread.getId();
  }
}
