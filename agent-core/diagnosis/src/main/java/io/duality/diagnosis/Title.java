package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.Pattern;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import io.duality.model.Verdict;
import io.duality.model.Verdict.RootCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The incident in one line: who waits how long for what, and why that does not end. */
final class Title {
  private static final Map<String, Pattern> TRIGGERS =
      Map.ofEntries(
          Map.entry("memory-growth", Pattern.S10),
          Map.entry("memory-level", Pattern.S12),
          Map.entry("oom", Pattern.S11),
          Map.entry("gc", Pattern.T22),
          Map.entry("hiccup", Pattern.T22),
          Map.entry("cpu", Pattern.S09),
          Map.entry("errors", Pattern.T11),
          Map.entry("uncaught", Pattern.S16),
          Map.entry("leak-handles", Pattern.S13),
          Map.entry("pinned", Pattern.S20),
          Map.entry("sequence", Pattern.T05),
          Map.entry("heartbeat", Pattern.T07),
          Map.entry("queue", Pattern.S07),
          Map.entry("starvation", Pattern.S06),
          Map.entry("contention", Pattern.S05),
          Map.entry("pool-wait", Pattern.T23),
          Map.entry("activity", Pattern.T04),
          Map.entry("wait", Pattern.S02),
          Map.entry("deadlock", Pattern.S04),
          Map.entry("crash", Pattern.S19));

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

  static Verdict verdict(Case incident) {
    WaitForGraph graph = incident.graph();
    String service = Words.plain(incident.evidence().service().name());
    if (graph.roots().isEmpty()) {
      return quiet(incident, service);
    }
    Title title = new Title(incident, false);
    Root root = graph.roots().get(0);
    boolean deadlock = root.cycle() != null && !root.cycle().timed();
    String sentence = title.sentence(root);
    if (service.length() + sentence.length() > LONG) {
      sentence = new Title(incident, true).sentence(root);
    }
    boolean alone =
        root.cycle() == null
            && title.entry(root).levels().size() == 1
            && title.entry(root).levels().get(0).next() == null;
    return new Verdict(
        deadlock ? Pattern.S04 : alone ? Pattern.S02 : Pattern.S03,
        service + ": " + sentence,
        title.cause(root));
  }

  private String sentence(Root root) {
    return root.cycle() != null && !root.cycle().timed() ? deadlock(root) : chain(root);
  }

  static String signature(Case incident) {
    WaitForGraph graph = incident.graph();
    if (!graph.roots().isEmpty()) {
      return Signature.of(graph, graph.roots().get(0));
    }
    String type = incident.evidence().request().type();
    if (!TRIGGERS.containsKey(type)) {
      return Signature.of("nothing", List.of(type));
    }
    String alarm = incident.evidence().request().alarm().signature();
    return alarm.matches("[a-z][a-z0-9-]*:[0-9a-f]{4,64}")
        ? alarm
        : Signature.of(type, List.of(alarm));
  }

  /** Nothing waits that should not. The trigger may have seen something else, or it is over. */
  private static Verdict quiet(Case incident, String service) {
    Evidence evidence = incident.evidence();
    Pattern pattern = TRIGGERS.get(evidence.request().type());
    if (pattern == null) {
      return new Verdict(
          Pattern.S01,
          service + ": nothing waits that should not",
          new RootCause("none", service, "no active wait at the look"));
    }
    String root = Words.plain(evidence.request().alarm().rootKey());
    return new Verdict(
        pattern,
        service + ": " + Words.plain(evidence.request().alarm().sentence()),
        new RootCause(
            "resource",
            root.isBlank() ? service : root,
            "observed by the trigger; no thread waits at the look"));
  }

  private RootCause cause(Root root) {
    if (root.cycle() != null) {
      return new RootCause("thread", CycleWords.members(graph, root.cycle(), 4), root.why());
    }
    return switch (root.kind()) {
      case RUNNING, UNSEEN, LOST_OWNER, SLEEPING, PARKED ->
          new RootCause("thread", Words.plain(graph.label(root.threadId())), root.why());
      case PEER -> new RootCause("endpoint", full(root.resourceKey()), root.why());
      default ->
          new RootCause(
              graph.resource(root.resourceKey()).kind() == ResourceKind.CLASS_INITIALIZER
                  ? "class"
                  : "resource",
              full(root.resourceKey()),
              root.why());
    };
  }

  private String deadlock(Root root) {
    Cycle cycle = root.cycle();
    String behind =
        root.threadsBehind() == 0
            ? ""
            : "; "
                + (root.threadsBehind() == 1 ? "1 " : "")
                + victims(root.behind())
                + " behind it";
    Resource resource = graph.resource(cycle.resources().get(0));
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
    for (long id : cycle.threads()) {
      ThreadSeen thread = graph.thread(id);
      boolean named = thread != null && thread.trace() != null && thread.trace().spanName() != null;
      actors.add(label(id) + (named ? " (" + cut(thread.trace().spanName()) + ")" : ""));
    }
    return Words.some(actors, 3);
  }

  private String chain(Root root) {
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
      case RUNNING, UNSEEN, SLEEPING, PARKED ->
          by + label(root.threadId()) + others(level) + new Doing(incident, root).title();
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
      case RUNNING, UNSEEN, SLEEPING, PARKED ->
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
    return Victims.of(graph, threads);
  }

  private String members(Cycle cycle, int most) {
    return CycleWords.members(graph, cycle, most);
  }

  private String label(long id) {
    return cut(graph.label(id));
  }

  private String name(String key) {
    String name = graph.resource(key).name();
    return cut(brief ? Words.withoutPackages(name) : name);
  }

  private String full(String key) {
    return Words.plain(graph.resource(key).name());
  }

  private String cut(String name) {
    return brief ? Words.plain(name, LONG_NAME) : Words.plain(name);
  }
}
