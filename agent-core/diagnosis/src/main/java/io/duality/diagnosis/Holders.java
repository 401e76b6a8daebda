package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who holds or works a resource, as the table of the summary says it. */
final class Holders {
  private final WaitForGraph graph;

  Holders(WaitForGraph graph) {
    this.graph = graph;
  }

  /** Of these, the first is the one that the chain follows. */
  String cell(Resource resource, List<Holding> holdings, Holding first) {
    if (holdings.isEmpty()) {
      return resource.kind() == ResourceKind.SOCKET ? "the peer" : "not known";
    }
    if (resource.kind() == ResourceKind.QUEUE && first.as() != null) {
      return consumers(resource, holdings, first);
    }
    PoolsSeen.Work work = graph.pools().completing(resource.key());
    if (work != null && work.queued()) {
      return queued(work);
    }
    return holdings.size() == 1 ? one(resource, first) : many(resource, holdings, first);
  }

  private String one(Resource resource, Holding holding) {
    String text = label(holding);
    String as = holding.as() == null ? "" : " as " + Words.plain(holding.as());
    String place = place(holding);
    boolean known = holding.sinceNanos() != Holding.UNKNOWN_SINCE;
    if (resource.kind() == ResourceKind.CONNECTION_POOL && known) {
      return text + as + ", borrowed " + age(holding) + " ago" + place;
    }
    String taken = place.isEmpty() ? "" : ", taken" + place;
    if (!known) {
      return text + as + taken;
    }
    return text
        + as
        + taken
        + (holding.by() == SeenBy.SEEN
            ? ", last at " + Words.time(graph.look().wall(holding.sinceNanos()))
            : holding.relation() == Holding.Relation.WORKED_BY ? "" : ", for " + age(holding));
  }

  private String many(Resource resource, List<Holding> holdings, Holding first) {
    List<String> labels =
        holdings.stream().map(each -> graph.label(each.threadId())).distinct().toList();
    String fold = labels.size() > 2 ? Words.fold(labels) : null;
    String who =
        fold == null
            ? label(first) + " and " + (holdings.size() - 1) + " more"
            : labels.size() + " " + Words.code(fold);
    Set<String> roles = new LinkedHashSet<>();
    holdings.forEach(each -> roles.add(each.as() == null ? "" : Words.plain(each.as())));
    String role = roles.size() == 1 ? roles.iterator().next() : "";
    boolean held = first.relation() == Holding.Relation.HELD_BY;
    return who
        + (role.isEmpty() ? "" : " as " + role)
        + (held ? span(resource, holdings) : "")
        + places(holdings);
  }

  /** {@code , borrowed 4.9 s to 12.1 s ago}. */
  private String span(Resource resource, List<Holding> holdings) {
    long youngest = Long.MAX_VALUE;
    long oldest = Long.MIN_VALUE;
    for (Holding holding : holdings) {
      if (holding.sinceNanos() == Holding.UNKNOWN_SINCE) {
        return "";
      }
      youngest = Math.min(youngest, graph.nanos() - holding.sinceNanos());
      oldest = Math.max(oldest, graph.nanos() - holding.sinceNanos());
    }
    String verb = resource.kind() == ResourceKind.CONNECTION_POOL ? ", borrowed " : ", taken ";
    String from = Words.duration(youngest);
    String to = Words.duration(oldest);
    return verb + (from.equals(to) ? from : from + " to " + to) + " ago";
  }

  private static String places(List<Holding> holdings) {
    Set<String> places = new LinkedHashSet<>();
    holdings.forEach(
        each -> {
          if (each.at() != null) {
            places.add(Words.code(Stacks.brief(each.at())));
          }
        });
    return places.isEmpty() ? "" : " at " + Words.some(List.copyOf(places), 2);
  }

  /** {@code takes only by `report-uploader`, last 03:07:36.181}. */
  private String consumers(Resource queue, List<Holding> holdings, Holding first) {
    boolean puts = "producer".equals(first.as());
    QueueSeen seen = graph.pools().queue(queue.key());
    QueueSeen.Hand hand = seen == null ? null : puts ? seen.lastPut() : seen.lastTake();
    String last =
        hand != null
            ? ", last " + Words.time(graph.look().wall(hand.nanos()))
            : first.by() == SeenBy.SEEN && first.sinceNanos() != Holding.UNKNOWN_SINCE
                ? ", last " + Words.time(graph.look().wall(first.sinceNanos()))
                : "";
    List<String> labels =
        holdings.stream().map(each -> graph.label(each.threadId())).distinct().toList();
    String fold = labels.size() > 2 ? Words.fold(labels) : null;
    return (puts ? "puts" : "takes")
        + (labels.size() == 1 ? " only" : "")
        + " by "
        + (labels.size() == 1
            ? label(first)
            : fold == null
                ? Words.some(labels.stream().map(Words::code).toList(), 2)
                : labels.size() + " " + Words.code(fold))
        + last;
  }

  /** {@code queued in `pool price` behind 2, worked by 4 `price-*`}. */
  private String queued(PoolsSeen.Work work) {
    PoolSeen pool = work.pool();
    List<String> labels = new ArrayList<>();
    pool.workers().forEach(id -> labels.add(graph.label(id)));
    String fold = labels.size() > 1 ? Words.fold(labels) : null;
    return "queued in "
        + Words.code(graph.resource(pool.resourceKey()).name())
        + (work.task().position() < 0
            ? ""
            : work.task().position() == 0 ? " as the next" : " behind " + work.task().position())
        + (labels.isEmpty()
            ? ", which has no worker"
            : ", for "
                + (fold == null
                    ? Words.count(labels.size(), "worker")
                    : labels.size() + " " + Words.code(fold)));
  }

  private String label(Holding holding) {
    return Words.code(graph.label(holding.threadId()));
  }

  private String age(Holding holding) {
    return Words.duration(graph.nanos() - holding.sinceNanos());
  }

  private static String place(Holding holding) {
    return holding.at() == null ? "" : " at " + Words.code(Stacks.brief(holding.at()));
  }
}
