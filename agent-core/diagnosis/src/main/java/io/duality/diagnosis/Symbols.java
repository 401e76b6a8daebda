package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** S25: frames of implicated threads that do not say where in the code they are. */
final class Symbols implements Rule {
  private static final int SHORT = 2;
  private static final int MOST = 3;

  @Override
  public Pattern pattern() {
    return Pattern.S25;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.DUMP);
  }

  @Override
  public List<Finding> findings(Case incident) {
    Set<Long> implicated = new LinkedHashSet<>(incident.evidence().request().alarm().threadIds());
    for (Root root : incident.graph().roots()) {
      if (root.threadId() != null) {
        implicated.add(root.threadId());
      }
      implicated.addAll(root.behind());
    }
    Set<String> lineless = new LinkedHashSet<>();
    Set<String> obfuscated = new LinkedHashSet<>();
    List<Long> threads = new ArrayList<>();
    for (ThreadSeen thread : incident.evidence().threads()) {
      int before = lineless.size() + obfuscated.size();
      for (StackTraceElement frame :
          implicated.contains(thread.id()) ? thread.frames() : List.<StackTraceElement>of()) {
        if (!Stacks.isJdk(frame) && !generated(frame)) {
          if (obfuscated(frame.getClassName())) {
            obfuscated.add(frame.getClassName());
          } else if (frame.getLineNumber() < 0 && !frame.isNativeMethod()) {
            lineless.add(frame.getClassName());
          }
        }
      }
      if (lineless.size() + obfuscated.size() > before) {
        threads.add(thread.id());
      }
    }
    List<Finding> findings = new ArrayList<>();
    add(incident, findings, threads, lineless, "without line numbers: compile them with -g:lines");
    add(incident, findings, threads, obfuscated, "obfuscated: their mapping file names them");
    return findings;
  }

  private void add(
      Case incident, List<Finding> findings, List<Long> threads, Set<String> names, String what) {
    if (!names.isEmpty()) {
      findings.add(
          Found.about(incident, pattern(), "class", names.iterator().next())
              .threads(threads)
              .severity(Severity.INFO)
              .sure(0.9)
              .at(new EvidenceRef("threads.json", ""))
              .says(
                  Words.some(names.stream().map(Words::plain).toList(), MOST)
                      + (names.size() == 1 ? " is " : " are ")
                      + what));
    }
  }

  /** Lambdas, proxies and accessors have no lines, and nobody needs them. */
  private static boolean generated(StackTraceElement frame) {
    return frame.getClassName().contains("$$")
        || frame.getClassName().contains("/0x")
        || frame.getClassName().contains("$Proxy");
  }

  /** {@code a.b.c}: no segment of the name has more than two letters. */
  private static boolean obfuscated(String className) {
    String[] parts = className.split("[.$]");
    for (String part : parts) {
      if (part.length() > SHORT) {
        return false;
      }
    }
    return parts.length > 1;
  }
}
