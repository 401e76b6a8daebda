package io.duality.engine.vitals;

import io.duality.model.RetrySeen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Threads that run into one error again and again, where no trace tells one activity from the next:
 * a thread of its own, or one of a pool within one task. The whole stack is alike then, so that the
 * loop is one of the frames above the place.
 */
final class Loops {
  private static final int MOST = 64;

  /** Who runs what others hand over: for each a new activity, though the stack is the same. */
  private static final Set<String> WORKERS =
      Set.of(
          "java.util.concurrent.ThreadPoolExecutor",
          "java.util.concurrent.ThreadPoolExecutor$Worker",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.ForkJoinWorkerThread",
          "java.util.TimerThread",
          "sun.nio.ch.SelectorImpl",
          "jdk.internal.net.http.HttpClientImpl$SelectorManager",
          "org.apache.tomcat.util.threads.ThreadPoolExecutor",
          "org.eclipse.jetty.util.thread.QueuedThreadPool",
          "io.netty.util.concurrent.SingleThreadEventExecutor",
          "org.quartz.simpl.SimpleThreadPool$WorkerThread");

  private final Map<String, Tries> tries = new LinkedHashMap<>();

  void add(Arrival arrival) {
    if (arrival.frames().isEmpty() || (arrival.task() <= 0 && worker(arrival.frames()))) {
      return;
    }
    String key = arrival.threadId() + ":" + Math.max(0, arrival.task());
    Tries its = tries.get(key);
    if (its == null) {
      if (tries.size() >= MOST) {
        tries.remove(tries.keySet().iterator().next());
      }
      its = new Tries(arrival.threadName(), arrival.nanos());
      tries.put(key, its);
    }
    its.add(arrival.nanos(), arrival.peer());
  }

  private static boolean worker(List<StackTraceElement> frames) {
    for (StackTraceElement frame : frames) {
      if (WORKERS.contains(frame.getClassName())) {
        return true;
      }
    }
    return false;
  }

  /** The one that tries most, or null when nobody tries in a loop. */
  RetrySeen seen(long now) {
    Tries most = null;
    int threads = 0;
    for (Tries each : tries.values()) {
      if (each.loops(now)) {
        threads++;
        most = most == null || each.count() > most.count() ? each : most;
      }
    }
    return most == null
        ? null
        : new RetrySeen(
            most.thread(),
            most.peer(),
            most.count(),
            most.firstNanos(),
            most.periodNanos(),
            threads);
  }
}
