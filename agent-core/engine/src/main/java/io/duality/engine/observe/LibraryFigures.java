package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.library.Libraries;
import io.duality.engine.library.LibraryPool;
import io.duality.engine.library.LibraryPool.Backlog;
import io.duality.engine.library.LibraryPool.Part;
import io.duality.engine.library.LibraryPools;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.PoolSeen.Counters;
import io.duality.model.PoolSeen.Delays;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.SeenBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;

/**
 * The pools, event loops and backlogs of libraries in a look: who works them, what they are called,
 * how full they are.
 */
final class LibraryFigures {
  private static final String SELECTOR = "java.nio.channels.Selector";

  private final Libraries libraries;
  private final LibraryPools.Threads threads;
  private final PlatformThreads platform;
  private final RingWaits rings;
  private final TrackedSet pools = new TrackedSet();
  private final LibraryPools.Fill fill = this::grows;
  private long listed = -1;
  private Tracked glanced;
  private long glancedAt;

  LibraryFigures(Libraries libraries, PlatformThreads platform, ThreadBean bean) {
    this.rings = new RingWaits(platform, bean);
    this.libraries = libraries;
    this.platform = platform;
    this.threads =
        new LibraryPools.Threads() {
          @Override
          public int count() {
            return platform.count();
          }

          @Override
          public Thread get(int index) {
            return platform.get(index);
          }
        };
  }

  /** Reads what there is now. */
  List<LibraryPool> read() {
    return libraries.pools().of(threads);
  }

  /** Whether work waits for the workers of a library's pool; finds pools by new threads. */
  boolean glance(long now) {
    if (platform.listed() != listed) {
      listed = platform.listed();
      pools.sweep();
      libraries.pools().forEach(threads, pools::of);
    }
    boolean found = false;
    glancedAt = now;
    for (int i = 0; i < pools.size(); i++) {
      glanced = pools.get(i);
      Object pool = glanced.get();
      found |= pool != null && libraries.pools().fill(pool, fill);
    }
    return found;
  }

  private boolean grows(Object queue, long depth, Object head) {
    long known = depth == PoolSeen.UNKNOWN ? QueueFill.depth(queue) : depth;
    Object first = known > 0 && head == null ? QueueItems.head(queue) : head;
    return glanced.tasksWait(first, known, glancedAt);
  }

  /** Adds the waits for room that neither a hook nor the JVM tells of. */
  void waits(LookBuilder look) {
    List<Resource> full = new ArrayList<>();
    for (LibraryPool pool : look.libraryPools) {
      Backlog backlog = pool.backlog();
      if (pool.part() == Part.BACKLOG
          && backlog.depth() != PoolSeen.UNKNOWN
          && backlog.depth() >= backlog.capacity()) {
        full.add(
            look.resources.backlog(
                backlog.queue(), backlog.name(), backlog.capacity(), backlog.depth()));
      }
    }
    rings.add(look, full);
  }

  /** Names what the look's threads wait for, and says who works it. */
  void holders(LookBuilder look) {
    if (look.libraryPools.isEmpty()) {
      return;
    }
    Set<String> put = new HashSet<>();
    for (OpenWait wait : look.waits.values()) {
      if (wait.op().equals("put") || wait.op().equals("transfer")) {
        put.add(wait.resourceKey());
      }
    }
    LibraryTasks tasks = new LibraryTasks(look, libraries.pools());
    for (LibraryPool pool : look.libraryPools) {
      if (pool.backlog() != null) {
        queue(look, pool, put);
        for (String key : tasks.awaited(pool)) {
          work(look, key, pool, pool.part() == Part.EVENT_LOOP ? "event-loop" : "worker");
        }
      }
    }
  }

  private static void queue(LookBuilder look, LibraryPool pool, Set<String> put) {
    Object queue = QueueFill.waitedFor(pool.backlog().queue());
    Resource known = look.resources.known(queue);
    if (known == null) {
      return;
    }
    look.resources.library(queue, pool.backlog().name());
    if (put.contains(known.key())) {
      work(look, known.key(), pool, "consumer");
    }
  }

  private static void work(LookBuilder look, String key, LibraryPool pool, String as) {
    for (Thread worker : pool.workers()) {
      look.holds(worker, key, Relation.WORKED_BY, as, 1, SeenBy.SAMPLE);
    }
  }

