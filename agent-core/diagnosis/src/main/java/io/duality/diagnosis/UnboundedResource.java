package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** S22: pools and queues without a limit. A risk, not a fault. */
final class UnboundedResource implements Rule {
  private static final int MOST = 10;

  /** Something without a limit, and how much is in it. */
  private record Risk(String key, String sentence, long size) {}

  @Override
  public Pattern pattern() {
    return Pattern.S22;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    PoolsSeen seen = incident.graph().pools();
    List<Risk> risks = new ArrayList<>();
    Set<String> queues = new HashSet<>();
    for (PoolSeen pool : seen.pools()) {
      String name = Words.plain(incident.graph().resource(pool.resourceKey()).name());
      if (pool.queueKey() != null) {
        queues.add(pool.queueKey());
      }
      if (pool.capacity() == PoolSeen.UNBOUNDED && !timers(pool)) {
        risks.add(
            new Risk(
                pool.resourceKey(),
                "the queue of "
                    + name
                    + " has no limit, now "
                    + Words.count(Math.max(0, pool.depth()), "task"),
                pool.depth()));
      } else if (pool.limit() == PoolSeen.UNKNOWN && pool.library().equals("jdk")) {
        risks.add(
            new Risk(
                pool.resourceKey(),
                name
                    + " may have any number of threads, now "
                    + Words.count(pool.workers().size(), "thread"),
                pool.workers().size()));
      }
    }
    for (QueueSeen queue : seen.queues()) {
      if (queue.capacity() == PoolSeen.UNBOUNDED && queues.add(queue.resourceKey())) {
        risks.add(
            new Risk(
                queue.resourceKey(),
                Words.plain(incident.graph().resource(queue.resourceKey()).name())
                    + " has no limit, now "
                    + Words.count(Math.max(0, queue.depth()), "element"),
                queue.depth()));
      }
    }
    risks.sort(Comparator.comparingLong(risk -> -risk.size()));
    return risks.stream()
        .limit(MOST)
        .map(
            risk ->
                Found.about(incident, pattern(), incident.graph().resource(risk.key()))
                    .inResources()
                    .severity(Severity.INFO)
                    .sure(0.95)
                    .says(risk.sentence()))
        .toList();
  }

  /** The tasks of a scheduler wait for their time, not for a worker. */
  private static boolean timers(PoolSeen pool) {
    return pool.queueClass() != null && pool.queueClass().contains("DelayedWorkQueue");
  }
}
