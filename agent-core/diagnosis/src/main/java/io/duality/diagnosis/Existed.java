package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The table of what is waited for: state, holders, limits, ways out. */
final class Existed {
  private static final int MOST = 8;

  private final WaitForGraph graph;

  private Existed(WaitForGraph graph) {
    this.graph = graph;
  }

  static List<String> rows(Case incident, Root root) {
    WaitForGraph graph = incident.graph();
    Set<String> keys = new LinkedHashSet<>();
    List<Chain.Level> levels = new Block(incident, root).levels();
    levels
        .subList(Math.max(0, levels.size() - MOST), levels.size())
        .forEach(level -> keys.add(level.resourceKey()));
    if (root.cycle() != null) {
      root.cycle().resources().stream().limit(MOST).forEach(keys::add);
    }
    List<String> rows = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(); // members of a group that share one share a row
    Existed table = new Existed(graph);
    for (String key : keys) {
      boolean first =
          root.cycle() == null
              || root.cycle().shape() != Cycle.Shape.GROUP
              || names.add(Words.stable(graph.resource(key).name()));
      if (first && graph.resource(key).kind() != ResourceKind.SLEEP && rows.size() < MOST) {
        rows.add(table.row(key));
      }
    }
    Pressure pressure = Pressure.of(incident, root);
    if (pressure != null && rows.size() < MOST) {
      rows.add(WorkRows.row(incident, pressure.pool()));
    }
    return rows;
  }

  private String row(String key) {
    Resource resource = graph.resource(key);
    List<Edge> waits = graph.activeWaitsFor(key);
    return "| "
        + Words.code(resource.name())
        + " | "
        + state(resource, waits)
        + " | "
        + holders(key, waits)
        + " | "
        + limit(waits)
        + " | "
        + wayOut(resource, waits)
        + " |";
  }

  private static String state(Resource resource, List<Edge> waits) {
    boolean one = resource.kind().exclusive() && resource.limit() == 1; // held or not: said below
    String depth =
        !one && resource.limit() > 0 && resource.depth() >= 0
            ? resource.depth() + " of " + resource.limit() + ", "
            : "";
    boolean putting =
        !waits.isEmpty() && waits.stream().allMatch(w -> IdlePolicy.isPut(w.waiting(), resource));
    return resource.kind().label().replace('-', ' ')
        + ", "
        + depth
        + waits.size()
        + (putting ? " putting" : " waiting");
  }

  private String holders(String key, List<Edge> waits) {
    List<Holding> holdings =
        waits.isEmpty()
            ? graph.holdingsFor(key).stream().map(Edge::holding).toList()
            : graph.blockersOf(waits.get(0));
    Edge followed = waits.isEmpty() ? null : graph.followed(waits.get(0));
    Holding first =
        followed != null ? followed.holding() : holdings.isEmpty() ? null : holdings.get(0);
    return new Holders(graph).cell(graph.resource(key), holdings, first);
  }

  private static String limit(List<Edge> waits) {
    long shortest = Long.MAX_VALUE;
    boolean unlimited = waits.isEmpty();
    boolean unknown = false;
    for (Edge edge : waits) {
      OpenWait wait = edge.waiting();
      unlimited |= Limits.none(wait);
      unknown |= !Limits.none(wait) && !Limits.known(wait);
      shortest = Limits.known(wait) ? Math.min(shortest, wait.timeoutNanos()) : shortest;
    }
    if (shortest == Long.MAX_VALUE) {
      return unknown ? "yes, its length is not known" : "none";
    }
    return Words.duration(shortest) + (unlimited ? " for some, none for others" : "");
  }

  private String wayOut(Resource resource, List<Edge> waits) {
    OpenWait wait = waits.isEmpty() ? null : waits.get(0).waiting();
    boolean interruptible =
        wait != null && waits.stream().allMatch(e -> e.waiting().interruptible());
    String own =
        switch (resource.kind()) {
          case LOCK, READ_WRITE_LOCK -> "unlock";
          case MONITOR ->
              wait != null && wait.op().equals("wait") ? "notify" : "the owner leaves the block";
          case CONNECTION_POOL -> "a connection is returned";
          case SEMAPHORE -> "a release";
          case QUEUE -> wait != null && IdlePolicy.isPut(wait, resource) ? "a take" : "a put";
          case CONDITION -> "a signal";
          case LATCH -> "the last countDown";
          case BARRIER -> "the last party";
          case FUTURE -> "its completion";
          case CLASS_INITIALIZER -> "the initialiser ends";
          case THREAD_END -> "the thread ends";
          case SOCKET -> "an answer, or the connection is closed";
          case FILE ->
              wait != null && wait.op().equals("lock")
                  ? "the other process lets go of it"
                  : "the device answers";
          case PROCESS -> "the process ends";
          case POOL -> "a worker becomes free";
          case SYNCHRONIZER -> "a release";
          case PARK -> "an unpark";
          case SLEEP -> "the time passes";
        };
    return own + (interruptible ? ", or an interrupt" : "");
  }
}
