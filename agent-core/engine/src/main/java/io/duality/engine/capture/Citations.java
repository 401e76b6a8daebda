package io.duality.engine.capture;

import io.duality.diagnosis.Findings;
import io.duality.model.BundleFiles;
import io.duality.model.Finding;
import io.duality.model.Finding.Dual;
import io.duality.model.Finding.EvidenceRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps findings from citing files that the bundle does not have. */
public final class Citations {
  private Citations() {}

  /** The files that a plan brings when all goes well. */
  static Set<String> planned(CapturePlan plan) {
    Set<String> files = always();
    files.add(BundleFiles.CONTEXT);
    if (plan.wants(CapturePlan.THREADS)) {
      files.add(BundleFiles.THREADS);
      files.add(BundleFiles.THREADS_TEXT);
    }
    if (plan.wants(CapturePlan.WAITS)) {
      files.add(BundleFiles.WAITS);
    }
    if (plan.wants(CapturePlan.RESOURCES)) {
      files.add(BundleFiles.RESOURCES);
    }
    if (plan.wants(CapturePlan.RECORDING)) {
      files.add(BundleFiles.RECORDING);
    }
    return files;
  }

  /** The files that are written, and those that every bundle gets at its end. */
  public static Set<String> written(List<String> names) {
    Set<String> files = always();
    files.addAll(names);
    return files;
  }

  private static Set<String> always() {
    Set<String> files = new HashSet<>();
    files.add(BundleFiles.MANIFEST);
    files.add(BundleFiles.SUMMARY);
    files.add(BundleFiles.FINDINGS);
    return files;
  }

  /** The same findings, citing nothing but these files. */
  public static Findings only(Findings findings, Set<String> files) {
    List<Finding> kept = new ArrayList<>();
    for (Finding finding : findings.findings()) {
      List<Dual> duals = new ArrayList<>();
      for (Dual dual : finding.duals()) {
        duals.add(
            new Dual(
                dual.pattern(), dual.verdict(), dual.statement(), only(dual.evidence(), files)));
      }
      kept.add(
          new Finding(
              finding.pattern(),
              finding.subject(),
              finding.statement(),
              finding.confidence(),
              finding.severity(),
              finding.threads(),
              finding.traces(),
              only(finding.evidence(), files),
              duals));
    }
    return new Findings(
        findings.stage(),
        findings.verdict(),
        kept,
        findings.signature(),
        findings.closure(),
        findings.checklist());
  }

  private static List<EvidenceRef> only(List<EvidenceRef> evidence, Set<String> files) {
    return evidence.stream().filter(each -> files.contains(each.file())).toList();
  }
}
