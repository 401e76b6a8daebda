package io.duality.scenarios.waits;

import java.util.ArrayList;
import java.util.List;

/** The matrix: every kind of wait, and what is expected of it on every JDK. */
final class WaitRows {
  private WaitRows() {}

  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(LockRows.all());
    rows.addAll(SynchronizerRows.all());
    rows.addAll(QueueRows.all());
    rows.addAll(FutureRows.all());
    rows.addAll(ThreadRows.all());
    rows.addAll(OutsideRows.all());
    return List.copyOf(rows);
  }
}
