package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.context.Contexts;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Threads that are suspected of running without getting anywhere. A look that is asked for them
 * shows them with their stacks although they neither wait nor hold anything, and what carriers
 * among them have mounted.
 */
final class Suspects {
  /** How many of them a look shows. */
  private static final int MOST = 8;

  private static final long SHOWN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Contexts contexts;
  private final PlatformThreads platform;

  /** When each was suspected last: whose bundle is made is shown in it, though he may rest. */
  private final Map<Long, Long> threads = new LinkedHashMap<>();

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
    long now = System.nanoTime();
    threads.values().removeIf(last -> now - last > SHOWN_NANOS);
    ids.forEach(
        id -> {
          threads.remove(id);
          threads.put(id, now);
        });
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
    List<Long> lastFirst = new ArrayList<>(threads.keySet());
    Collections.reverse(lastFirst);
    for (long id : lastFirst) {
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
