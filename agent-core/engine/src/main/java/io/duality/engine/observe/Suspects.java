package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.context.Contexts;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Threads that are suspected of running without getting anywhere. A look that is asked for them
 * shows them with their stacks although they neither wait nor hold anything, and what carriers
 * among them have mounted.
 */
final class Suspects {
  /** How many of them a look shows. */
  private static final int MOST = 8;

  private final Contexts contexts;
  private final PlatformThreads platform;
  private List<Long> threads = List.of();
  private Set<String> spans = Set.of();

  Suspects(Contexts contexts, PlatformThreads platform) {
    this.contexts = contexts;
    this.platform = platform;
  }

  /**
   * Sets who is suspected.
   *
   * @param ids platform threads
   * @param spanIds running threads that carry one of these spans are suspected too
   */
  void set(List<Long> ids, Set<String> spanIds) {
    threads = List.copyOf(ids);
    spans = Set.copyOf(spanIds);
  }

  /** Adds them to a look; returns the threads whose stacks are wanted. */
  Set<Thread> add(LookBuilder look) {
    Set<Thread> wanted = new LinkedHashSet<>();
    for (Thread thread : found()) {
      look.threads.putIfAbsent(Peek.threadId(thread), thread);
      wanted.add(thread);
      Thread mounted = Carriers.isMounted(thread) ? Carriers.mounted(thread) : null;
      if (mounted != null) {
        look.threads.putIfAbsent(Peek.threadId(mounted), mounted);
        look.carried.put(Peek.threadId(thread), Peek.threadId(mounted));
        wanted.add(mounted);
      }
    }
    return wanted;
  }

  private List<Thread> found() {
    List<Thread> found = new ArrayList<>();
    for (long id : threads) {
      Thread thread = platform.byId(id);
      if (thread != null && found.size() < MOST) {
        found.add(thread);
      }
    }
    for (int i = 0; !spans.isEmpty() && i < platform.count() && found.size() < MOST; i++) {
      Thread thread = platform.get(i);
      if (Peek.state(thread) == Thread.State.RUNNABLE && !found.contains(thread)) {
        TraceRef trace = contexts.trace(thread);
        if (trace != null && spans.contains(trace.spanId())) {
          found.add(thread);
        }
      }
    }
    return found;
  }
}
