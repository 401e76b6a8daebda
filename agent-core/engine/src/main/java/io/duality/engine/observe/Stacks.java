package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.TraceRef;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stacks that a look needs: of waits that may be stalls, and of those who hold or work what
 * they wait for. A wait's stack does not change and is taken once.
 */
final class Stacks {
  private static final int MOST_PLATFORM = 512;
  private static final int MOST_VIRTUAL = 128;
  private static final int DEEPEST = 1_024;

  private final ThreadBean bean;
  private Map<Long, Taken> taken = new HashMap<>();

  Stacks(ThreadBean bean) {
    this.bean = bean;
  }

  private record Taken(String key, long since, List<StackTraceElement> frames) {
    boolean isOf(OpenWait wait) {
      return wait != null && since == wait.sinceNanos() && key.equals(wait.resourceKey());
    }
  }

  /** Thread id to frames, for the threads of the look whose stack is needed. */
  Map<Long, List<StackTraceElement>> of(
      LookBuilder look, Map<Long, TraceRef> traces, LookSettings settings) {
    Map<Long, List<StackTraceElement>> frames = new HashMap<>();
    Map<Long, Taken> keep = new HashMap<>();
    List<Thread> platform = new ArrayList<>();
    List<Thread> virtual = new ArrayList<>();
    for (long id : needed(look, traces, settings)) {
      Taken before = taken.get(id);
      if (before != null && before.isOf(look.waits.get(id))) {
        frames.put(id, before.frames);
        keep.put(id, before);
      } else {
        Thread thread = look.threads.get(id);
        if (thread == null) {
          continue; // a dump brought its stack along
        }
        (Peek.isVirtual(thread) ? virtual : platform).add(thread);
      }
    }
    takePlatform(limited(look, platform, MOST_PLATFORM), settings.frameDepth(), frames);
    for (Thread thread : limited(look, virtual, MOST_VIRTUAL)) {
      StackTraceElement[] stack = thread.getStackTrace();
      frames.put(
          Peek.threadId(thread),
          List.of(stack).subList(0, Math.min(stack.length, settings.frameDepth())));
    }
    frames.forEach(
        (id, stack) -> {
          OpenWait wait = look.waits.get(id);
          if (wait != null && !stack.isEmpty()) {
            keep.put(id, new Taken(wait.resourceKey(), wait.sinceNanos(), stack));
          }
        });
    taken = keep;
    return frames;
  }

  /**
   * Takes the stacks of threads that run, down to the application's frames below the deepest
   * recursion.
   */
  void whole(Collection<Thread> running, Map<Long, List<StackTraceElement>> frames) {
    List<Thread> platform = new ArrayList<>();
    for (Thread thread : running) {
      if (Peek.isVirtual(thread)) {
        StackTraceElement[] stack = thread.getStackTrace();
        frames.put(
            Peek.threadId(thread), List.of(stack).subList(0, Math.min(stack.length, DEEPEST)));
      } else {
        platform.add(thread);
      }
    }
    takePlatform(platform, DEEPEST, frames);
  }

  private static List<Thread> limited(LookBuilder look, List<Thread> threads, int most) {
    if (threads.size() <= most) {
      return threads;
    }
    look.unknown(
        (threads.size() - most) + " threads",
        "stack",
        "one look takes at most " + most + " stacks");
    return threads.subList(0, most);
  }

  private void takePlatform(
      List<Thread> threads, int depth, Map<Long, List<StackTraceElement>> frames) {
    if (threads.isEmpty() || !bean.allowed()) {
      return;
    }
    for (ThreadInfo info : bean.stacks(threads, depth)) {
      if (info != null) {
        frames.put(info.getThreadId(), List.of(info.getStackTrace()));
      }
    }
  }

  private static Iterable<Long> needed(
      LookBuilder look, Map<Long, TraceRef> traces, LookSettings settings) {
    Map<String, ResourceKind> kinds = new HashMap<>();
    for (Resource resource : look.resources.all()) {
      kinds.put(resource.key(), resource.kind());
    }
    Map<String, Boolean> matters = new HashMap<>();
    var needed = new java.util.LinkedHashSet<Long>();
    for (OpenWait wait : look.waits.values()) {
      if (wait.ageNanos(look.now) >= settings.framesAfterNanos()) {
        ResourceKind kind = kinds.get(wait.resourceKey());
        if (traces.containsKey(wait.threadId()) || mayStall(wait, kind)) {
          needed.add(wait.threadId());
          matters.put(wait.resourceKey(), true);
        }
      }
    }
    for (Holding holding : look.holdings.values()) {
      if (matters.containsKey(holding.resourceKey())) {
        needed.add(holding.threadId());
      }
    }
    return needed;
  }

  private static boolean mayStall(OpenWait wait, ResourceKind kind) {
    return kind == ResourceKind.SEMAPHORE
        || (kind.exclusive() && !wait.op().equals("wait"))
        || (kind == ResourceKind.QUEUE && !wait.op().equals("take"));
  }

  /** Whether a thread is inside {@code Thread.sleep}; not when nothing is known of it. */
  static boolean sleeps(ThreadInfo info) {
    if (info != null) {
      for (StackTraceElement frame : info.getStackTrace()) {
        if (frame.getClassName().equals("java.lang.Thread")
            && frame.getMethodName().startsWith("sleep")) {
          return true;
        }
      }
    }
    return false;
  }
}
