package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The incident in one line: who waits how long for what, and why that does not end. */
final class Title {
  /** Longer ones name classes without their packages. */
  private static final int LONG = 200;

  private static final int LONG_NAME = 60;

  private final Case incident;
  private final WaitForGraph graph;
  private final boolean brief;

  private Title(Case incident, boolean brief) {
    this.incident = incident;
    this.graph = incident.graph();
    this.brief = brief;
  }

  /** The title for a root, without the service's name. */
  static String of(Case incident, Root root) {
    String sentence = new Title(incident, false).sentence(root);
    int service = incident.evidence().service().name().length();
    return service + sentence.length() <= LONG
        ? sentence
        : new Title(incident, true).sentence(root);
  }

  private String sentence(Root root) {
    if (root.cycle() != null && !root.cycle().timed()) {
      return deadlock(root);
    }
    Pressure pressure = Pressure.of(incident, root);
    return chain(root) + (pressure == null ? "" : "; " + pressure.brief());
  }

  private String deadlock(Root root) {
    Cycle cycle = root.cycle();
    PoolCycle pools = PoolCycle.of(graph, cycle);
    String behind =
        root.threadsBehind() == 0
            ? ""
            : brief
                ? "; " + Words.count(root.threadsBehind(), "more thread") + " behind it"
                : "; "
                    + (root.threadsBehind() == 1 ? "1 " : "")
                    + victims(root.behind())
                    + " behind it";
    Resource resource = graph.resource(cycle.resources().get(0));
    if (pools != null) {
      return "deadlock: " + pools.title(this::shown) + behind;
    }
    return switch (cycle.shape()) {
      case SELF ->
          resource.kind() == ResourceKind.READ_WRITE_LOCK
              ? "deadlock: "
                  + actors(cycle)
                  + " waits for the write lock of "
                  + name(resource.key())
                  + " and holds its read lock"
                  + behind
              : "deadlock: "
                  + actors(cycle)
                  + " waits for "
                  + name(resource.key())
                  + ", which only it can free"
                  + behind;
      case RING ->
          (cycle.threads().size() > 3
                  ? "deadlock of " + Words.count(cycle.threads().size(), "thread") + ": "
                  : "deadlock: ")
              + actors(cycle)
              + (cycle.threads().size() == 2
                  ? " wait for each other over "
                  : " wait in a ring over ")
              + Words.some(cycle.resources().stream().map(this::name).distinct().toList(), 2)
              + behind;
      case GROUP ->
          resource.kind() == ResourceKind.READ_WRITE_LOCK
              ? "deadlock: "
                  + (cycle.threads().size() > 3 ? members(cycle, 3) : actors(cycle))
                  + " hold the read lock of "
                  + name(resource.key())
                  + " and wait for its write lock"
                  + behind
              : "deadlock: "
                  + CycleWords.all(cycle)
                  + " that could free "
                  + Words.some(CycleWords.names(graph, cycle), 2)
                  + " wait themselves ("
                  + members(cycle, 2)
                  + ")"
                  + behind;
    };
  }

  /** The members of a ring, each with what it works for. */
  private String actors(Cycle cycle) {
    List<String> actors = new ArrayList<>();
    Set<String> spans = new HashSet<>();
    for (long id : cycle.threads()) {
      ThreadSeen thread = graph.thread(id);
      String span =
          thread == null || thread.trace() == null || thread.trace().spanName() == null
              ? ""
              : cut(thread.trace().spanName());
      spans.add(span);
      actors.add(label(id) + (span.isEmpty() ? "" : " (" + span + ")"));
    }
    if (spans.size() == 1 && actors.size() > 1 && !spans.contains("")) {
      return victims(cycle.threads()) + " (" + CycleWords.members(graph, cycle, 3) + ")";
    }
    return Words.some(actors, 3);
  }

  private String chain(Root root) {
    PoolCycle pools = PoolCycle.of(graph, root.cycle());
    if (pools != null) {
      return pools.title(this::shown)
          + (root.threadsBehind() == 0
              ? ""
              : "; "
                  + Words.count(root.threadsBehind(), "more thread")
                  + " behind "
                  + (root.cycle().threads().size() == 1 ? "it" : "them"));
    }
    if (root.cycle() != null && root.threadsBehind() == 0) {
      return actors(root.cycle())
          + " wait for each other over "
          + Words.some(root.cycle().resources().stream().map(this::name).distinct().toList(), 2)
          + " until a timeout ends it";
    }
    Chain chain = entry(root);
    Chain.Level first = chain.levels().get(0);
    List<Long> victims = first.waits().stream().map(Edge::threadId).toList();
    int width = first.width();
    if (own(root)) {
      return victims(victims) + new Doing(incident, root).title().replaceFirst("^, which", "");
    }
    OpenWait oldest = first.waits().get(0).waiting();
    String who =
        victims(victims)
            + (width == 1 ? " waits " : " wait up to ")
            + Words.duration(oldest.ageNanos(graph.nanos()))
            + " for "
            + name(first.resourceKey());
    if (chain.levels().size() == 1) {
      return who + direct(root, first) + elsewhere(root, victims);
    }
    return who + " because " + far(root, chain);
  }

  /** A thread that sleeps or is parked while nobody waits behind it. */
  private static boolean own(Root root) {
    return root.atThread() && root.behind().isEmpty();
  }

