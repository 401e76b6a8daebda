package io.duality.diagnosis;

import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fenced block of the summary: one line per level of waiting, the root last. */
final class Block {
  private static final int MOST = 9;
  private static final String NO_TRACE = "(no trace)";

  private final Case incident;
  private final WaitForGraph graph;
  private final Root root;

  Block(Case incident, Root root) {
    this.incident = incident;
    this.graph = incident.graph();
    this.root = root;
  }

  /** The levels that lead to the root, the farthest first, each resource once. */
  List<Chain.Level> levels() {
    Map<String, Chain.Level> byResource = new LinkedHashMap<>();
    Map<String, Integer> distance = new LinkedHashMap<>();
    for (Chain chain : graph.chainsTo(root)) {
      for (int i = 0; i < chain.levels().size(); i++) {
        Chain.Level level = chain.levels().get(i);
        byResource.putIfAbsent(level.resourceKey(), level);
        distance.merge(level.resourceKey(), chain.levels().size() - i, Math::max);
      }
    }
    List<Chain.Level> levels = new ArrayList<>(byResource.values());
    levels.sort(
        Comparator.<Chain.Level>comparingInt(level -> -distance.get(level.resourceKey()))
            .thenComparing(level -> -level.width()));
    return levels;
  }

  List<String> lines() {
    List<String[]> rows = new ArrayList<>();
    List<Chain.Level> levels = levels();
    int room = MOST - (root.cycle() == null ? 1 : Math.min(5, root.cycle().threads().size()));
    int shown = levels.size() <= room ? levels.size() : room - 1;
    for (int i = 0; i < shown; i++) {
      rows.add(row(levels.get(i)));
    }
    if (shown < levels.size()) {
      int hidden = 0;
      for (Chain.Level level : levels.subList(shown, levels.size())) {
        hidden += level.width();
      }
      rows.add(
          new String[] {
            hidden + " x",
            "on " + Words.count(levels.size() - shown, "further level"),
            "",
            "",
            "",
            "see waits.json"
          });
    }
    if (root.cycle() != null) {
      cycle(rows);
    } else if (root.atThread() && !root.behind().isEmpty()) {
      rows.add(rootThread());
    }
    if (rows.stream().allMatch(row -> row[2].equals(NO_TRACE) || row[2].isEmpty())) {
      rows.forEach(row -> row[2] = ""); // an application without traces needs no column of them
    }
    return aligned(rows);
  }

  private String[] row(Chain.Level level) {
    List<Long> threads = level.waits().stream().map(Edge::threadId).toList();
    boolean last = level.next() == null && root.cycle() == null;
    return new String[] {
      level.width() + " x",
      names(threads),
      activity(threads),
      Words.duration(level.waits().get(0).waiting().ageNanos(graph.nanos())),
      "-> " + Words.fenced(graph.resource(level.resourceKey()).name()),
      last ? "ROOT: " + end(level) : state(graph, level)
    };
  }

  private String end(Chain.Level level) {
    OpenWait wait = level.waits().get(0).waiting();
    return switch (root.kind()) {
      case PEER -> wait.op() + ", no answer";
      case SLEEPING, PARKED -> new Doing(incident, root).block();
      case UNKNOWN_HOLDER -> "holder unknown";
      default -> wait.op() + ", nobody known to end it";
    };
  }

  private String[] rootThread() {
    long id = root.threadId();
    String does = new Doing(incident, root).block();
    return new String[] {"1 x", names(List.of(id)), activity(List.of(id)), "", "", "ROOT: " + does};
  }

  private void cycle(List<String[]> rows) {
    Cycle cycle = root.cycle();
    PoolCycle pools = PoolCycle.of(graph, cycle);
    if (cycle.shape() == Cycle.Shape.GROUP) {
      group(rows, cycle, pools);
      return;
    }
    int n = 0;
    for (long id : cycle.threads()) {
      if (n++ == 4 && cycle.threads().size() > 5) {
        int more = cycle.threads().size() - 4;
        rows.add(new String[] {more + " x", "more members", "", "", "", "CYCLE"});
        return;
      }
      Edge wait = cycle.edges().get(2 * (n - 1));
      rows.add(
          new String[] {
            "1 x",
            names(List.of(id)),
            activity(List.of(id)),
            Words.duration(wait.waiting().ageNanos(graph.nanos())),
            "-> " + Words.fenced(graph.resource(wait.resourceKey()).name()),
            pools == null ? "CYCLE: " + held(graph, wait) : pools.block()
          });
    }
  }

