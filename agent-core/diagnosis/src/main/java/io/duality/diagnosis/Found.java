package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.Pattern;
import io.duality.model.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A finding in the making: what is proved of one named thing, and by what. */
final class Found {
  private static final int MOST = 50;

  private final Case incident;
  private final Pattern pattern;
  private final Subject subject;
  private final Set<Long> threads = new LinkedHashSet<>();
  private final Set<String> traces = new LinkedHashSet<>();
  private final List<EvidenceRef> evidence = new ArrayList<>();
  private List<Edge> waits = List.of();
  private double confidence = 0.9;
  private Severity severity = Severity.WARNING;

  private Found(Case incident, Pattern pattern, Subject subject) {
    this.incident = incident;
    this.pattern = pattern;
    this.subject = subject;
  }

  /** A finding about a resource; its node in {@code waits.json} is the first proof. */
  static Found about(Case incident, Pattern pattern, Resource resource) {
    Found found =
        new Found(
            incident, pattern, new Subject(resource.kind().label(), Words.plain(resource.name())));
    found.evidence.add(incident.atResource(resource.key()));
    return found;
  }

  /** A finding about something else. */
  static Found about(Case incident, Pattern pattern, String kind, String name) {
    return new Found(incident, pattern, new Subject(kind, Words.plain(name)));
  }

  Found sure(double value) {
    confidence = value;
    return this;
  }

  Found severity(Severity value) {
    severity = value;
    return this;
  }

  Found threads(Collection<Long> ids) {
    ids.stream().limit(MOST).forEach(threads::add);
    traces.addAll(incident.traces(threads));
    return this;
  }

  Found traces(Collection<String> ids) {
    ids.stream().limit(MOST).forEach(traces::add);
    return this;
  }

  /** The waits that prove it, and whose duals are asked for. */
  Found waits(List<Edge> edges) {
    waits = edges;
    edges.stream().limit(MOST).map(incident::at).forEach(evidence::add);
    return threads(edges.stream().map(Edge::threadId).toList());
  }

  Found at(EvidenceRef ref) {
    evidence.add(ref);
    return this;
  }

  Found inResources() {
    return at(new EvidenceRef("resources.json", ""));
  }

  Finding says(String statement) {
    return new Finding(
        pattern,
        subject,
        statement,
        confidence,
        severity,
        incident.labels(threads),
        List.copyOf(traces),
        evidence,
        Duals.of(incident, pattern, waits, subject, incident.labels(threads), traces));
  }
}
