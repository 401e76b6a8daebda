package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;

import io.duality.model.Holding;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.StepResult;

/** Situations that several tests tell. */
final class Stories {
  private Stories() {}

  /** 21 requests, 10 of 10 connections, a full queue, its one consumer, a peer that is silent. */
  static Scene silentPeer() {
    Scene scene =
        new Scene()
            .resource("pool", ResourceKind.CONNECTION_POOL, "HikariPool-1", 10, 10)
            .resource(
                "queue", ResourceKind.QUEUE, "com.acme.report.ReportExporter.rowQueue", 1000, 1000)
            .resource("tcp", ResourceKind.SOCKET, "tcp 10.0.0.5:9000");
    for (int i = 0; i < 21; i++) {
      scene
          .thread(61 + (i < 20 ? i : 59), "http-nio-8080-exec-" + (i + 5), "POST /orders")
          .waits(61 + (i < 20 ? i : 59), "pool", "borrow", 4212 - 121L * i, 30_000);
    }
    for (int i = 1; i <= 10; i++) {
      long id = 85 + i;
      scene
          .thread(id, "report-export-" + i, "export monthly-report")
          .holds("pool", id, null, 12_100 - 700L * i)
          .waits(id, "queue", "put", i == 3 ? 4611 : 4590 - 10L * i);
    }
    return scene
        .running(97, "report-uploader", null, frame("com.acme.report.RowUploader", "awaitAck", 61))
        .holding("queue", 97, Holding.Relation.WORKED_BY, "consumer", 5301, SeenBy.SEEN)
        .waits(97, "tcp", "read", 5299)
        .history("HikariPool-1", ResourceKind.CONNECTION_POOL, 812, 3, 0)
        .history("tcp 10.0.0.5:9000", ResourceKind.SOCKET, 41, 38, 0)
        .occurred(3, "2026-11-12T03:07:52Z", "2026-11-19T03:08:10Z")
        .step("threads", StepResult.Status.OK, null)
        .step("waits", StepResult.Status.OK, null)
        .step("heap", StepResult.Status.SKIPPED, "policy: only on oom")
        .hook("AbstractQueuedSynchronizer.acquire/6", true, null)
        .unknown(
            "report-uploader",
            "trace",
            "no context on the thread; rows in com.acme.report.ReportExporter.rowQueue carry none")
        .alsoAt(-1000)
        .alsoAt(2008);
  }

  /** Two transfers that took two locks in opposite order, and one that waits behind them. */
  static Scene twoLocks() {
    return new Scene()
        .resource("a", ResourceKind.LOCK, "com.acme.Account.lock#1")
        .resource("b", ResourceKind.LOCK, "com.acme.Account.lock#2")
        .thread(1, "transfer-1", "POST /transfer", frame("com.acme.Transfer", "run", 31))
        .thread(2, "transfer-2", "POST /transfer", frame("com.acme.Transfer", "run", 31))
        .thread(3, "transfer-3", "POST /transfer", frame("com.acme.Transfer", "run", 30))
        .holds("a", 1)
        .holds("b", 2)
        .waits(1, "b", "lock", 7200)
        .waits(2, "a", "lock", 7100)
        .waits(3, "a", "lock", 3400)
        .trigger("deadlock", "2 threads in 2 looks")
        .step("threads", StepResult.Status.OK, null)
        .alsoAt(-1000);
  }
}