  /** Members that wait for things of one name share a line. */
  private void group(List<String[]> rows, Cycle cycle, PoolCycle pools) {
    Map<String, List<Edge>> waits = new LinkedHashMap<>();
    for (Edge edge : cycle.edges()) {
      if (edge.waiting() != null) {
        waits
            .computeIfAbsent(
                Words.stable(graph.resource(edge.resourceKey()).name()), k -> new ArrayList<>())
            .add(edge);
      }
    }
    for (Map.Entry<String, List<Edge>> entry : waits.entrySet()) {
      if (rows.size() == MOST) {
        rows.add(new String[] {"", "more, see waits.json", "", "", "", "CYCLE"});
        return;
      }
      List<Long> threads = entry.getValue().stream().map(Edge::threadId).distinct().toList();
      long oldest =
          entry.getValue().stream()
              .mapToLong(e -> e.waiting().ageNanos(graph.nanos()))
              .max()
              .orElse(0);
      rows.add(
          new String[] {
            threads.size() + " x",
            names(threads),
            activity(threads),
            Words.duration(oldest),
            "-> " + entry.getKey().replace('`', '\''),
            pools == null
                ? "CYCLE: only these " + cycle.threads().size() + " threads can free it"
                : pools.block()
          });
    }
  }

  private static String held(WaitForGraph graph, Edge wait) {
    Edge holding = graph.followed(wait);
    return holding == null
        ? ""
        : holding.holding().relation().label().replace('-', ' ')
            + " "
            + (holding.threadId() == wait.threadId()
                ? "itself"
                : Words.fenced(graph.label(holding.threadId())));
  }

  private String names(List<Long> threads) {
    String fold = Words.fold(threads.stream().map(graph::label).toList());
    return fold == null
        ? Words.fenced(graph.label(threads.get(0))) + ", …"
        : fold.replace('`', '\'');
  }

  private String activity(List<Long> threads) {
    long traced =
        threads.stream().map(graph::thread).filter(t -> t != null && t.trace() != null).count();
    if (traced == 0) {
      return NO_TRACE;
    }
    String victims = Victims.of(graph, threads);
    ThreadSeen first = graph.thread(threads.get(0));
    boolean named =
        threads.stream()
            .map(graph::thread)
            .anyMatch(t -> t != null && t.trace() != null && t.trace().spanName() != null);
    if (!named) {
      return first == null ? "" : "(span not seen)";
    }
    return Words.fenced(victims.replaceFirst("^" + threads.size() + " ", ""));
  }

  /** {@code 10 of 10 in use}, {@code 1000 of 1000}, {@code held by a and 2 more}. */
  static String state(WaitForGraph graph, Chain.Level level) {
    Resource resource = graph.resource(level.resourceKey());
    boolean one = resource.kind().exclusive() && resource.limit() == 1;
    if (!one && resource.limit() > 0 && resource.depth() >= 0) {
      return resource.depth()
          + " of "
          + resource.limit()
          + (resource.kind() == ResourceKind.QUEUE ? "" : " in use");
    }
    if (level.next() == null) {
      return "";
    }
    return level.next().holding().relation().label().replace('-', ' ')
        + " "
        + Words.fenced(graph.label(level.next().threadId()))
        + (level.alternatives() == 0 ? "" : " and " + level.alternatives() + " more");
  }

  private static List<String> aligned(List<String[]> rows) {
    int[] widths = new int[6];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String pad = " ".repeat(widths[i] - row[i].length());
        String gap = i == 0 || widths[i] == 0 ? "" : i == 1 || i == 4 ? " " : "  ";
        line.append(gap).append(i == 0 ? pad + row[i] : row[i] + pad);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
