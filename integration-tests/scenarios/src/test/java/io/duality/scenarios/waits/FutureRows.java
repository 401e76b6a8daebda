package io.duality.scenarios.waits;

import static io.duality.scenarios.waits.Cells.seen;

import java.util.List;

/** Results. */
final class FutureRows {
  private FutureRows() {}

  static List<Row> all() {
    Cells get = seen("future", "get");
    String task = "future of io\\.duality\\.scenarios\\.waits\\.FutureWaits\\$ReportTask";
    String completable = "future of java\\.util\\.concurrent\\.CompletableFuture";
    return List.of(
        Row.of(
            "future-task",
            "`FutureTask.get`",
            get.named("its task", "class", task).workedBy("future-task-holder", "runner")),
        Row.of(
            "future-task-timed",
            "`FutureTask.get(1h)`",
            get.within()
                .named("its task", "class", task)
                .workedBy("future-task-timed-holder", "runner")),
        Row.of(
            "completable-get",
            "`CompletableFuture.get`",
            get.unnamed(Reasons.FUTURE, completable).nobody(Reasons.EVENT)),
        Row.of(
            "completable-get-timed",
            "`CompletableFuture.get(1h)`",
            get.within().unnamed(Reasons.FUTURE, completable).nobody(Reasons.EVENT)),
        Row.of(
            "completable-join",
            "`CompletableFuture.join`",
            get.unnamed(Reasons.FUTURE, completable).nobody(Reasons.EVENT)),
        Row.of(
            "fork-join-task",
            "`ForkJoinTask.join`",
            get.named("its task", "class", task).workedBy("ForkJoinPool-1-worker-1", "runner")));
  }
}
