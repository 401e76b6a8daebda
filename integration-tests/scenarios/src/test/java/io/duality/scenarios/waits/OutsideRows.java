package io.duality.scenarios.waits;

import static io.duality.scenarios.waits.Cells.sampled;
import static io.duality.scenarios.waits.Cells.seen;
import static io.duality.scenarios.waits.Place.JDK_17;
import static io.duality.scenarios.waits.Place.VIRTUAL_25;

import java.util.List;

/** Files, processes, the network. */
final class OutsideRows {
  private OutsideRows() {}

  static List<Row> all() {
    return List.of(
        Row.of("file-lock", "`FileChannel.lock`", Cells.unseen(Reasons.NATIVE)),
        Row.of(
                "process",
                "`Process.waitFor`",
                seen("condition", "await")
                    .unnamed(Reasons.PROCESS, "condition of ReentrantLock@[0-9a-f]+")
                    .nobody(Reasons.PROCESS))
            .on(
                JDK_17,
                cells ->
                    sampled("monitor", "wait", "mxbean")
                        .unnamed(Reasons.PROCESS, "monitor java\\.lang\\.ProcessImpl@[0-9a-f]+")
                        .nobody(Reasons.PROCESS)),
        outside("select", "`Selector.select`"),
        outside("socket-read", "`Socket` read"),
        outside("socket-write", "`Socket` write"),
        outside("socket-accept", "`ServerSocket.accept`"),
        outside("socket-connect", "`Socket.connect`"));
  }

  private static Row outside(String id, String label) {
    return Row.of(id, label, Cells.unseen(Reasons.NATIVE))
        .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK);
  }
}
