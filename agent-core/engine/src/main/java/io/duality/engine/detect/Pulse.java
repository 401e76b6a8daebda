package io.duality.engine.detect;

import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.TaskSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.config.HeartbeatSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How often something that a heartbeat declares has moved lately. */
final class Pulse {
  /** It was never seen to move. */
  static final long NEVER = Long.MIN_VALUE;

  private static final int MOST_BEATS = 10_000;

  private final HeartbeatSettings settings;
  private final long per;
  private final Deque<long[]> beats = new ArrayDeque<>();
  private final Deque<Long> looks = new ArrayDeque<>();
  private final Map<String, Long> before = new HashMap<>();
  private final Set<String> kinds = new HashSet<>();
  private long askedAt = NEVER;
  private long foundAt = NEVER;
  private long lastBeat = NEVER;
  private boolean remarked;
  private String what;

  Pulse(HeartbeatSettings settings) {
    this.settings = settings;
    this.per = settings.expect().per().toNanos();
    this.what = "heartbeat " + settings.name();
    for (String kind : List.of("pool", "queue", "thread", "span")) {
      if (settings.kinds().matches(kind)) {
        kinds.add(kind);
      }
    }
  }

  HeartbeatSettings settings() {
    return settings;
  }

  String what() {
    return what;
  }

  long foundAt() {
    return foundAt;
  }

  long lastBeat() {
    return lastBeat;
  }

  /** How often it moved in the time that is expected to hold a number of movements. */
  long beats(long nanos) {
    while (!beats.isEmpty() && nanos - beats.peekFirst()[0] > per) {
      beats.removeFirst();
    }
    long count = 0;
    for (long[] beat : beats) {
      count += beat[1];
    }
    return count;
  }

  /**
   * Whether it moved less often than expected; never before it was there for that long. What nobody
   * counts is seen to move once a look at most: where looks were not more than the movements that
   * are expected, it is late when most of them saw none.
   */
  boolean late(long nanos) {
    while (!looks.isEmpty() && nanos - looks.peekFirst() > per) {
      looks.removeFirst();
    }
    long beats = beats(nanos);
    boolean seldom = looks.size() <= settings.expect().count();
    boolean few = seldom ? 2 * beats < looks.size() : beats < settings.expect().count();
    return foundAt != NEVER && nanos - foundAt > per && few;
  }

  /** The note that the thing does not exist, once; else null. */
  String remark(long nanos) {
    if (remarked || foundAt != NEVER || nanos - askedAt <= per) {
      return null;
    }
    remarked = true;
    return "heartbeat "
        + settings.name()
        + ": there is no "
        + String.join(", ", kinds.stream().sorted().toList())
        + " called "
        + String.join(" or ", settings.names().patterns())
        + " so far; it is watched for from when it appears";
  }

  /** Spans that were begun. */
  void spans(Round round) {
    if (askedAt == NEVER) {
      askedAt = round.nanos();
    }
    if (!kinds.contains("span")) {
      return;
    }
    for (Map.Entry<String, Long> begun : round.begun().entrySet()) {
      if (settings.names().matches(begun.getKey())) {
        found("span " + begun.getKey(), begun.getValue());
        Long earlier = before.put("span " + begun.getKey(), begun.getValue());
        if (earlier == null || !earlier.equals(begun.getValue())) {
          beat(begun.getValue(), 1);
        }
      }
    }
  }

  private void found(String thing, long nanos) {
    if (foundAt == NEVER) {
      foundAt = nanos;
      what = thing;
    }
  }

  private void beat(long nanos, long count) {
    lastBeat = lastBeat == NEVER || nanos - lastBeat > 0 ? nanos : lastBeat;
    beats.addLast(new long[] {nanos, count});
    if (beats.size() > MOST_BEATS) {
      beats.removeFirst();
    }
  }

  /** Pools, queues and threads of a look. */
  void look(View view) {
    looks.addLast(view.nanos());
    if (looks.size() > MOST_BEATS) {
      looks.removeFirst();
    }
    if (kinds.contains("pool")) {
      view.look().pools().forEach(pool -> pool(view, pool));
    }
    if (kinds.contains("queue")) {
      view.look().queues().forEach(queue -> queue(view, queue));
    }
    if (kinds.contains("thread")) {
      moves(view);
    }
  }

