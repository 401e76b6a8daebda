package io.duality.engine.detect;

import io.duality.diagnosis.Edge;
import io.duality.model.Alarm;
import io.duality.model.EndedWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds locks at which the threads that use them spend too much of their time. Of locks that are
 * hooked every wait counts from its first to its last nanosecond; of those that are only sampled
 * the time from look to look counts for each thread that both show waiting.
 */
final class ContentionDetector implements Detector {
  /** Fewer waiting threads may take turns as they please. */
  private static final int LEAST_THREADS = 3;

  private static final int MOST_WAITS = 50_000;
  private static final long LONGEST_STEP_NANOS = 5_000_000_000L;

  private final TriggerSettings rule;
  private final double share;
  private final long window;
  private final String condition;
  private final Deque<Waited> past = new ArrayDeque<>();
  private final Map<String, Sum> sums = new HashMap<>();
  private Map<WaitKey, Long> open = Map.of();

  ContentionDetector(TriggerSettings rule) {
    this.rule = rule;
    this.share = rule.get(TriggerKeys.SHARE);
    this.window = rule.get(TriggerKeys.WINDOW).toNanos();
    this.condition =
        "contention.share > "
            + Math.round(share * 100)
            + "% in "
            + Units.print(rule.get(TriggerKeys.WINDOW));
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  /** Time that one thread has waited for one lock, until some instant. */
  private record Waited(String lock, long threadId, long nanos, long endNanos) {}

  /** All of it inside the window. */
  private static final class Sum {
    long nanos;
    final Map<Long, Integer> threads = new HashMap<>();
  }

  private static boolean lock(ResourceKind kind) {
    return kind == ResourceKind.LOCK
        || kind == ResourceKind.READ_WRITE_LOCK
        || kind == ResourceKind.MONITOR;
  }

  @Override
  public boolean absorb(Round round) {
    for (EndedWait wait : round.ended()) {
      if (lock(wait.kind()) && !wait.op().equals("wait")) {
        long end = wait.sinceNanos() + wait.waitNanos();
        add(wait.resourceName(), wait.threadId(), Math.min(window, wait.waitNanos()), end);
      }
    }
    while (!past.isEmpty()
        && (past.size() > MOST_WAITS || round.nanos() - past.peekFirst().endNanos > window)) {
      remove(past.removeFirst());
    }
    for (Sum sum : sums.values()) {
      if (over(sum.nanos, sum.threads.size())) {
        return true;
      }
    }
    return false;
  }

  private void add(String lock, long thread, long nanos, long end) {
    if (rule.names().matches(lock)) {
      past.addLast(new Waited(lock, thread, nanos, end));
      Sum sum = sums.computeIfAbsent(lock, name -> new Sum());
      sum.nanos += nanos;
      sum.threads.merge(thread, 1, Integer::sum);
    }
  }

  private void remove(Waited waited) {
    Sum sum = sums.get(waited.lock);
    sum.nanos -= waited.nanos;
    sum.threads.computeIfPresent(waited.threadId, (id, count) -> count == 1 ? null : count - 1);
    if (sum.threads.isEmpty()) {
      sums.remove(waited.lock);
    }
  }

  private boolean over(long nanos, int threads) {
    return threads >= LEAST_THREADS && nanos > share * threads * window;
  }

  @Override
  public List<Alarm> look(View view) {
    sample(view);
    Map<String, Alarm> alarms = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (Resource resource : view.look().resources()) {
      if (lock(resource.kind()) && names.add(resource.name())) {
        Alarm alarm = judge(view, resource.name(), resource.key());
        if (alarm != null) {
          alarms.putIfAbsent(alarm.signature(), alarm);
        }
      }
    }
    for (String lock : sums.keySet()) {
      Alarm alarm = names.contains(lock) ? null : judge(view, lock, lock);
      if (alarm != null) {
        alarms.putIfAbsent(alarm.signature(), alarm);
      }
    }
    return new ArrayList<>(alarms.values());
  }

  /** Monitors have no hooks and their waits no end: they count from look to look. */
  private void sample(View view) {
    Map<WaitKey, Long> now = new HashMap<>();
    for (Edge edge : view.graph().edges()) {
      Resource resource = edge.waiting() == null ? null : view.graph().resource(edge.resourceKey());
      if (resource != null
          && resource.kind() == ResourceKind.MONITOR
          && !edge.waiting().op().equals("wait")) {
        WaitKey wait = WaitKey.of(edge.waiting());
        Long before = open.get(wait);
        now.put(wait, view.nanos());
        if (before != null && view.nanos() - before <= LONGEST_STEP_NANOS) {
          add(resource.name(), edge.threadId(), view.nanos() - before, view.nanos());
        }
      }
    }
    open = now;
  }

  @Override
  public void nothing() {
    open = Map.of();
  }

  private Alarm judge(View view, String name, String key) {
    Sum sum = sums.get(name);
    long nanos = sum == null ? 0 : sum.nanos;
    Set<Long> threads = sum == null ? new HashSet<>() : new HashSet<>(sum.threads.keySet());
    List<Long> waiting = new ArrayList<>();
    for (Edge edge : view.graph().waitsFor(key)) {
      boolean hooked = !open.containsKey(WaitKey.of(edge.waiting()));
      if (!edge.waiting().op().equals("wait")) {
        nanos += hooked ? Math.min(window, edge.waiting().ageNanos(view.nanos())) : 0;
        threads.add(edge.threadId());
        waiting.add(edge.threadId());
      }
    }
    boolean enough = threads.size() >= LEAST_THREADS;
    for (Edge edge : view.graph().holdingsFor(key)) {
      threads.add(edge.threadId());
    }
    if (!rule.names().matches(name) || !enough || !over(nanos, threads.size())) {
      return null;
    }
    Blame blame = Blame.of(view, waiting.isEmpty() ? List.copyOf(threads) : waiting, key);
    long percent = Math.round(100.0 * nanos / ((double) threads.size() * window));
    String said =
        Sentences.resource(view.graph(), key)
            + ": its "
            + Sentences.count(threads.size(), "thread")
            + " spent "
            + percent
            + " % of the last "
            + Units.spoken(window, " ")
            + " waiting for it, "
            + Units.spoken(nanos, " ")
            + " in all; "
            + Sentences.count(waiting.size(), "thread")
            + (waiting.size() == 1 ? " waits now" : " wait now");
    return new Alarm(
        "contention",
        Signatures.of("contention", List.of(Signatures.stable(name))),
        condition,
        percent + "%",
        said,
        blame.rootKey(),
        blame.threadIds(),
        Math.max(threads.size(), waiting.size()),
        blame.spanNames(),
        Set.of("lock " + name));
  }
}
