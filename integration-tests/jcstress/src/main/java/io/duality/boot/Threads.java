package io.duality.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that never run: to a slot, a thread is an identity and a number. The pairs look for their
 * slots in the same few groups, whose slots that stay with a thread are taken; of every second
 * group only one slot is left.
 */
final class Threads {
  /** More than there are states at once. */
  private static final int PAIRS = 16_384;

  private static final int GROUPS = 64;
  private static final int KEPT = 8;
  private static final int ALL_BUT_ONE = 15;
  private static final Thread[][] TOGETHER = together();
  private static final AtomicInteger NEXT = new AtomicInteger();

  private Threads() {}

  static Thread one() {
    return new Thread((Runnable) null, "stressed");
  }

  /** Two threads whose slots lie together; nobody else has them for as long as a state lives. */
  static Thread[] pair() {
    return TOGETHER[NEXT.getAndIncrement() & (PAIRS - 1)];
  }

  private static Thread[][] together() {
    int[] taken = new int[GROUPS];
    List<List<Thread>> waiting = new ArrayList<>();
    for (int group = 0; group < GROUPS; group++) {
      waiting.add(new ArrayList<>());
    }
    Thread[][] pairs = new Thread[PAIRS][];
    int made = 0;
    while (made < PAIRS) {
      Thread thread = one();
      int group = (int) (Peek.threadId(thread) * 0x9E3779B97F4A7C15L >>> 54);
      if (group >= GROUPS) {
        continue;
      }
      if (taken[group] < (group % 2 == 0 ? KEPT : ALL_BUT_ONE)) {
        taken[group]++;
        Slots.open(-1, thread, thread, Op.PARK, false, false, 0, System.nanoTime());
        continue;
      }
      List<Thread> here = waiting.get(group);
      here.add(thread);
      if (here.size() == 2) {
        pairs[made++] = here.toArray(new Thread[0]);
        here.clear();
      }
    }
    return pairs;
  }
}
