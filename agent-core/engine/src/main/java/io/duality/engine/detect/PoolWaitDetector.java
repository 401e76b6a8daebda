package io.duality.engine.detect;

import io.duality.diagnosis.Edge;
import io.duality.model.Alarm;
import io.duality.model.EndedWait;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds pools at which one of a hundred waits too long: tasks for a worker, by their stamps, and
 * threads for a connection, by the waits that ended in the window and those that are open. What did
 * not wait at all is in no figure, so this is the share of those that waited.
 */
final class PoolWaitDetector implements Detector {
  /** Fewer waits say nothing about one of a hundred. */
  private static final int LEAST = 5;

  private static final int MOST_WAITS = 20_000;

  private final TriggerSettings rule;
  private final long limit;
  private final long window;
  private final String condition;
  private final Deque<EndedWait> ended = new ArrayDeque<>();

  PoolWaitDetector(TriggerSettings rule) {
    this.rule = rule;
    this.limit = rule.get(TriggerKeys.P99).toNanos();
    this.window = rule.get(TriggerKeys.WINDOW).toNanos();
    this.condition = "pool-wait.p99 > " + Units.print(rule.get(TriggerKeys.P99));
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public boolean absorb(Round round) {
    for (EndedWait wait : round.ended()) {
      if (wait.kind() == ResourceKind.CONNECTION_POOL
          && rule.names().matches(wait.resourceName())) {
        ended.addLast(wait);
      }
    }
    while (!ended.isEmpty()
        && (ended.size() > MOST_WAITS
            || round.nanos() - ended.peekFirst().sinceNanos() - ended.peekFirst().waitNanos()
                > window)) {
      ended.removeFirst();
    }
    for (EndedWait wait : ended) {
      if (wait.waitNanos() > limit) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Alarm> look(View view) {
    List<Alarm> alarms = new ArrayList<>();
    for (PoolSeen pool : view.look().pools()) {
      PoolSeen.Delays delays = pool.delays();
      String name = view.name(pool.resourceKey());
      if (delays.count() >= LEAST
          && delays.p99Nanos() > limit
          && PoolNames.matches(rule.names(), name)) {
        String said =
            PoolNames.of(name)
                + ": 1 % of the last "
                + Sentences.count(delays.count(), "task")
                + " waited longer than "
                + Units.spoken(delays.p99Nanos(), " ")
                + " for a worker, the median "
                + Units.spoken(delays.medianNanos(), " ")
                + "; "
                + StarvationDetector.queued(view, pool);
        alarms.add(alarm(view, pool.resourceKey(), delays.p99Nanos(), said, pool.workers()));
      }
    }
    connections(view, alarms);
    return alarms;
  }

  private void connections(View view, List<Alarm> alarms) {
    Map<String, List<Long>> waits = new LinkedHashMap<>();
    for (EndedWait wait : ended) {
      waits.computeIfAbsent(wait.resourceName(), n -> new ArrayList<>()).add(wait.waitNanos());
    }
    for (Resource resource : view.look().resources()) {
      if (resource.kind() != ResourceKind.CONNECTION_POOL
          || !rule.names().matches(resource.name())) {
        continue;
      }
      List<Long> its = waits.computeIfAbsent(resource.name(), n -> new ArrayList<>());
      List<Long> waiting = new ArrayList<>();
      for (Edge edge : view.graph().waitsFor(resource.key())) {
        its.add(edge.waiting().ageNanos(view.nanos()));
        waiting.add(edge.threadId());
      }
      connections(view, resource.key(), resource.name(), its, waiting, alarms);
      waits.remove(resource.name());
    }
    waits.forEach((name, its) -> connections(view, name, name, its, List.of(), alarms));
  }

  private void connections(
      View view, String key, String name, List<Long> its, List<Long> waiting, List<Alarm> alarms) {
    long[] sorted = its.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    if (sorted.length < LEAST) {
      return;
    }
    long p99 = sorted[(int) Math.min(sorted.length - 1L, sorted.length * 99L / 100)];
    if (p99 <= limit) {
      return;
    }
    Blame blame = Blame.of(view, waiting, key);
    String end =
        blame.root() == null ? "" : Sentences.end(view.graph(), blame.root(), key, waiting);
    String said =
        name
            + ": 1 % of "
            + Sentences.count(sorted.length, "wait")
            + " for a connection in "
            + Units.spoken(window, " ")
            + " took longer than "
            + Units.spoken(p99, " ")
            + ", the median "
            + Units.spoken(sorted[sorted.length / 2], " ")
            + "; "
            + Sentences.count(waiting.size(), "thread")
            + (waiting.size() == 1 ? " waits now" : " wait now")
            + end;
    alarms.add(alarm(view, key, p99, said, waiting));
  }

  private Alarm alarm(View view, String key, long p99, String sentence, List<Long> threads) {
    Blame blame = Blame.of(view, threads, key);
    return new Alarm(
        "pool-wait",
        Signatures.of("pool-wait", List.of(view.stable(key))),
        condition,
        Units.spoken(p99, ""),
        sentence,
        blame.rootKey(),
        blame.threadIds(),
        Math.max(1, threads.size()),
        blame.spanNames(),
        Set.of("pool " + key));
  }
}
