package io.duality.diagnosis;

import io.duality.model.Histogram;
import io.duality.model.LeakSeen;
import java.util.ArrayList;
import java.util.List;

/** What accumulates, at a glance. */
final class LeakBlock {
  private static final int MOST = 4;

  private final Case incident;

  LeakBlock(Case incident) {
    this.incident = incident;
  }

  /** One line for each of the worst. */
  List<String> lines(List<LeakSeen> leaks) {
    List<List<String>> rows = new ArrayList<>();
    for (LeakSeen each : leaks.stream().limit(MOST).toList()) {
      LeakWords words = new LeakWords(incident, each);
      rows.add(
          List.of(
              words.classes() ? "loaded classes" : each.what(),
              words.before() + " -> " + words.now(),
              words.bytes(),
              each.holders().isEmpty()
                  ? ""
                  : words.classes()
                      ? "in " + each.holders().get(0)
                      : "kept by " + new HolderWords(each).brief()));
    }
    return Columns.of(rows);
  }

  /** The classes that fill the heap, and by how much they grew, where that was counted. */
  List<String> classes(boolean heap) {
    Histogram now = incident.evidence().health().histogram();
    Histogram before = incident.evidence().health().baseline();
    List<List<String>> rows = new ArrayList<>();
    for (Histogram.Row row : now == null || !heap ? List.<Histogram.Row>of() : now.rows()) {
      if (rows.size() < MOST) {
        Histogram.Row then = before == null ? null : row(before, row.className());
        rows.add(
            List.of(
                row.className(),
                PoolWords.number(row.instances()),
                Amounts.bytes(row.bytes()),
                then == null
                    ? ""
                    : Amounts.bytes(then.bytes())
                        + " at "
                        + Words.time(before.at()).substring(0, 8)
                        + "Z"));
      }
    }
    return Columns.of(rows);
  }

  /** What one comparison shows, a sentence's end: enough to look at, too little to accuse. */
  String once() {
    Histogram now = incident.evidence().health().histogram();
    Histogram before = incident.evidence().health().baseline();
    Histogram.Row most = null;
    long grown = 0;
    for (Histogram.Row each : now.rows()) {
      Histogram.Row then = row(before, each.className());
      long more = each.bytes() - (then == null ? 0 : then.bytes());
      if (more > grown) {
        most = each;
        grown = more;
      }
    }
    return "the classes were compared once"
        + (most == null
            ? "."
            : ", and "
                + Words.code(most.className())
                + " grew most, by "
                + Amounts.bytes(grown)
                + " in "
                + Words.duration(now.nanos() - before.nanos())
                + ".");
  }

  private static Histogram.Row row(Histogram histogram, String className) {
    return histogram.rows().stream()
        .filter(each -> each.className().equals(className))
        .findFirst()
        .orElse(null);
  }

  /** When it was counted first. */
  Timeline.Told baseline(LeakSeen leak) {
    return new Timeline.Told(
        new LeakWords(incident, leak).baseline(),
        "baseline: "
            + new LeakWords(incident, leak).before()
            + " "
            + new LeakWords(incident, leak).counts()
            + (leak.countBefore() >= 0 && leak.bytesBefore() >= 0
                ? ", " + Amounts.bytes(leak.bytesBefore())
                : ""));
  }
}
