package io.duality.diagnosis;

import io.duality.model.EndedWait;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Holding;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** S05: locks that many wait for, or for which a pool spends much of its time. */
final class Contention implements Rule {
  private static final int MANY = 3;
  private static final double SHARE = 0.2;
  private static final long WINDOW_NANOS = 60_000_000_000L;

  @Override
  public Pattern pattern() {
    return Pattern.S05;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    WaitForGraph graph = incident.graph();
    Map<String, String> shares = shares(incident);
    List<Finding> findings = new ArrayList<>();
    for (Resource resource : graph.resources().values()) {
      if (!lock(resource.kind())) {
        continue;
      }
      List<Edge> waits =
          graph.activeWaitsFor(resource.key()).stream().filter(incident::lasting).toList();
      String share = shares.get(resource.name());
      if (waits.size() >= MANY || share != null) {
        findings.add(
            Found.about(incident, pattern(), resource)
                .waits(waits)
                .severity(Severity.WARNING)
                .sure(0.9)
                .says(sentence(incident, resource, waits, share)));
      }
    }
    return findings;
  }

  private static boolean lock(ResourceKind kind) {
    return (kind.exclusive() && kind != ResourceKind.CONNECTION_POOL)
        || kind == ResourceKind.SEMAPHORE;
  }

  private static String sentence(Case incident, Resource resource, List<Edge> waits, String share) {
    List<String> parts = new ArrayList<>();
    if (!waits.isEmpty()) {
      parts.add(
          Words.count(waits.size(), "thread")
              + (waits.size() == 1 ? " waits" : " wait")
              + " for it up to "
              + Words.duration(waits.get(0).waiting().ageNanos(incident.graph().nanos())));
    }
    if (share != null) {
      parts.add(share);
    }
    int holders = holders(incident, resource.key());
    if (holders == 1 && incident.evidence().looks().size() > 1) {
      parts.add("one holder in all looks: it is kept, not passed on");
    } else if (holders > 1) {
      parts.add(holders + " different holders in the looks: it is passed on, a convoy");
    }
    return Words.plain(resource.name()) + ": " + String.join("; ", parts);
  }

  /** How many different threads the looks saw hold it alone. */
  private static int holders(Case incident, String key) {
    Set<Long> holders = new HashSet<>();
    incident
        .evidence()
        .looks()
        .forEach(
            look ->
                look.holdings().stream()
                    .filter(h -> h.resourceKey().equals(key))
                    .filter(h -> h.relation() == Holding.Relation.HELD_BY)
                    .forEach(h -> holders.add(h.threadId())));
    return holders.size();
  }

  /** By resource name: the share of a pool's time that its threads waited for it lately. */
  private static Map<String, String> shares(Case incident) {
    WaitForGraph graph = incident.graph();
    Map<String, Map<PoolSeen, Long>> spent = new HashMap<>();
    long begin = graph.nanos() - WINDOW_NANOS;
    for (EndedWait wait : incident.evidence().ended()) {
      PoolSeen pool = graph.pools().of(wait.threadId());
      long within = wait.endNanos() - Math.max(begin, wait.sinceNanos());
      if (pool != null && lock(wait.kind()) && within > 0 && wait.op() != null) {
        spent
            .computeIfAbsent(wait.resourceName(), name -> new HashMap<>())
            .merge(pool, within, Long::sum);
      }
    }
    Map<String, String> shares = new HashMap<>();
    spent.forEach(
        (name, pools) ->
            pools.forEach(
                (pool, nanos) -> {
                  double share = (double) nanos / WINDOW_NANOS / Math.max(1, pool.workers().size());
                  if (share > SHARE) {
                    shares.put(
                        name,
                        Math.round(100 * share)
                            + " % of the time of "
                            + Words.plain(graph.resource(pool.resourceKey()).name())
                            + " in the last minute went into waits for it");
                  }
                }));
    return shares;
  }
}
