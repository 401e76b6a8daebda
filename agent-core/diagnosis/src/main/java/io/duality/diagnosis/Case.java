package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.Pattern;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The evidence of one incident with what every rule needs of it: its graph and its pointers. */
public final class Case {
  private static final long LASTING_NANOS = 1_000_000_000;
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  private final Evidence evidence;
  private final List<Telling.Note> reasons;
  private final IdlePolicy policy;
  private final WaitForGraph graph;
  private final WaitsDocument document;
  private final Set<Rule.Source> sources;
  private final Map<Beginning, Integer> looksWith = new HashMap<>();
  private final Map<Pattern, List<Finding>> found = new EnumMap<>(Pattern.class);
  private final List<Joined> joined;
  private boolean brief;
  private Tellings tellings;

  /** What stays the same of a wait while it lasts. */
  private record Beginning(long threadId, String resourceKey, long sinceNanos) {}

  Case(Evidence evidence, IdlePolicy policy) {
    this(evidence, policy, "", Joined.of(evidence, policy));
    if (!joined.isEmpty()) {
      document.tree().put("joined", joined.stream().map(Joined::tree).toList());
    }
  }

  /** The incident at the look that fired a trigger; its waits are in that place of the document. */
  Case(Evidence evidence, IdlePolicy policy, String place) {
    this(evidence, policy, place, List.of());
  }

  private Case(Evidence evidence, IdlePolicy policy, String place, List<Joined> joined) {
    this.joined = joined;
    this.evidence = Reason.told(evidence);
    this.reasons = Reason.notes(evidence);
    this.policy = policy;
    this.graph = Diagnosis.graph(evidence, policy);
    this.document = WaitsDocument.of(evidence, graph, place);
    this.sources = EnumSet.of(Rule.Source.LOOK);
    if (evidence.looks().size() > 1) {
      sources.add(Rule.Source.LOOKS);
    }
    if (!evidence.threads().isEmpty()) {
      sources.add(Rule.Source.DUMP);
    }
    if (!evidence.hooks().isEmpty()) {
      sources.add(Rule.Source.HOOKS);
    }
    if (!evidence.steps().isEmpty()) {
      sources.add(Rule.Source.STEPS);
    }
    if (!evidence.health().series().isEmpty()) {
      sources.add(Rule.Source.VITALS);
    }
    for (Look look : evidence.looks()) {
      look.waits().stream()
          .map(Case::beginning)
          .distinct()
          .forEach(wait -> looksWith.merge(wait, 1, Integer::sum));
    }
  }

  /** What is known. */
  public Evidence evidence() {
    return evidence;
  }

  /** Why it was captured, where that is more than one alarm. */
  List<Telling.Note> reasons() {
    return reasons;
  }

  /** The graph of the dump's look. */
  public WaitForGraph graph() {
    return graph;
  }

  /** The policy by which waits are judged. */
  public IdlePolicy policy() {
    return policy;
  }

  /** The {@code waits.json} into which findings point. */
  public WaitsDocument document() {
    return document;
  }

  /** Triggers that fired later, about waits that the dump's look does not have. */
  List<Joined> joined() {
    return joined;
  }

  /** Which kinds of evidence exist. */
  public Set<Rule.Source> sources() {
    return EnumSet.copyOf(sources);
  }

  /** What the rule of a pattern finds, without what the other view says of it. */
  List<Finding> found(Pattern pattern) {
    List<Finding> known = found.get(pattern);
    if (known == null) {
      boolean outer = brief;
      brief = true;
      Rule rule = Rules.of(pattern);
      known = rule == null || !sources.containsAll(rule.needs()) ? List.of() : rule.findings(this);
      brief = outer;
      found.put(pattern, known);
    }
    return known;
  }

  /** Whether duals are left out for now: the other view is asked, and must not ask back. */
  boolean brief() {
    return brief;
  }

  /** In how many of the looks this very wait was open. */
  public long looksWith(OpenWait wait) {
    return looksWith.getOrDefault(beginning(wait), 0);
  }

  /** Whether a wait is more than the contention of a moment: two looks saw it, or it is old. */
  boolean lasting(Edge wait) {
    return looksWith(wait.waiting()) > 1 || wait.waiting().ageNanos(graph.nanos()) >= LASTING_NANOS;
  }

  /** Contention that one look happened to see is none of the story. */
  boolean lasting(Root root) {
    return root.cycle() != null
        || graph.chainsTo(root).stream()
            .flatMap(chain -> chain.levels().stream())
            .flatMap(level -> level.waits().stream())
            .anyMatch(this::lasting);
  }

  /** The kinds of incident that this is, the worst first. */
  Tellings tellings() {
    if (tellings == null) {
      tellings = Tellings.of(this);
    }
    return tellings;
  }

  /** The kind of incident that this is. */
  Telling telling() {
    return tellings().leading();
  }

  /** The service's name, as titles begin with it. */
  String service() {
    return Words.plain(evidence.service().name());
  }

  /** How far back errors are counted: five minutes, or the whole life of a younger process. */
  long rememberedNanos() {
    Duration life = Duration.between(evidence.process().startedAt(), graph.look().at());
    return life.isNegative() || life.compareTo(REMEMBERED) > 0
        ? REMEMBERED.toNanos()
        : life.toNanos();
  }

  private static Beginning beginning(OpenWait wait) {
    return new Beginning(wait.threadId(), wait.resourceKey(), wait.sinceNanos());
  }

  EvidenceRef at(Edge edge) {
    return new EvidenceRef(WaitsDocument.FILE, document.pointer(edge));
  }

  EvidenceRef at(Root root) {
    return new EvidenceRef(WaitsDocument.FILE, document.pointer(root));
  }

  EvidenceRef at(Chain chain) {
    return new EvidenceRef(WaitsDocument.FILE, document.pointer(chain));
  }

  EvidenceRef at(Cycle cycle) {
    return new EvidenceRef(WaitsDocument.FILE, document.pointer(cycle));
  }

  EvidenceRef atResource(String key) {
    return new EvidenceRef(WaitsDocument.FILE, document.pointerToResource(key));
  }

  EvidenceRef atThread(long id) {
    return new EvidenceRef(WaitsDocument.FILE, document.pointerToThread(id));
  }

  List<String> labels(java.util.Collection<Long> threads) {
    return threads.stream().map(graph::label).toList();
  }

  List<String> traces(java.util.Collection<Long> threads) {
    return threads.stream()
        .map(graph::thread)
        .filter(thread -> thread != null && thread.trace() != null)
        .map(thread -> thread.trace().traceId())
        .distinct()
        .toList();
  }
}
