package io.duality.diagnosis;

import io.duality.model.Pattern;
import io.duality.model.ResourceKind;
import io.duality.model.Verdict;
import io.duality.model.Verdict.RootCause;
import java.util.ArrayList;
import java.util.List;

/** Threads wait for a root that does not let them go. */
final class WaitTelling implements Telling {
  private static final int MOST_ROOTS = 3;

  private final Case incident;
  private final WaitForGraph graph;
  private final Root root;
  private final String where;

  WaitTelling(Case incident) {
    this(incident, incident.graph().roots().get(0), "");
  }

  /**
   * @param where where its evidence is, or empty when that is the dump's look
   */
  WaitTelling(Case incident, Root root, String where) {
    this.incident = incident;
    this.graph = incident.graph();
    this.root = root;
    this.where = where;
  }

  @Override
  public String where() {
    return where;
  }

  @Override
  public Verdict verdict() {
    boolean deadlock = root.cycle() != null && !root.cycle().timed();
    Chain entry = root.cycle() == null ? Title.entry(graph, root) : null;
    boolean alone =
        entry != null && entry.levels().size() == 1 && entry.levels().get(0).next() == null;
    Pressure pressure = deadlock ? null : Pressure.of(incident, root);
    return new Verdict(
        deadlock
            ? Pattern.S04
            : pressure != null && pressure.carriers()
                ? Pattern.S20
                : pressure != null && alone ? Pattern.S06 : alone ? Pattern.S02 : Pattern.S03,
        incident.service() + ": " + brief(),
        cause());
  }

  @Override
  public String signature() {
    return Signature.of(graph, root);
  }

  @Override
  public String brief() {
    return Title.of(incident, root);
  }

  @Override
  public String root() {
    return new RootWords(incident, root).root();
  }

  @Override
  public String hurt() {
    return new HurtWords(incident, root).paragraph();
  }

  @Override
  public String cut() {
    return new HurtWords(incident, root).cut();
  }

  @Override
  public List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    List<String> alternatives = Alternatives.of(incident, root);
    if (!alternatives.isEmpty()) {
      notes.add(new Note("Not all alike", String.join("; ", alternatives) + "."));
    }
    List<String> apart = otherRoots();
    if (!apart.isEmpty()) {
      notes.add(new Note("Apart from it", String.join("; ", apart) + "."));
    }
    return notes;
  }

  @Override
  public List<String> block() {
    return new Block(incident, root).lines();
  }

  @Override
  public List<String> timeline() {
    return Timeline.of(incident, root);
  }

  @Override
  public Existing existing() {
    return Existing.resources(Existed.rows(incident, root));
  }

  @Override
  public List<String> risks() {
    return Risky.of(incident, root);
  }

  @Override
  public List<String> steps() {
    return NextSteps.of(incident, root);
  }

  private List<String> otherRoots() {
    List<Root> others =
        graph.roots().stream()
            .filter(each -> !each.equals(root))
            .filter(incident::lasting)
            .toList();
    List<String> names = new ArrayList<>();
    for (Root other : others.subList(0, Math.min(MOST_ROOTS, others.size()))) {
      names.add(nameOf(other) + " (" + Words.text(other.why()) + ")");
    }
    if (others.size() > MOST_ROOTS) {
      names.add("and " + (others.size() - MOST_ROOTS) + " more in `waits.json`");
    }
    names.addAll(incident.tellings().apart());
    return names;
  }

  private String nameOf(Root other) {
    if (other.cycle() != null) {
      return Words.some(
          other.cycle().threads().stream().map(id -> Words.code(graph.label(id))).toList(), 2);
    }
    return switch (other.kind()) {
      case RUNNING, SLEEPING, PARKED, IDLE, UNSEEN, LOST_OWNER ->
          Words.code(graph.label(other.threadId()));
      default -> Words.code(graph.resource(other.resourceKey()).name());
    };
  }

  private RootCause cause() {
    if (root.cycle() != null) {
      return new RootCause("thread", CycleWords.members(graph, root.cycle(), 4), root.why());
    }
    return switch (root.kind()) {
      case RUNNING, UNSEEN, LOST_OWNER, SLEEPING, PARKED, IDLE ->
          new RootCause("thread", Words.plain(graph.label(root.threadId())), root.why());
      case PEER -> new RootCause("endpoint", name(), root.why());
      default ->
          new RootCause(
              graph.resource(root.resourceKey()).kind() == ResourceKind.CLASS_INITIALIZER
                  ? "class"
                  : "resource",
              name(),
              root.why());
    };
  }

  private String name() {
    return Words.plain(graph.resource(root.resourceKey()).name());
  }
}