  private void pool(View view, PoolSeen pool) {
    String name = view.name(pool.resourceKey());
    if (!PoolNames.matches(settings.names(), name)) {
      return;
    }
    found(PoolNames.of(name), view.nanos());
    long completed = pool.counters().completed();
    if (completed != PoolSeen.UNKNOWN) {
      counted("pool " + pool.resourceKey(), completed, view.nanos());
      return;
    }
    for (TaskSeen task : pool.tasks()) {
      if (task.threadId() != TaskSeen.NOBODY && task.startedNanos() != TaskSeen.UNKNOWN_TIME) {
        changed("task " + pool.resourceKey() + task.threadId(), task.startedNanos(), view.nanos());
      }
    }
  }

  private void counted(String key, long count, long nanos) {
    Long earlier = before.put(key, count);
    if (earlier != null && count > earlier) {
      beat(nanos, count - earlier);
    }
  }

  private void changed(String key, long value, long nanos) {
    Long earlier = before.put(key, value);
    if (earlier != null && earlier != value) {
      beat(nanos, 1);
    }
  }

  /** A queue moves when something is taken; where nobody sees that, when it gets shorter. */
  private void queue(View view, QueueSeen queue) {
    String name = view.name(queue.resourceKey());
    if (!settings.names().matches(name)) {
      return;
    }
    found("queue " + name, view.nanos());
    if (queue.lastTake() != null) {
      changed("take " + queue.resourceKey(), queue.lastTake().nanos(), view.nanos());
    }
    Long depth = before.put("depth " + queue.resourceKey(), queue.depth());
    if (depth != null && queue.depth() < depth) {
      beat(view.nanos(), depth - queue.depth());
    }
  }

  /** A thread moves when it begins a wait or a task, or moves an element of a queue. */
  private void moves(View view) {
    for (ThreadSeen thread : view.look().threads()) {
      if (settings.names().matches(thread.name())) {
        found("thread " + thread.label(), view.nanos());
      }
    }
    for (OpenWait wait : view.look().waits()) {
      ThreadSeen thread = view.graph().thread(wait.threadId());
      if (thread != null && settings.names().matches(thread.name())) {
        changed("wait " + thread.id(), wait.sinceNanos(), view.nanos());
      }
    }
    for (QueueSeen queue : view.look().queues()) {
      hand(queue.lastTake(), "took " + queue.resourceKey(), view.nanos());
      hand(queue.lastPut(), "put " + queue.resourceKey(), view.nanos());
    }
    for (PoolSeen pool : view.look().pools()) {
      for (TaskSeen task : pool.tasks()) {
        ThreadSeen thread = view.graph().thread(task.threadId());
        if (thread != null
            && settings.names().matches(thread.name())
            && task.startedNanos() != TaskSeen.UNKNOWN_TIME) {
          changed("began " + thread.id(), task.startedNanos(), view.nanos());
        }
      }
    }
  }

  private void hand(QueueSeen.Hand hand, String key, long nanos) {
    if (hand != null && settings.names().matches(hand.threadName())) {
      found("thread " + hand.threadName(), nanos);
      changed(key, hand.nanos(), nanos);
    }
  }

  /** The threads that should make it move, as far as the look shows them. */
  List<Long> threads(View view) {
    Set<Long> ids = new LinkedHashSet<>();
    for (PoolSeen pool : view.look().pools()) {
      if (kinds.contains("pool")
          && PoolNames.matches(settings.names(), view.name(pool.resourceKey()))) {
        ids.addAll(pool.workers());
      }
    }
    for (QueueSeen queue : view.look().queues()) {
      if (kinds.contains("queue")
          && settings.names().matches(view.name(queue.resourceKey()))
          && queue.lastTake() != null) {
        ids.add(queue.lastTake().threadId());
      }
    }
    for (ThreadSeen thread : view.look().threads()) {
      if (kinds.contains("thread") && settings.names().matches(thread.name())) {
        ids.add(thread.id());
      }
    }
    return new ArrayList<>(ids);
  }
}
