package io.duality.diagnosis;

import io.duality.model.EndedWait;
import io.duality.model.Finding;
import io.duality.model.Finding.Dual;
import io.duality.model.Finding.DualVerdict;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.Resource;
import io.duality.model.ResourceHistory;
import io.duality.model.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks in the other view for what a finding has to have there, as far as capture can. */
final class Duals {
  /** Says that the other view was looked at, and nothing of the kind is there. */
  static final String NOWHERE = "nothing of the kind in what was seen";

  /** Patterns of the process as a whole: they have no thread and no name to agree in. */
  private static final Set<Pattern> WHOLE =
      EnumSet.of(Pattern.S11, Pattern.S12, Pattern.S14, Pattern.S18, Pattern.S19, Pattern.T22);

  private final Case incident;
  private final List<Edge> waits;
  private final Pattern pattern;
  private final Subject subject;
  private final Set<String> names = new HashSet<>();
  private final Set<String> threads = new HashSet<>();
  private final Set<String> traces = new HashSet<>();

  private Duals(
      Case incident,
      Pattern pattern,
      List<Edge> waits,
      Subject subject,
      Collection<String> threads,
      Collection<String> traces) {
    this.incident = incident;
    this.pattern = pattern;
    this.waits = waits;
    this.subject = subject;
    if (subject != null) {
      names.add(subject.name());
    }
    for (Edge wait : waits) {
      names.add(Words.plain(resource(wait).name()));
      this.threads.add(incident.graph().label(wait.threadId()));
    }
    this.threads.addAll(threads);
    this.traces.addAll(traces);
  }

  /** One dual for each that the catalogue names, about these waits. */
  static List<Dual> of(Case incident, Pattern pattern, List<Edge> waits) {
    return of(incident, pattern, waits, null, List.of(), List.of());
  }

  /** The same, about something that has a name, threads and traces of its own. */
  static List<Dual> of(
      Case incident,
      Pattern pattern,
      List<Edge> waits,
      Subject subject,
      Collection<String> threads,
      Collection<String> traces) {
    if (incident.brief()) {
      return List.of();
    }
    Duals duals = new Duals(incident, pattern, waits, subject, threads, traces);
    List<Dual> all = new ArrayList<>();
    for (Pattern other : pattern.duals()) {
      all.add(duals.dual(other));
    }
    return all;
  }

  private Dual dual(Pattern other) {
    return switch (other) {
      case T04 -> discontinuity();
      case T09 -> timeout();
      case T27 -> lastActivity();
      case T19 ->
          Dual.confirmed(other, "the trace plan says which hooks and sources were live", List.of());
      case S01 ->
          incident.sources().contains(Rule.Source.DUMP)
              ? Dual.confirmed(
                  other,
                  Words.count(incident.evidence().threads().size(), "stack") + " taken",
                  List.of(new EvidenceRef("threads.json", "")))
              : Dual.unobserved(other, "the thread dump is not taken yet");
      case S02 ->
          incident.graph().activeWaits().isEmpty()
              ? Dual.contradicted(other, "no thread waits actively at the look")
              : Dual.confirmed(
                  other,
                  Words.count(incident.graph().activeWaits().size(), "active wait"),
                  List.of(incident.at(incident.graph().activeWaits().get(0))));
      case S03 -> pattern == Pattern.T11 ? sharedRoot() : waitChain();
      case S04 -> deadlock();
      case S07 -> queue();
      case S23 ->
          Dual.confirmed(other, "the dump context names build, process and steps", List.of());
      case S26 -> dumps();
      case S10 -> pattern == Pattern.T10 ? wave(other, true) : found(other);
      case S13 -> pattern == Pattern.T10 ? wave(other, false) : found(other);
      case T10 ->
          pattern == Pattern.S10 || pattern == Pattern.S13
              ? wave(other, pattern == Pattern.S10)
              : found(other);
      default -> found(other);
    };
  }