  /** Adds the figures, once everything that waits is known. */
  void figures(LookBuilder look) {
    LibraryTasks tasks = new LibraryTasks(look, libraries.pools());
    for (LibraryPool pool : look.libraryPools) {
      Backlog backlog = pool.backlog();
      Resource queue = backlog == null ? null : queue(look, pool);
      if (pool.part() != Part.BACKLOG) {
        pool(look, pool, queue, tasks);
      } else if (queue != null && look.queues.get(queue.key()).depth() > 0) {
        work(look, queue.key(), pool, "consumer");
      }
    }
  }

  private Resource queue(LookBuilder look, LibraryPool pool) {
    Backlog backlog = pool.backlog();
    Object queue = QueueFill.waitedFor(backlog.queue());
    boolean read = backlog.depth() != PoolSeen.UNKNOWN;
    long depth = read ? backlog.depth() : QueueFill.depth(queue);
    long capacity = read ? backlog.capacity() : capacity(queue);
    Resource resource =
        look.resources.backlog(
            queue, backlog.name(), capacity == PoolSeen.UNBOUNDED ? -1 : capacity, depth);
    Tracked tracked = pools.of(pool.pool());
    Object head =
        !backlog.first().isEmpty()
            ? backlog.first().get(0)
            : depth > 0 ? QueueItems.head(queue) : null;
    long age = depth <= 0 ? 0 : PoolSeen.UNKNOWN;
    if (tracked != null) {
      tracked.head(head, depth, look.now);
      if (tracked.headSince() != Tracked.NONE) {
        age = look.now - tracked.headSince();
      }
    }
    look.queues.put(
        resource.key(),
        new QueueSeen(
            resource.key(),
            depth,
            capacity,
            tracked == null ? depth : tracked.highWater(),
            age,
            null,
            null,
            queue instanceof BlockingQueue<?>));
    return resource;
  }

  private static long capacity(Object queue) {
    long limit = QueueFill.limit(queue);
    return limit == QueueFill.NONE ? PoolSeen.UNBOUNDED : limit;
  }

  private static void pool(LookBuilder look, LibraryPool pool, Resource queue, LibraryTasks tasks) {
    QueueSeen seen = queue == null ? null : look.queues.get(queue.key());
    long depth = seen == null ? 0 : seen.depth();
    int waiting = 0;
    List<Long> ids = new ArrayList<>();
    for (Thread worker : pool.workers()) {
      long id = Peek.threadId(worker);
      ids.add(id);
      waiting += waitsInTask(look, look.waits.get(id), queue) ? 1 : 0;
      if (depth > 0) {
        look.threads.putIfAbsent(id, worker); // who could take the next task
      }
    }
    int busy = Math.min(busy(pool, depth, waiting), ids.size());
    Resource resource =
        look.resources.pool(pool.pool(), pool.name(), Resource.Named.LIBRARY, pool.limit(), busy);
    if (queue != null && depth > 0) {
      work(look, queue.key(), pool, pool.part() == Part.EVENT_LOOP ? "event-loop" : "worker");
    }
    look.pools.put(
        resource.key(),
        new PoolSeen(
            resource.key(),
            pool.library(),
            pool.limit(),
            ids,
            busy,
            Math.min(waiting, busy),
            queue == null ? null : queue.key(),
            pool.backlog() == null ? null : pool.backlog().queue().getClass().getName(),
            depth,
            seen == null ? PoolSeen.UNBOUNDED : seen.capacity(),
            seen == null ? 0 : seen.headAgeNanos(),
            counters(pool, busy, depth),
            Delays.NONE,
            tasks.first(pool),
            pool.phase()));
  }

  /** An executor with a queue has a task in hand, else it would take the next one. */
  private static int busy(LibraryPool pool, long depth, int waiting) {
    if (pool.busy() != PoolSeen.UNKNOWN) {
      return (int) pool.busy();
    }
    return depth > 0 ? pool.workers().size() : waiting;
  }

  /** Whether a wait stops a task: not that for the next task, for events or for a connection. */
  private static boolean waitsInTask(LookBuilder look, OpenWait wait, Resource queue) {
    return wait != null
        && (queue == null || !wait.resourceKey().equals(queue.key()))
        && !wait.op().equals("accept")
        && !look.resources.isOfClass(wait.resourceKey(), SELECTOR);
  }

  private static Counters counters(LibraryPool pool, int busy, long depth) {
    if (pool.completed() == PoolSeen.UNKNOWN) {
      return Counters.NONE;
    }
    long started = pool.completed() + busy;
    return new Counters(
        started + Math.max(0, depth),
        started,
        pool.completed(),
        PoolSeen.UNKNOWN,
        PoolSeen.UNKNOWN);
  }
}
