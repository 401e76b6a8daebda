package io.duality.engine.library;

import io.duality.model.PoolSeen;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the pools of libraries by their threads, for one look. Without a library that has a rule it
 * looks at nothing.
 */
public final class LibraryPools {
  private static final int MOST_WRAPPERS = 4;

  private final KnownClasses known;
  private final List<PoolRule> rules;

  LibraryPools(KnownClasses known) {
    this.known = known;
    this.rules =
        List.of(
            new TomcatPools(known),
            new JettyPools(known),
            new NettyLoops(known),
            new LoggingBacklogs(known),
            new Disruptors(known),
            new CoroutinePools(known));
  }

  /** The workers of one pool, and the rule that found it. */
  private record Found(PoolRule rule, List<Thread> workers) {}

  /** Threads that a look asks about, without a copy. */
  public interface Threads {
    int count();

    Thread get(int index);
  }

  /** Every pool, event loop and backlog that one of these threads works for. */
  public List<LibraryPool> of(Threads threads) {
    if (!known.any()) {
      return List.of();
    }
    IdentityHashMap<Object, Found> pools = new IdentityHashMap<>();
    for (int i = 0; i < threads.count(); i++) {
      add(threads.get(i), pools);
    }
    List<LibraryPool> read = new ArrayList<>();
    pools.forEach(
        (pool, found) -> {
          LibraryPool one = found.rule.read(pool, found.workers);
          if (one != null) {
            read.add(one);
          }
        });
    return read;
  }

  private void add(Thread thread, Map<Object, Found> pools) {
    Shape shape = known.of(thread);
    Object target = target(known, thread);
    Shape targetShape = known.of(target);
    if (shape == Shape.UNKNOWN && targetShape == Shape.UNKNOWN) {
      return;
    }
    for (PoolRule rule : rules) {
      Object pool = rule.poolOf(thread, shape, target, targetShape);
      if (pool != null) {
        pools.computeIfAbsent(pool, p -> new Found(rule, new ArrayList<>())).workers.add(thread);
        return;
      }
    }
  }

  /** The pools themselves, without their figures. */
  public void forEach(Threads threads, Consumer<Object> seen) {
    if (known.any()) {
      IdentityHashMap<Object, Found> pools = new IdentityHashMap<>();
      for (int i = 0; i < threads.count(); i++) {
        add(threads.get(i), pools);
      }
      pools.keySet().forEach(seen);
    }
  }

  /** Is told how full a pool's queue is. */
  public interface Fill {
    /**
     * @param queue the queue itself
     * @param depth {@link PoolSeen#UNKNOWN} when it is one of the JDK's
     * @param head the first task, or null when the rule does not know it
     */
    boolean is(Object queue, long depth, Object head);
  }

  /** Tells how full the queue of a pool is; allocates nothing. False when it has none. */
  public boolean fill(Object pool, Fill told) {
    Shape shape = known.of(pool);
    for (PoolRule rule : rules) {
      Object queue = rule.queueOf(pool, shape);
      if (queue != null) {
        long depth = rule.depth(pool, queue);
        return told.is(queue, depth, depth > 0 ? rule.head(queue) : null);
      }
    }
    return false;
  }

  /** Whether a task is a library's own object around what the application gave to it. */
  public boolean isWrapped(Object task) {
    return known.of(task).as(Wrapper.WRAPPER) != Shape.UNKNOWN;
  }

  /** What the application gave to a library, without what the library put around it. */
  public Object work(Object task) {
    return unwrapped(known, task);
  }

  /** What a thread was created to run, without what libraries put around it; or null. */
  static Object target(KnownClasses known, Thread thread) {
    return unwrapped(known, ThreadTargets.of(thread));
  }

  private static Object unwrapped(KnownClasses known, Object outer) {
    Object object = outer;
    for (int i = 0; i < MOST_WRAPPERS; i++) {
      Shape shape = known.of(object).as(Wrapper.WRAPPER);
      Object inner = shape.reference(object, 0);
      if (inner == null) {
        return object;
      }
      object = inner;
    }
    return object;
  }
}
