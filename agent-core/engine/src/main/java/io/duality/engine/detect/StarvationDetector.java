package io.duality.engine.detect;

import io.duality.diagnosis.Edge;
import io.duality.model.Alarm;
import io.duality.model.Holding;
import io.duality.model.PoolSeen;
import io.duality.model.TaskSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds pools that have queued work, no idle worker, and do not move. Where most of the workers
 * stand in one wait each, that is stuck at once; workers that run or move on from wait to wait may
 * only have long tasks and get {@link #PATIENCE} times as long, and three times as long as the pool
 * ever took before.
 */
final class StarvationDetector implements Detector {
  private static final int PATIENCE = 6;
  private static final int WORSE_THAN_EVER = 3;
  private static final int MOST_SPANS = 100;

  private final TriggerSettings rule;
  private final boolean carriers;
  private final String condition;
  private final PoolProgress progress = new PoolProgress();
  private boolean suspicious;

  StarvationDetector(TriggerSettings rule) {
    this(rule, false);
  }

  private StarvationDetector(TriggerSettings rule, boolean carriers) {
    this.rule = rule;
    this.carriers = carriers;
    this.condition = rule.type().label() + ".age > " + Units.print(rule.age());
  }

  /** The same, of the carriers of virtual threads alone. */
  static StarvationDetector ofCarriers(TriggerSettings rule) {
    return new StarvationDetector(rule, true);
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public boolean suspicious() {
    return suspicious;
  }

  @Override
  public void nothing() {
    progress.nothing();
    suspicious = false;
  }

  @Override
  public List<Alarm> look(View view) {
    suspicious = false;
    Map<String, Alarm> alarms = new HashMap<>();
    for (PoolSeen pool : view.look().pools()) {
      if (pool.depth() <= 0
          || pool.phase() == PoolSeen.Phase.TERMINATED
          || (carriers && !PoolNames.carriers(view, pool))) {
        continue;
      }
      PoolProgress.Standing standing = progress.see(pool, view.nanos());
      if (pool.workers().isEmpty() || pool.idle() > 0 || !named(view, pool)) {
        continue;
      }
      Alarm alarm = judge(view, pool, standing);
      if (alarm != null) {
        alarms.putIfAbsent(alarm.signature(), alarm);
      }
    }
    progress.end(view.nanos());
    return new ArrayList<>(alarms.values());
  }

  private boolean named(View view, PoolSeen pool) {
    return carriers || PoolNames.matches(rule.names(), view.name(pool.resourceKey()));
  }

  private Alarm judge(View view, PoolSeen pool, PoolProgress.Standing standing) {
    long age = rule.age().toNanos();
    List<Long> waiting = new ArrayList<>();
    long youngest = Long.MAX_VALUE;
    int lasting = 0;
    for (long worker : pool.workers()) {
      Edge wait = view.graph().mainWait(worker);
      if (wait != null) {
        long waited = wait.waiting().ageNanos(view.nanos());
        waiting.add(worker);
        youngest = Math.min(youngest, waited);
        lasting += waited > age ? 1 : 0;
      }
    }
    boolean all = waiting.size() == pool.workers().size();
    long still = Math.max(standing.stillNanos(), all && !standing.moved() ? youngest : 0);
    long starved = Math.min(still, standing.backlogNanos());
    suspicious |= starved > age / 4;
    // A carrier waits for nothing itself: what it has mounted does, and is pinned to it.
    boolean pinned = PoolNames.carriers(view, pool) && 2 * pool.blocked() > pool.workers().size();
    boolean stuck = pinned || 2 * lasting > pool.workers().size();
    long patience =
        stuck ? age : Math.max(PATIENCE * age, WORSE_THAN_EVER * standing.longestGapNanos());
    return starved > age && still > patience
        ? alarm(view, pool, pinned ? pinned(view, pool) : stuck ? waiting : List.of(), still)
        : null;
  }

  /** The virtual threads that keep their carriers while they wait; where nobody saw it, all. */
  private static List<Long> pinned(View view, PoolSeen pool) {
    List<Long> pinned = new ArrayList<>();
    for (Edge edge : view.graph().holdingsFor(pool.resourceKey())) {
      if (edge.holding().relation() == Holding.Relation.HELD_BY) {
        pinned.add(edge.threadId());
      }
    }
    boolean seen = !pinned.isEmpty();
    for (ThreadSeen thread : view.look().threads()) {
      if (!seen && thread.virtual() && view.graph().mainWait(thread.id()) != null) {
        pinned.add(thread.id());
      }
    }
    return pinned;
  }

  private Alarm alarm(View view, PoolSeen pool, List<Long> waiting, long still) {
    Blame blame = Blame.of(view, waiting.isEmpty() ? pool.workers() : waiting, pool.resourceKey());
    Set<String> spans = new LinkedHashSet<>(blame.spanNames());
    for (TaskSeen task : pool.tasks()) {
      if (task.submitter() != null
          && task.submitter().spanName() != null
          && spans.size() < MOST_SPANS) {
        spans.add(task.submitter().spanName());
      }
    }
    int behind = blame.root() == null ? 0 : blame.root().threadsBehind();
    String said = rule.type().label();
    return new Alarm(
        said,
        Signatures.of(said, List.of(view.stable(pool.resourceKey()))),
        condition,
        Units.spoken(still, ""),
        sentence(view, pool, waiting, still, blame),
        blame.rootKey(),
        blame.threadIds(),
        Math.max(pool.workers().size(), behind),
        List.copyOf(spans),
        Set.of("pool " + pool.resourceKey()));
  }

  private static String sentence(
      View view, PoolSeen pool, List<Long> waiting, long still, Blame blame) {
    int workers = pool.workers().size();
    String noun = PoolNames.carriers(view, pool) ? "carrier" : "worker";
    StringBuilder said = new StringBuilder(PoolNames.of(view.name(pool.resourceKey())));
    said.append(": ");
    if (waiting.isEmpty()) {
      said.append(workers).append(" of ").append(Sentences.count(workers, noun));
      said.append(" busy, no task ended for ").append(Units.spoken(still, " "));
    } else {
      int blocked = PoolNames.carriers(view, pool) ? pool.blocked() : waiting.size();
      said.append(blocked).append(" of ").append(Sentences.count(workers, noun));
      said.append(PoolNames.carriers(view, pool) ? " pinned for " : " blocked for ")
          .append(Units.spoken(still, " "));
    }
    said.append(", ").append(queued(view, pool)).append("; ");
    String clause = waiting.isEmpty() ? "" : blame.clause(view, waiting);
    return said.append(clause.isEmpty() ? running(view, pool) : clause).toString();
  }

  /** {@code 140 tasks queued, the oldest for 12 s}. */
  static String queued(View view, PoolSeen pool) {
    String noun = PoolNames.carriers(view, pool) ? "virtual thread" : "task";
    return Sentences.count(pool.depth(), noun)
        + " queued"
        + (pool.headAgeNanos() <= 0
            ? ""
            : ", the oldest for " + Units.spoken(pool.headAgeNanos(), " "));
  }

  /** {@code workers are busy: running com.acme.PriceTask at com.acme.Price.of(Price.java:12)}. */
  private static String running(View view, PoolSeen pool) {
    Map<String, Integer> tasks = new HashMap<>();
    String most = null;
    for (TaskSeen task : pool.tasks()) {
      if (task.threadId() != TaskSeen.NOBODY) {
        int count = tasks.merge(task.className(), 1, Integer::sum);
        most = most == null || count > tasks.get(most) ? task.className() : most;
      }
    }
    String at = null;
    for (long worker : pool.workers()) {
      ThreadSeen thread = view.graph().thread(worker);
      if (at == null && thread != null && !thread.frames().isEmpty()) {
        at = thread.frames().get(0).toString();
      }
    }
    return (PoolNames.carriers(view, pool) ? "carriers" : "workers")
        + " are busy"
        + (most == null ? "" : ": running " + most)
        + (at == null ? "" : (most == null ? ": running" : "") + " at " + at);
  }
}
