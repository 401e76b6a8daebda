package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.SeenBy;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Threads that wait for room in a Disruptor's ring. They park for a nanosecond, look, and park
 * again: to the JVM they are at work, and only their stacks tell what they do.
 */
final class RingWaits {
  /** How many threads are asked for their stacks in one look. */
  private static final int MOST = 64;

  private static final int DEPTH = 12;

  private final PlatformThreads platform;
  private final ThreadBean bean;

  /** Since when a thread was found so by every look. */
  private Map<Long, Long> since = new HashMap<>();

  RingWaits(PlatformThreads platform, ThreadBean bean) {
    this.platform = platform;
    this.bean = bean;
  }

  /**
   * Adds them to a look.
   *
   * @param full the rings that have no room; with more than one a stack does not tell which
   */
  void add(LookBuilder look, List<Resource> full) {
    Map<Long, Long> now = new HashMap<>();
    List<Thread> asked = full.isEmpty() || !bean.allowed() ? List.of() : candidates(look);
    List<ThreadInfo> stacks = asked.isEmpty() ? List.of() : bean.stacks(asked, DEPTH);
    for (int i = 0; i < stacks.size(); i++) {
      Thread thread = asked.get(i);
      if (stacks.get(i) == null || !wantsRoom(stacks.get(i).getStackTrace())) {
        continue;
      }
      if (full.size() > 1) {
        look.unknown(
            LookBuilder.label(thread),
            "waits",
            "it waits for room in one of " + full.size() + " rings that are full");
        continue;
      }
      long id = Peek.threadId(thread);
      long begun = since.getOrDefault(id, look.now);
      now.put(id, begun);
      look.waits(thread, new OpenWait(id, full.get(0).key(), "put", begun, 0, false, SeenBy.STACK));
    }
    since = now;
  }

  private List<Thread> candidates(LookBuilder look) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < platform.count() && threads.size() < MOST; i++) {
      Thread thread = platform.get(i);
      Thread.State state = Peek.state(thread);
      if ((state == Thread.State.TIMED_WAITING || state == Thread.State.RUNNABLE)
          && !parkedByHook(look, thread)) {
        threads.add(thread);
      }
    }
    return threads;
  }

  /** A wait that a hook saw is another one; what only looks saw may be this one's short parks. */
  private static boolean parkedByHook(LookBuilder look, Thread thread) {
    OpenWait wait = look.waits.get(Peek.threadId(thread));
    return wait != null && wait.by() == SeenBy.SLOT;
  }

  private static boolean wantsRoom(StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      if (frame.getClassName().endsWith("ProducerSequencer")
          && frame.getMethodName().equals("next")
          && frame.getClassName().contains("disruptor.")) {
        return true;
      }
    }
    return false;
  }
}
