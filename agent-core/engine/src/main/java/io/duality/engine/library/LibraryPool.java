package io.duality.engine.library;

import io.duality.model.PoolSeen;
import java.util.List;
import java.util.Objects;

/**
 * A pool of threads, an event loop or a backlog of a library, as its fields showed it. It keeps
 * objects of the application, so it is good for one look only.
 *
 * @param part what it is
 * @param pool the object that people know: the executor, the event loop, the appender
 * @param library {@code tomcat}, {@code netty}, …
 * @param name what a person would call it: {@code pool http-nio-8080}
 * @param limit how many workers it may have, or {@link PoolSeen#UNKNOWN}
 * @param workers the threads that work for it
 * @param busy how many of them run a task, or {@link PoolSeen#UNKNOWN} when no field tells
 * @param backlog what waits for a worker, or null
 * @param completed how many tasks have ended, or {@link PoolSeen#UNKNOWN}
 * @param phase whether it takes tasks
 */
public record LibraryPool(
    Part part,
    Object pool,
    String library,
    String name,
    long limit,
    List<Thread> workers,
    long busy,
    Backlog backlog,
    long completed,
    PoolSeen.Phase phase) {

  /** What of a library it is. */
  public enum Part {
    /** Workers that take tasks from one queue. */
    POOL,
    /** One thread that runs everything of some channels; what waits on it stops all of them. */
    EVENT_LOOP,
    /** A queue with a thread that empties it. */
    BACKLOG
  }

  /**
   * What waits for a worker.
   *
   * @param queue the queue itself
   * @param name what a person would call it
   * @param depth how many tasks, or {@link PoolSeen#UNKNOWN}: then the queue is one of the JDK's
   * @param capacity how many it takes, or {@link PoolSeen#UNBOUNDED}, or {@link PoolSeen#UNKNOWN}
   * @param first the first tasks, as far as they could be read
   */
  public record Backlog(Object queue, String name, long depth, long capacity, List<Object> first) {
    public Backlog {
      Objects.requireNonNull(queue, "queue");
      Objects.requireNonNull(name, "name");
    }
  }

  public LibraryPool {
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(library, "library");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(phase, "phase");
    workers = List.copyOf(workers);
  }
}
