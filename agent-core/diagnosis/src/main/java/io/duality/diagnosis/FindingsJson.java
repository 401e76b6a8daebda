package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Verdict;
import io.duality.model.json.Json;
import java.util.List;
import java.util.Map;

/** The tree of {@code findings.json}; equal findings give equal text. */
public final class FindingsJson {
  private static final String SCHEMA = "1.0";

  private FindingsJson() {}

  /** The tree, for {@link Json#document}. */
  public static Map<String, Object> tree(Findings findings) {
    Findings.Closure closure = findings.closure();
    List<Findings.Answer> checklist = findings.checklist();
    return Json.object(
        "schemaVersion",
        SCHEMA,
        "stage",
        findings.stage(),
        "signature",
        findings.signature(),
        "verdict",
        verdict(findings.verdict()),
        "findings",
        findings.findings().stream().map(FindingsJson::finding).toList(),
        "closure",
        closure == null
            ? null
            : Json.object(
                "predicted",
                closure.predicted(),
                "confirmed",
                closure.confirmed(),
                "contradicted",
                closure.contradicted(),
                "unpredicted",
                closure.unpredicted(),
                "score",
                closure.score()),
        "checklist",
        checklist == null
            ? null
            : checklist.stream()
                .map(
                    a ->
                        Json.object(
                            "question", a.question(), "answer", a.answer(), "because", a.because()))
                .toList());
  }

  private static Map<String, Object> verdict(Verdict verdict) {
    return Json.object(
        "pattern",
        verdict.pattern().name(),
        "title",
        verdict.title(),
        "rootCause",
        Json.object(
            "kind",
            verdict.rootCause().kind(),
            "name",
            verdict.rootCause().name(),
            "why",
            verdict.rootCause().why()));
  }

  private static Map<String, Object> finding(Finding finding) {
    return Json.object(
        "pattern",
        finding.pattern().name(),
        "name",
        finding.pattern().title(),
        "view",
        finding.pattern().view(),
        "subject",
        Json.object("kind", finding.subject().kind(), "name", finding.subject().name()),
        "statement",
        finding.statement(),
        "confidence",
        finding.confidence(),
        "severity",
        finding.severity().label(),
        "threads",
        finding.threads(),
        "traces",
        finding.traces(),
        "evidence",
        evidence(finding.evidence()),
        "duals",
        finding.duals().stream().map(FindingsJson::dual).toList());
  }

  private static Map<String, Object> dual(Finding.Dual dual) {
    return Json.object(
        "pattern",
        dual.pattern().name(),
        "name",
        dual.pattern().title(),
        "verdict",
        dual.verdict().label(),
        "statement",
        dual.statement(),
        "evidence",
        evidence(dual.evidence()));
  }

  private static List<Map<String, Object>> evidence(List<Finding.EvidenceRef> refs) {
    return refs.stream()
        .map(ref -> Json.object("file", ref.file(), "pointer", ref.pointer()))
        .toList();
  }
}
