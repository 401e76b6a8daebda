package io.duality.engine.observe;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/** The JVM's thread bean, not touched before it is allowed. */
final class ThreadBean {
  private static final int BATCH = 512;

  private ThreadMXBean bean;
  private boolean measures;

  /** From now on the bean may be used: the application's first class is loaded. */
  void allow() {
    if (bean == null) {
      bean = ManagementFactory.getThreadMXBean();
      measures = bean.isThreadCpuTimeSupported() && bean.isThreadCpuTimeEnabled();
    }
  }

  boolean allowed() {
    return bean != null;
  }

  /** How many threads were started so far, or -1 when the bean is not allowed. */
  long started() {
    return bean == null ? -1 : bean.getTotalStartedThreadCount();
  }

  /**
   * The CPU time that a thread has used; -1 when the bean is not allowed, does not measure it, or
   * the thread has ended.
   */
  long cpuNanos(long id) {
    return bean == null || !measures ? -1 : bean.getThreadCpuTime(id);
  }

  /** State, lock and counters, without stacks and without a safepoint; null for ended threads. */
  List<ThreadInfo> infos(List<Thread> threads) {
    return ask(threads, 0);
  }

  /** The same with stacks, at one safepoint for each 512 threads. */
  List<ThreadInfo> stacks(List<Thread> threads, int depth) {
    return ask(threads, depth);
  }

  private List<ThreadInfo> ask(List<Thread> threads, int depth) {
    List<ThreadInfo> infos = new ArrayList<>(threads.size());
    for (int from = 0; from < threads.size(); from += BATCH) {
      List<Thread> part = threads.subList(from, Math.min(threads.size(), from + BATCH));
      long[] ids = new long[part.size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = io.duality.boot.Peek.threadId(part.get(i));
      }
      ThreadInfo[] answer =
          bean == null ? new ThreadInfo[ids.length] : bean.getThreadInfo(ids, depth);
      infos.addAll(java.util.Arrays.asList(answer));
    }
    return infos;
  }
}