  /** Errors that come again and again, and a mass that grows with them. */
  private Dual wave(Pattern other, boolean heap) {
    DeBroglie duality = new DeBroglie(incident);
    String className = pattern == Pattern.T10 && subject != null ? subject.name() : null;
    DeBroglie.Found wave = heap ? duality.heap(className) : duality.handles(className);
    if (wave.verdict() == DeBroglie.Verdict.TOGETHER) {
      return Dual.confirmed(other, wave.statement(), List.of());
    }
    Dual same = found(other);
    return same.verdict() == DualVerdict.CONFIRMED || wave.verdict() == DeBroglie.Verdict.UNSEEN
        ? same
        : Dual.contradicted(other, wave.statement());
  }

  /** Errors that are everywhere have one cause: the root that all chains end at. */
  private Dual sharedRoot() {
    List<Root> roots = incident.graph().roots();
    if (roots.isEmpty()) {
      return Dual.contradicted(Pattern.S03, "no wait chain at the look that they could share");
    }
    Root root = roots.get(0);
    return Dual.confirmed(
        Pattern.S03,
        (roots.size() == 1 ? "one chain: " : "the largest of " + roots.size() + " chains: ")
            + root.why(),
        List.of(incident.at(root)));
  }

  /** What the rule of that pattern says of the same things. */
  private Dual found(Pattern other) {
    Rule rule = Rules.of(other);
    if (rule == null) {
      return Dual.unobserved(
          other, Rules.NOT_LOOKED_FOR.getOrDefault(other, "not looked for at capture"));
    }
    for (Rule.Source source : rule.needs()) {
      if (!incident.sources().contains(source)) {
        return Dual.unobserved(other, "it needs " + source.label());
      }
    }
    List<Finding> all = incident.found(other);
    for (Finding finding : all) {
      // How much memory is used is always told: it only confirms where that is much.
      if (other == Pattern.S12 && finding.severity() == Finding.Severity.INFO) {
        return Dual.contradicted(
            other, "nothing is near its limit: " + finding.statement().split("; ")[0]);
      }
      if (same(other, finding)) {
        return Dual.confirmed(
            other, brief(other, finding), finding.evidence().stream().limit(3).toList());
      }
    }
    String blind = rule.blind(incident);
    return blind == null
        ? Dual.contradicted(
            other, all.isEmpty() ? NOWHERE : "only elsewhere: " + all.get(0).subject().name())
        : Dual.unobserved(other, blind);
  }

  /** Of a causal chain only what it comes to: its steps stand in its own finding. */
  private static String brief(Pattern other, Finding finding) {
    String statement = finding.statement();
    int at = statement.lastIndexOf("; ");
    return other == Pattern.T16 && at > 0
        ? "the waits began " + statement.substring(at + 2)
        : statement;
  }

  /** Whether a finding of the other view is about the same thing. */
  private boolean same(Pattern other, Finding finding) {
    boolean whole =
        WHOLE.contains(pattern)
            || WHOLE.contains(other)
            || (subject != null && subject.name().equals(incident.service()));
    return whole
        || names.contains(finding.subject().name())
        || finding.threads().stream().anyMatch(threads::contains)
        || finding.traces().stream().anyMatch(traces::contains);
  }

  /** An activity stands still when its wait is the same in several looks. */
  private Dual discontinuity() {
    int looks = incident.evidence().looks().size();
    if (looks < 2) {
      return Dual.unobserved(Pattern.T04, "one look only");
    }
    long open = waits.stream().mapToLong(w -> incident.looksWith(w.waiting())).max().orElse(0);
    return open > 1
        ? Dual.confirmed(
            Pattern.T04,
            "the same wait is open in " + open + " of " + looks + " looks",
            List.of(incident.at(waits.get(0))))
        : Dual.contradicted(Pattern.T04, "no such wait is open in two looks");
  }

  private Dual timeout() {
    if (waits.isEmpty()) {
      return Dual.contradicted(Pattern.T09, NOWHERE);
    }
    Set<String> names = new HashSet<>();
    waits.forEach(wait -> names.add(resource(wait).name()));
    long timeouts = 0;
    for (ResourceHistory history : incident.evidence().histories()) {
      timeouts += names.contains(history.resourceName()) ? history.timeouts() : 0;
    }
    if (timeouts > 0) {
      return Dual.confirmed(
          Pattern.T09, Words.count(timeouts, "wait") + " ran out of time before", List.of());
    }
    Optional<Instant> due = Limits.first(incident.graph(), waits);
    if (due.isPresent()) {
      return Dual.unobserved(Pattern.T09, "not yet, first due " + Words.second(due.get()));
    }
    return waits.stream().allMatch(wait -> Limits.none(wait.waiting()))
        ? Dual.contradicted(Pattern.T09, "none of these waits has a timeout")
        : Dual.unobserved(
            Pattern.T09, "some of these waits have a timeout whose length is not known");
  }