  /** Those who wait for other things that the same thread holds. */
  private static String elsewhere(Root root, List<Long> victims) {
    long others = root.behind().stream().filter(id -> !victims.contains(id)).count();
    return root.atThread() && others > 0
        ? "; " + Words.count(others, "more thread") + " behind it"
        : "";
  }

  /** The end of a chain of one level. */
  private String direct(Root root, Chain.Level level) {
    boolean works =
        level.next() != null && level.next().holding().relation() == Holding.Relation.WORKED_BY;
    String by = works ? ", worked by " : ", held by ";
    return switch (root.kind()) {
      case RUNNING, UNSEEN, SLEEPING, PARKED, IDLE ->
          root.kind() == Root.Kind.IDLE && !works
              ? idle(level)
              : by + label(root.threadId()) + others(level) + new Doing(incident, root).title();
      case LOST_OWNER -> ", whose owner " + label(root.threadId()) + " has ended";
      case PEER -> ", which does not answer";
      case EVENT -> ", and no known thread is responsible for it";
      case UNKNOWN_HOLDER -> unknownHolder(graph.resource(root.resourceKey()).kind());
      case CYCLE ->
          by
              + label(level.next().threadId())
              + ", one of "
              + Words.count(root.cycle().threads().size(), "thread")
              + " that wait for each other until a timeout";
    };
  }

  /** Who holds it and has no work: everybody else who does so too. */
  private String idle(Chain.Level level) {
    List<Long> holders = level.holdings().stream().map(Edge::threadId).distinct().toList();
    boolean all =
        holders.stream()
            .allMatch(
                id ->
                    graph.waitsOf(id).stream().map(graph::judgement).allMatch(IdlePolicy::jobless));
    long first = level.next().threadId();
    if (holders.size() == 1 || !all) {
      return ", held by " + label(first) + others(level) + ", which has no work";
    }
    String pool = PoolWords.folded(graph, holders);
    return ", held by "
        + (pool == null ? Words.count(holders.size(), "thread") : pool)
        + ", which have no work";
  }

  private static String unknownHolder(ResourceKind kind) {
    return switch (kind) {
      case SEMAPHORE -> "; who has its permits is unknown";
      case CONNECTION_POOL -> "; who has its connections is unknown";
      case MONITOR -> ", whose owner is no visible thread";
      default -> ", whose holder is unknown";
    };
  }

  /** The end of a longer chain: what the last holder does. */
  private String far(Root root, Chain chain) {
    Chain.Level last = chain.levels().get(chain.levels().size() - 1);
    String thread = root.threadId() == null ? null : label(root.threadId());
    String resource = root.resourceKey() == null ? null : name(root.resourceKey());
    return switch (root.kind()) {
      case RUNNING, UNSEEN, SLEEPING, PARKED, IDLE ->
          thread
              + (works(root) ? " works " : " holds ")
              + resource
              + new Doing(incident, root).title().replaceFirst("^, which", " and");
      case LOST_OWNER -> thread + " ended while it held " + resource;
      case PEER -> resource + " does not answer" + (thread == null ? "" : " " + thread);
      case EVENT ->
          (thread == null ? Words.count(last.width(), "thread") : thread)
              + " waits for "
              + resource;
      case UNKNOWN_HOLDER -> "the holder of " + resource + " is unknown";
      case CYCLE -> members(root.cycle(), 3) + " wait for each other until a timeout";
    };
  }

  private boolean works(Root root) {
    return graph.holdingsOf(root.threadId()).stream()
        .anyMatch(
            e ->
                e.resourceKey().equals(root.resourceKey())
                    && e.holding().relation() == Holding.Relation.WORKED_BY);
  }

  private static String others(Chain.Level level) {
    return level.alternatives() == 0 ? "" : " and " + level.alternatives() + " more";
  }

  /** The chain that the title tells: the widest at its beginning, then the longest. */
  Chain entry(Root root) {
    return entry(graph, root);
  }

  static Chain entry(WaitForGraph graph, Root root) {
    Chain best = null;
    for (Chain chain : graph.chainsTo(root)) {
      if (best == null || tells(chain, root) > tells(best, root)) {
        best = chain;
      }
    }
    if (best == null) {
      throw new IllegalStateException("a root without a chain: " + root.why());
    }
    return best;
  }

  /** Wider chains tell more; of equal ones that which ends at what the root is named by. */
  private static int tells(Chain chain, Root root) {
    Chain.Level last = chain.levels().get(chain.levels().size() - 1);
    return 2 * chain.levels().get(0).width()
        + (last.resourceKey().equals(root.resourceKey()) ? 1 : 0);
  }

  /** {@code 12 POST /orders}, {@code 3 threads (worker-*)}, {@code main}. */
  private String victims(List<Long> threads) {
    return Victims.folded(graph, threads);
  }

  private String members(Cycle cycle, int most) {
    return CycleWords.members(graph, cycle, most);
  }

  private String label(long id) {
    return cut(graph.label(id));
  }

  private String name(String key) {
    return shown(graph.resource(key).name());
  }

  private String shown(String name) {
    return cut(brief ? Words.withoutPackages(name) : name);
  }

  private String cut(String name) {
    return brief ? Words.plain(name, LONG_NAME) : Words.plain(name);
  }
}
