package io.duality.engine.heap;

import io.duality.model.Histogram;
import io.duality.model.Manifest;
import io.duality.model.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tree of {@code histogram.json}. */
final class HistogramDocument {
  private HistogramDocument() {}

  /**
   * The document.
   *
   * @param baseline null when none was taken before
   * @param holders of {@link HoldersDocument}
   */
  static Map<String, Object> of(Histogram now, Histogram baseline, Map<String, Object> holders) {
    return Json.object(
        "schemaVersion",
        Manifest.SCHEMA_VERSION,
        "now",
        tree(now),
        "baseline",
        baseline == null ? null : tree(baseline),
        "difference",
        baseline == null ? null : difference(now, baseline),
        "holders",
        holders);
  }

  private static Map<String, Object> tree(Histogram histogram) {
    List<Object> classes = new ArrayList<>();
    for (Histogram.Row row : histogram.rows()) {
      classes.add(
          Json.object(
              "class", row.className(), "instances", row.instances(), "bytes", row.bytes()));
    }
    return Json.object(
        "at",
        histogram.at().toString(),
        "live",
        histogram.live(),
        "instances",
        histogram.totalInstances(),
        "bytes",
        histogram.totalBytes(),
        "classes",
        classes);
  }

  /** Of every class that is in both, or new; what fell off a list is not known to be gone. */
  private static List<Object> difference(Histogram now, Histogram baseline) {
    Map<String, Histogram.Row> before = new HashMap<>();
    baseline.rows().forEach(row -> before.put(row.className(), row));
    boolean cut = baseline.rows().size() >= HistogramText.MOST_ROWS;
    List<Histogram.Row> rows = new ArrayList<>();
    for (Histogram.Row row : now.rows()) {
      Histogram.Row was = before.get(row.className());
      if (was != null || !cut) {
        long instances = row.instances() - (was == null ? 0 : was.instances());
        long bytes = row.bytes() - (was == null ? 0 : was.bytes());
        if (instances != 0 || bytes != 0) {
          rows.add(new Histogram.Row(row.className(), instances, bytes));
        }
      }
    }
    rows.sort(
        Comparator.comparingLong(Histogram.Row::bytes)
            .reversed()
            .thenComparing(Histogram.Row::className));
    List<Object> tree = new ArrayList<>();
    for (Histogram.Row row : rows) {
      tree.add(
          Json.object(
              "class", row.className(), "instances", row.instances(), "bytes", row.bytes()));
    }
    return tree;
  }
}