  private Dual lastActivity() {
    if (incident.evidence().health().crash() != null) {
      return Dual.confirmed(
          Pattern.T27,
          "the last look before its end is of " + Words.second(incident.graph().look().at()),
          List.of());
    }
    EndedWait last = null;
    boolean later = false;
    for (Edge wait : waits) {
      EndedWait ended = LastActivity.last(incident, wait.threadId());
      if (ended != null) {
        last = last == null || ended.endNanos() > last.endNanos() ? ended : last;
        later |= ended.endNanos() > wait.waiting().sinceNanos();
      }
    }
    if (last == null) {
      return Dual.unobserved(Pattern.T27, "no ended wait of these activities is remembered");
    }
    return !later
        ? Dual.confirmed(
            Pattern.T27,
            Words.plain(last.threadName())
                + " ended a wait for "
                + Words.plain(last.resourceName())
                + " at "
                + Words.time(incident.graph().look().wall(last.endNanos())),
            List.of())
        : Dual.contradicted(
            Pattern.T27, "one of these threads ended another wait while this one was open");
  }

  private Dual waitChain() {
    if (waits.isEmpty()) {
      return Dual.contradicted(Pattern.S03, "no thread waits for it at the look");
    }
    WaitForGraph graph = incident.graph();
    for (Edge wait : waits) {
      Root root = graph.rootOf(wait.threadId()).orElse(null);
      if (root != null && root.cycle() != null) {
        return Dual.confirmed(
            Pattern.S03,
            CycleWords.sentence(graph, root.cycle()),
            List.of(incident.at(root.cycle())));
      }
      String deeper = pattern == Pattern.T09 && root != null ? Deepening.of(incident, root) : null;
      if (deeper != null) {
        return Dual.confirmed(Pattern.S03, deeper, List.of(incident.at(root)));
      }
      for (Chain chain : root == null ? List.<Chain>of() : graph.chainsTo(root)) {
        if (chain.levels().size() > 1 || chain.levels().get(0).next() != null) {
          return Dual.confirmed(Pattern.S03, "root: " + root.why(), List.of(incident.at(chain)));
        }
      }
    }
    return Dual.contradicted(Pattern.S03, "no active wait has a known holder");
  }

  private Dual deadlock() {
    List<Cycle> cycles = incident.graph().deadlocks();
    if (!cycles.isEmpty()) {
      return Dual.confirmed(
          Pattern.S04,
          Words.count(cycles.get(0).threads().size(), "thread") + " in a cycle",
          List.of(incident.at(cycles.get(0))));
    }
    String blind = UnseenCycles.why(incident);
    return blind == null
        ? Dual.contradicted(
            Pattern.S04, "no cycle in " + Words.count(incident.evidence().looks().size(), "look"))
        : Dual.unobserved(Pattern.S04, blind);
  }

  private Dual queue() {
    for (Edge wait : incident.graph().activeWaits()) {
      if (IdlePolicy.isPut(wait.waiting(), resource(wait))) {
        return Dual.confirmed(
            Pattern.S07,
            Words.plain(resource(wait).name()) + " is full and threads wait for room",
            List.of(incident.atResource(wait.resourceKey())));
      }
    }
    return found(Pattern.S07);
  }

  private Dual dumps() {
    List<String> taken =
        incident.evidence().steps().stream()
            .filter(step -> step.status() == StepResult.Status.OK)
            .map(StepResult::step)
            .toList();
    return taken.isEmpty()
        ? Dual.unobserved(Pattern.S26, "no step of the capture has ended yet")
        : Dual.confirmed(
            Pattern.S26,
            "taken: " + Words.list(taken),
            List.of(new EvidenceRef("manifest.json", "/steps")));
  }

  private Resource resource(Edge edge) {
    return incident.graph().resource(edge.resourceKey());
  }
}
