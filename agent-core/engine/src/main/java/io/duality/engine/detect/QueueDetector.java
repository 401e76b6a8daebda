package io.duality.engine.detect;

import io.duality.diagnosis.Edge;
import io.duality.diagnosis.Flow;
import io.duality.model.Alarm;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds queues that build up: full ones whose producers wait and that nobody seems to take from,
 * ones that grow with no end in sight, and ones whose first element is old although they do not
 * drain. A queue that drains is healthy however long it is, and so is a full one that moves.
 */
final class QueueDetector implements Detector {
  /** For how long a producer waits in a queue that moves before that is worth a word. */
  private static final long LEAST_PUT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int MOVING = 5;
  private static final int PATIENCE = 6;
  private static final int MOST_SPANS = 100;

  private final TriggerSettings rule;
  private final long age;
  private final int looks;
  private final double full;
  private final QueueHistory history;

  QueueDetector(TriggerSettings rule, long intervalNanos) {
    this.rule = rule;
    this.age = rule.age().toNanos();
    this.looks = rule.get(TriggerKeys.LOOKS);
    this.full = rule.get(TriggerKeys.DEPTH);
    this.history = new QueueHistory(intervalNanos, Math.max(looks, steps(age, intervalNanos)));
  }

  private static int steps(long age, long interval) {
    return (int) Math.min(600, age / Math.max(1, interval) + 1);
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public void nothing() {
    history.nothing();
  }

  @Override
  public void pace(long nanos) {
    history.pace(nanos);
  }

  @Override
  public List<Alarm> look(View view) {
    Map<String, Alarm> alarms = new LinkedHashMap<>();
    for (Backlog backlog : backlogs(view)) {
      QueueHistory.Past past =
          history.see(backlog.key(), backlog.point(view.nanos()), backlog.headAge());
      Alarm alarm =
          backlog.depth() <= 0 || !named(view, backlog) ? null : judge(view, backlog, past);
      if (alarm != null) {
        alarms.putIfAbsent(alarm.signature(), alarm);
      }
    }
    history.end(view.nanos());
    return new ArrayList<>(alarms.values());
  }

  /** A pool's queue is the pool's: it alone knows what its workers began. */
  private static List<Backlog> backlogs(View view) {
    Map<String, QueueSeen> queues = new LinkedHashMap<>();
    view.look().queues().forEach(queue -> queues.put(queue.resourceKey(), queue));
    List<Backlog> backlogs = new ArrayList<>();
    for (PoolSeen pool : view.look().pools()) {
      QueueSeen queue = pool.queueKey() == null ? null : queues.remove(pool.queueKey());
      if (pool.phase() != PoolSeen.Phase.TERMINATED) {
        String key = pool.queueKey() == null ? pool.resourceKey() : pool.queueKey();
        backlogs.add(new Backlog(key, pool, queue));
      }
    }
    queues.values().forEach(queue -> backlogs.add(new Backlog(queue.resourceKey(), null, queue)));
    return backlogs;
  }

  private boolean named(View view, Backlog backlog) {
    return rule.names().matches(view.name(backlog.key()))
        || (backlog.pool() != null
            && PoolNames.matches(rule.names(), view.name(backlog.pool().resourceKey())));
  }

  private Alarm judge(View view, Backlog backlog, QueueHistory.Past past) {
    Edge oldest = oldestPut(view, backlog.key());
    if (oldest != null && nearlyFull(backlog)) {
      long waited = oldest.waiting().ageNanos(view.nanos());
      long least = Math.min(LEAST_PUT_NANOS, age);
      boolean moves = moves(backlog, past, waited, view.nanos());
      if (waited > (moves ? MOVING * least : least)) {
        return full(view, backlog, oldest);
      }
    }
    Flow flow = past.over(looks);
    if (backlog.pool() == null && takerWaits(view, backlog.key())) {
      return null; // what is in it is not due, or gone by now
    }
    if (past.covers(looks) && past.atItsMost() && flow.depth().rising() && endless(past, flow)) {
      return alarm(
          view,
          backlog,
          "queue.grows over " + looks + " looks",
          "+" + Sentences.rate(flow.depth().slopePerSecond()) + "/s",
          QueueWords.growing(view, backlog, flow));
    }
    boolean drains = flow.depth().last() < flow.depth().first() || past.shrank();
    long limit = flow.outPerSecond() == 0 && runs(view, backlog) ? PATIENCE * age : age;
    return past.covers(looks)
            && backlog.headAge() > limit
            && !drains
            && (backlog.pool() != null || piles(view, backlog, past))
        ? alarm(
            view,
            backlog,
            "queue.age > " + Units.print(rule.age()),
            Units.spoken(backlog.headAge(), ""),
            QueueWords.old(view, backlog, flow))
        : null;
  }

  /**
   * Whether growth will not end by itself: at this rate what comes now waits longer than age. Where
   * nothing is seen to leave, a long task may be all that it is, and growth has to last that long.
   */
  private boolean endless(QueueHistory.Past past, Flow flow) {
    return flow.outPerSecond() > 0
        ? flow.secondsToDrain() > age / 1e9
        : past.covers(past.most()) && past.over(past.most()).depth().rising();
  }

  /**
   * Whether a queue without a pool is one that work goes through and has stopped: nothing leaves
   * it, and more comes or waits to come. A store of spare parts keeps its elements.
   */
  private static boolean piles(View view, Backlog backlog, QueueHistory.Past past) {
    return past.neverShrank()
        && (past.over(past.most()).depth().last() > past.over(past.most()).depth().first()
            || oldestPut(view, backlog.key()) != null);
  }

  /** Whether most of a pool's workers have a task and do not wait in it. */
  private static boolean runs(View view, Backlog backlog) {
    if (backlog.pool() == null) {
      return false;
    }
    int running = 0;
    for (long worker : backlog.pool().workers()) {
      running += view.graph().mainWait(worker) == null ? 1 : 0;
    }
    return 2 * running > backlog.pool().workers().size();
  }

  private boolean nearlyFull(Backlog backlog) {
    long capacity = backlog.capacity();
    return capacity > 0
        && capacity != PoolSeen.UNBOUNDED
        && backlog.depth() >= Math.ceil(full * capacity);
  }

  /** Whether anything left the queue since its oldest producer began to wait. */
  private static boolean moves(Backlog backlog, QueueHistory.Past past, long waited, long nanos) {
    QueueSeen.Hand take = backlog.queue() == null ? null : backlog.queue().lastTake();
    return (take != null && nanos - take.nanos() < waited) || past.over(2).outPerSecond() > 0;
  }

  private static Edge oldestPut(View view, String key) {
    Edge oldest = null;
    for (Edge wait : view.graph().waitsFor(key)) {
      if (put(wait)
          && (oldest == null || wait.waiting().sinceNanos() - oldest.waiting().sinceNanos() < 0)) {
        oldest = wait;
      }
    }
    return oldest;
  }

  private static boolean takerWaits(View view, String key) {
    for (Edge wait : view.graph().waitsFor(key)) {
      if (!put(wait)) {
        return true;
      }
    }
    return false;
  }

  private static boolean put(Edge wait) {
    return wait.waiting().op().equals("put") || wait.waiting().op().equals("transfer");
  }

  private Alarm full(View view, Backlog backlog, Edge oldest) {
    List<Long> producers = new ArrayList<>();
    for (Edge wait : view.graph().waitsFor(backlog.key())) {
      if (put(wait)) {
        producers.add(wait.threadId());
      }
    }
    String waited = Units.spoken(oldest.waiting().ageNanos(view.nanos()), " ");
    String sentence =
        QueueWords.fill(view, backlog)
            + ", "
            + Sentences.count(producers.size(), "thread")
            + (producers.size() == 1 ? " waits" : " wait")
            + " to put, the oldest for "
            + waited
            + QueueWords.consumers(view, backlog);
    Blame blame = Blame.of(view, producers, backlog.key());
    return alarm(
        view,
        backlog,
        "queue.depth >= " + Math.round(full * 100) + "%",
        backlog.depth() + " of " + backlog.capacity(),
        sentence,
        blame,
        Set.of(WaitKey.of(oldest.waiting()).word()));
  }

  private Alarm alarm(
      View view, Backlog backlog, String condition, String observed, String sentence) {
    List<Long> workers = QueueWords.workers(view, backlog);
    Blame blame = Blame.of(view, workers, backlog.key());
    return alarm(
        view, backlog, condition, observed, sentence, blame, Set.of("queue " + backlog.key()));
  }

  private Alarm alarm(
      View view,
      Backlog backlog,
      String condition,
      String observed,
      String sentence,
      Blame blame,
      Set<String> subjects) {
    String subject = backlog.pool() == null ? backlog.key() : backlog.pool().resourceKey();
    List<String> spans = blame.spanNames();
    return new Alarm(
        "queue",
        Signatures.of("queue", List.of(view.stable(subject))),
        condition,
        observed,
        sentence,
        blame.rootKey(),
        blame.threadIds(),
        Math.max(1, blame.threadIds().size()),
        spans.subList(0, Math.min(MOST_SPANS, spans.size())),
        subjects);
  }
}
