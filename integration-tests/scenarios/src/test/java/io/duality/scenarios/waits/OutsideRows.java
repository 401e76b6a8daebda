package io.duality.scenarios.waits;

import static io.duality.scenarios.waits.Cells.sampled;
import static io.duality.scenarios.waits.Cells.seen;
import static io.duality.scenarios.waits.Place.VIRTUAL_25;

import java.util.List;

/** Files, processes, the network. */
final class OutsideRows {
  private OutsideRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
                "file-lock",
                "`FileChannel.lock`, held by another process",
                sampled("file", "lock", "sample")
                    .named("the file", "library", "file lock (.*/)?ledger\\.txt")
                    .nobody(
                        Reasons.OTHER_PROCESS,
                        "it is in another process: process " + ProcessHandle.current().pid() + " "))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_NATIVE),
        Row.of(
            "process",
            "`Process.waitFor`",
            seen("process", "wait-for")
                .named("the process", "library", "process \\d+ cat")
                .nobody(Reasons.PROCESS)),
        Row.of(
                "select",
                "`Selector.select`",
                sampled("socket", "select", "sample")
                    .named("its channels", "library", "selector of 0 channels")
                    .nobody(Reasons.PEER))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_SELECT),
        socket("socket-read", "`Socket` read", "read", ""),
        socket("socket-write", "`Socket` write", "write", ""),
        socket("socket-accept", "`ServerSocket.accept`", "accept", " listening"),
        socket("socket-connect", "`Socket.connect`", "connect", ""));
  }

  private static Row socket(String id, String label, String op, String suffix) {
    return Row.of(id, label, address(sampled("socket", op, "sample"), suffix))
        .on(VIRTUAL_25, cells -> address(seen("socket", op), suffix));
  }

  private static Cells address(Cells open, String suffix) {
    return open.named("the address", "library", "tcp 127\\.0\\.0\\.1:\\d+" + suffix)
        .nobody(Reasons.PEER);
  }
}
