package io.duality.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that never run: to a slot, a thread is an identity and a number. */
final class Threads {
  /** More than there are states at once. */
  private static final int PAIRS = 16_384;

  private static final int GROUPS = 64;
  private static final Thread[][] TOGETHER = together();
  private static final AtomicInteger NEXT = new AtomicInteger();

  private Threads() {}

  static Thread one() {
    return new Thread((Runnable) null, "stressed");
  }

  /** Two threads that look for their slots in the same place, where many others do. */
  static Thread[] pair() {
    return TOGETHER[NEXT.getAndIncrement() & (PAIRS - 1)];
  }

  private static Thread[][] together() {
    List<List<Thread>> waiting = new ArrayList<>();
    for (int group = 0; group < GROUPS; group++) {
      waiting.add(new ArrayList<>());
    }
    Thread[][] pairs = new Thread[PAIRS][];
    int made = 0;
    while (made < PAIRS) {
      Thread thread = one();
      int group = (int) (Peek.threadId(thread) * 0x9E3779B97F4A7C15L >>> 54);
      if (group < GROUPS) {
        List<Thread> here = waiting.get(group);
        here.add(thread);
        if (here.size() == 2) {
          pairs[made++] = here.toArray(new Thread[0]);
          here.clear();
        }
      }
    }
    return pairs;
  }
}
