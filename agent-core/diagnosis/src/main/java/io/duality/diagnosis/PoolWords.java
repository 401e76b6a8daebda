package io.duality.diagnosis;

import io.duality.model.PoolSeen;
import io.duality.model.TaskSeen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Pools, queues and their tasks in words. */
final class PoolWords {
  private PoolWords() {}

  /** {@code pool x: all 8 workers are taken (8 wait for tcp …), 312 tasks queued, …}. */
  static String starved(WaitForGraph graph, Starved starved) {
    PoolSeen pool = starved.pool();
    return Words.plain(graph.resource(pool.resourceKey()).name())
        + ": "
        + taken(graph, pool)
        + " and "
        + backlog(pool)
        + progress(starved.progress());
  }

  /** {@code all 8 workers are taken, 8 of them wait for tcp …}. */
  static String taken(WaitForGraph graph, PoolSeen pool) {
    int n = pool.workers().size();
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, Integer> each : Workers.waitedFor(graph, pool).entrySet()) {
      if (parts.size() < 2) {
        parts.add(
            (each.getValue() == n && n > 1 ? "all" : n == 1 ? "it" : "" + each.getValue())
                + (each.getValue() == 1 ? " waits for " : " wait for ")
                + Words.plain(each.getKey()));
      }
    }
    return (n == 1 ? "its only worker is taken" : "all " + n + " workers are taken")
        + (parts.isEmpty() ? "" : " (" + Words.list(parts) + ")");
  }

  /** {@code 312 tasks wait for one, the first for 58 s}. */
  static String backlog(PoolSeen pool) {
    return number(pool.depth())
        + (pool.depth() == 1 ? " task waits" : " tasks wait")
        + " for a worker"
        + (pool.headAgeNanos() > 0
            ? (pool.depth() == 1 ? ", for " : ", the first for ")
                + Words.duration(pool.headAgeNanos())
            : "");
  }

  static String progress(Progress progress) {
    if (progress.looks() < 2 || progress.completed() < 0) {
      return "";
    }
    String looks = " in " + progress.looks() + " looks";
    return progress.completed() == 0
        ? "; no task has ended" + looks
        : "; " + number(progress.completed()) + " tasks have ended" + looks;
  }

  /** {@code 120/s in, 4/s out}; empty when the looks do not tell. */
  static String flow(Progress progress) {
    double in = progress.arrival();
    double out = progress.drain();
    return in < 0 || out < 0 ? "" : rate(in) + " in, " + rate(out) + " out";
  }

  /** {@code 4/s}, {@code 0.5/s}. */
  static String rate(double perSecond) {
    return perSecond == 0
        ? "0/s"
        : perSecond < 10
            ? String.format(Locale.ROOT, "%.1f/s", perSecond).replace(".0/", "/")
            : number(Math.round(perSecond)) + "/s";
  }

  /** {@code 48,211}. */
  static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** The pool that all of these threads work for, or null. */
  static PoolSeen common(WaitForGraph graph, Collection<Long> threads) {
    PoolSeen common = null;
    for (long id : threads) {
      PoolSeen pool = graph.pools().of(id);
      if (pool == null || (common != null && !common.equals(pool))) {
        return null;
      }
      common = pool;
    }
    return common;
  }

  /** {@code once}, {@code 1,204 times}. */
  static String times(long n) {
    return n == 1 ? "once" : number(n) + " times";
  }

  /** {@code 1 collection}, {@code 1,204 collections}. */
  static String count(long n, String noun) {
    return number(n) + " " + noun + (n == 1 ? "" : "s");
  }

  /** {@code ; 60 of the next 64 were handed over by `POST /orders`}; empty without stamps. */
  static String handedOver(PoolSeen pool) {
    Map<String, Integer> spans = new TreeMap<>();
    int queued = 0;
    for (TaskSeen task : pool.tasks()) {
      if (task.threadId() == TaskSeen.NOBODY) {
        queued++;
        if (task.submitter() != null && task.submitter().spanName() != null) {
          spans.merge(task.submitter().spanName(), 1, Integer::sum);
        }
      }
    }
    Map.Entry<String, Integer> most =
        spans.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(null);
    return most == null
        ? ""
        : "; "
            + most.getValue()
            + " of the next "
            + queued
            + (most.getValue() == 1 ? " was" : " were")
            + " handed over by "
            + Words.code(most.getKey());
  }

  /** {@code 21 of 25 threads of pool http-nio-8080-exec}; null unless they belong to one pool. */
  static String folded(WaitForGraph graph, Collection<Long> threads) {
    PoolSeen pool = common(graph, threads);
    if (pool == null || threads.size() < 2 || pool.limit() == PoolSeen.UNKNOWN) {
      return null; // one without a limit has as many threads as there is work
    }
    String name = Words.plain(graph.resource(pool.resourceKey()).name());
    int all = pool.workers().size();
    return (threads.size() < all ? threads.size() + " of " + all : all == 2 ? "both" : "all " + all)
        + " threads of "
        + name;
  }
}
