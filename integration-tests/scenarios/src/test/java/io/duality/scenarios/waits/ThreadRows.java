package io.duality.scenarios.waits;

import static io.duality.scenarios.waits.Cells.sampled;
import static io.duality.scenarios.waits.Place.VIRTUAL_25;

import java.util.List;

/** Threads, time, monitors, classes. */
final class ThreadRows {
  private ThreadRows() {}

  static List<Row> all() {
    String monitor = "monitor java\\.lang\\.Object@[0-9a-f]+";
    String desk = "io\\.duality\\.scenarios\\.waits\\.ThreadWaits\\$Desk@[0-9a-f]+";
    return List.of(
        Row.of(
                "join",
                "`Thread.join`",
                sampled("thread-end", "join", "mxbean")
                    .named("the thread", "class", "end of thread join-holder")
                    .workedBy("join-holder", "the thread"))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK),
        Row.of(
                "join-timed",
                "`Thread.join(1h)`",
                sampled("thread-end", "join", "mxbean")
                    .withinUnknown()
                    .named("the thread", "class", "end of thread join-timed-holder")
                    .workedBy("join-timed-holder", "the thread"))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK),
        Row.of(
                "sleep",
                "`Thread.sleep`",
                sampled("sleep", "sleep", "sample")
                    .withinUnknown()
                    .named("the sleeper", "class", "sleep of sleep")
                    .nobody(Reasons.TIME))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK),
        Row.of(
                "park-blocker",
                "`LockSupport.park(blocker)`",
                sampled("park", "park", "sample")
                    .named("the blocker", "class", desk)
                    .nobody(Reasons.PARK))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK),
        Row.of(
                "park-nanos",
                "`LockSupport.parkNanos(blocker, 1h)`",
                sampled("park", "park", "sample")
                    .withinUnknown()
                    .named("the blocker", "class", desk)
                    .nobody(Reasons.PARK))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK),
        Row.of(
                "park",
                "`LockSupport.park()`",
                sampled("park", "park", "sample")
                    .named("the parked thread", "class", "park of park")
                    .nobody(Reasons.PARK))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK),
        Row.of(
                "monitor",
                "`synchronized`",
                sampled("monitor", "enter", "mxbean")
                    .named("its class", "class", monitor)
                    .heldBy("monitor-holder"))
            .on(
                VIRTUAL_25,
                cells ->
                    sampled("monitor", "enter", "dump")
                        .named("its class", "class", monitor)
                        .heldBy("monitor-holder")),
        Row.of(
                "object-wait",
                "`Object.wait`",
                sampled("monitor", "wait", "mxbean")
                    .named("its class", "class", monitor)
                    .nobody(Reasons.EVENT))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK),
        Row.of(
                "object-wait-timed",
                "`Object.wait(1h)`",
                sampled("monitor", "wait", "mxbean")
                    .withinUnknown()
                    .named("its class", "class", monitor)
                    .nobody(Reasons.EVENT))
            .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK),
        Row.of("class-init", "class initialisation", Cells.unseen(Reasons.CLASS_INIT)));
  }
}
