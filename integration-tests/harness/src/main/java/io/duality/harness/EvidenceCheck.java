package io.duality.harness;

import io.duality.model.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows every evidence reference of {@code findings.json} to the place that it names. */
final class EvidenceCheck {
  private final OpenedBundle bundle;
  private final Map<String, Object> documents = new LinkedHashMap<>();

  EvidenceCheck(OpenedBundle bundle) {
    this.bundle = bundle;
  }

  /** References that lead nowhere. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Tree finding : bundle.findings()) {
      check(finding, problems);
      finding.trees("duals").forEach(dual -> check(dual, problems));
    }
    return problems;
  }

  private void check(Tree statement, List<String> problems) {
    for (Tree evidence : statement.trees("evidence")) {
      String file = evidence.text("file");
      String pointer = evidence.text("pointer");
      if (!bundle.has(file) || !leadsSomewhere(file, pointer)) {
        problems.add(
            statement.text("pattern")
                + " names "
                + file
                + (pointer.isEmpty() ? "" : " " + pointer)
                + " as evidence, which is not there");
      }
    }
  }

  private boolean leadsSomewhere(String file, String pointer) {
    if (pointer.isEmpty()) {
      return true;
    }
    if (pointer.startsWith("line ")) {
      String last = pointer.substring(Math.max(5, pointer.indexOf('-') + 1));
      return Integer.parseInt(last) <= bundle.text(file).lines().count();
    }
    Object at = documents.computeIfAbsent(file, name -> Json.parse(bundle.text(name)));
    for (String step : pointer.substring(1).split("/", -1)) {
      at = child(at, step.replace("~1", "/").replace("~0", "~"));
    }
    return at != null;
  }

  private static Object child(Object parent, String step) {
    if (parent instanceof Map<?, ?> object) {
      return object.get(step);
    }
    if (parent instanceof List<?> list && step.matches("\\d{1,9}")) {
      int index = Integer.parseInt(step);
      return index < list.size() ? list.get(index) : null;
    }
    return null;
  }
}
