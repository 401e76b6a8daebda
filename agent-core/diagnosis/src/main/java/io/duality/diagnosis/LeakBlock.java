package io.duality.diagnosis;

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
      rows.add(
          List.of(
              each.what(),
              PoolWords.number(each.countBefore()) + " -> " + PoolWords.number(each.countNow()),
              new LeakWords(incident, each).bytes(),
              each.holders().isEmpty() ? "" : "kept by " + each.holders().get(0)));
    }
    return Columns.of(rows);
  }

  /** When it was counted first. */
  Timeline.Told baseline(LeakSeen leak) {
    return new Timeline.Told(
        new LeakWords(incident, leak).baseline(),
        "baseline: "
            + PoolWords.number(leak.countBefore())
            + " "
            + Words.code(leak.what())
            + (leak.bytesBefore() >= 0 ? ", " + Amounts.bytes(leak.bytesBefore()) : ""));
  }
}
