package io.duality.engine.observe;

import io.duality.engine.library.LibraryPool;
import io.duality.engine.library.LibraryPool.Backlog;
import io.duality.engine.library.LibraryPools;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.TaskSeen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tasks in front of libraries' workers, and who waits for the end of which. */
final class LibraryTasks {
  private final LookBuilder look;
  private final LibraryPools libraries;
  private final Set<String> futures = new HashSet<>();

  /** Netty's promises are waited for as monitors, of which the JVM tells class and identity. */
  private final Set<String> monitors = new HashSet<>();

  LibraryTasks(LookBuilder look, LibraryPools libraries) {
    this.look = look;
    this.libraries = libraries;
    Set<String> awaited = look.awaited();
    for (Resource resource : look.resources.all()) {
      if (awaited.contains(resource.key())) {
        if (resource.kind() == ResourceKind.FUTURE) {
          futures.add(resource.key());
        } else if (resource.kind() == ResourceKind.MONITOR) {
          monitors.add(resource.key());
        }
      }
    }
  }

  /** The futures that somebody waits for and whose tasks are queued in front of this pool. */
  Set<String> awaited(LibraryPool pool) {
    Set<String> keys = new HashSet<>();
    if (!futures.isEmpty() || !monitors.isEmpty()) {
      for (Object task : queued(pool, Futures.MOST_TASKS)) {
        promise(task);
        String key = futureOf(task);
        if (key != null) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  /** The first tasks, for the pool's figures. */
  List<TaskSeen> first(LibraryPool pool) {
    List<TaskSeen> tasks = new ArrayList<>();
    for (Object task : queued(pool, PoolSeen.MOST_TASKS)) {
      tasks.add(
          new TaskSeen(
              work(task),
              TaskSeen.NOBODY,
              TaskSeen.UNKNOWN_TIME,
              TaskSeen.UNKNOWN_TIME,
              null,
              futureOf(task),
              tasks.size()));
    }
    return tasks;
  }

  private static List<Object> queued(LibraryPool pool, int most) {
    Backlog backlog = pool.backlog();
    if (backlog == null) {
      return List.of();
    }
    if (!backlog.first().isEmpty()) {
      return backlog.first();
    }
    List<Object> tasks = new ArrayList<>();
    QueueItems.forEach(
        backlog.queue(),
        most,
        (task, position) -> {
          tasks.add(task);
          return tasks.size() < most;
        });
    return tasks;
  }

  /** The resource under which somebody waits for this task's end, or null. */
  private String futureOf(Object task) {
    Resource known = look.resources.known(task);
    if (known == null) {
      Object result = Futures.completedBy(task);
      known = result == null ? null : look.resources.known(result);
    }
    return known != null && futures.contains(known.key()) ? known.key() : null;
  }

  /** Whoever waits for the monitor of a task that is a promise waits for the task's end. */
  private void promise(Object task) {
    if (monitors.isEmpty() || !libraries.isWrapped(task)) {
      return;
    }
    String monitor = Resources.monitorKey(task);
    if (monitors.remove(monitor)) {
      Resource future = look.resources.future(task, "future of " + work(task));
      futures.add(future.key());
      for (OpenWait wait : List.copyOf(look.waits.values())) {
        if (wait.resourceKey().equals(monitor)) {
          look.waits.put(wait.threadId(), waiting(wait, future));
        }
      }
    }
  }

  private static OpenWait waiting(OpenWait monitor, Resource future) {
    return new OpenWait(
        monitor.threadId(),
        future.key(),
        "get",
        monitor.sinceNanos(),
        monitor.timeoutNanos(),
        monitor.interruptible(),
        monitor.by());
  }

  /** The class of what the application wants to be run. */
  private String work(Object task) {
    return TaskNames.work(libraries.work(task));
  }
}
