package io.duality.scenarios.waits;

import static io.duality.scenarios.waits.Cells.sampled;
import static io.duality.scenarios.waits.Cells.seen;
import static io.duality.scenarios.waits.Place.JDK_17;
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
            seen("thread-end", "join")
                .named("the thread", "class", "end of thread join-holder")
                .workedBy("join-holder", "the thread")),
        Row.of(
            "join-timed",
            "`Thread.join(1h)`",
            seen("thread-end", "join")
                .within()
                .named("the thread", "class", "end of thread join-timed-holder")
                .workedBy("join-timed-holder", "the thread")),
        Row.of("sleep", "`Thread.sleep`", sleeps(seen("sleep", "sleep").within()))
            .on(JDK_17, cells -> sleeps(sampled("sleep", "sleep", "sample").withinUnknown())),
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
        Row.of(
            "class-init",
            "class initialisation",
            sampled("class-initializer", "initialize", "dump")
                .named(
                    "its class",
                    "class",
                    "initializer of io\\.duality\\.scenarios\\.waits\\.Catalogue")
                .heldBy("class-init-holder")));
  }

  private static Cells sleeps(Cells open) {
    return open.named("the sleeper", "class", "sleep of sleep").nobody(Reasons.TIME);
  }
}
