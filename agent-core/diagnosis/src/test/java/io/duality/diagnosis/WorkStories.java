package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;

import io.duality.model.Holding;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.StepResult;
import io.duality.model.TaskEvent;
import io.duality.model.ThreadSeen;
import java.util.List;

/** Situations of pools, queues, futures and connections. */
final class WorkStories {
  private WorkStories() {}

  /** 21 of 25 requests, 10 of 10 connections, a full queue, its one consumer, a silent peer. */
  static Scene silentPeer() {
    Scene scene =
        new Scene()
            .resource("pool", ResourceKind.CONNECTION_POOL, "HikariPool-1", 10, 10)
            .resource(
                "queue", ResourceKind.QUEUE, "com.acme.report.ReportExporter.rowQueue", 1000, 1000)
            .resource("tcp", ResourceKind.SOCKET, "tcp 10.0.0.5:9000")
            .type("pool", "com.zaxxer.hikari.pool.HikariPool", Resource.Named.LIBRARY);
    for (int i = 0; i < 21; i++) {
      long id = 57L + i;
      scene
          .unsampled(
              id,
              "http-nio-8080-exec-" + (i + 3),
              "POST /orders",
              i > 1,
              frame("com.zaxxer.hikari.pool.HikariPool", "getConnection", 181),
              frame("com.acme.order.OrderRepository", "save", 44),
              frame("com.acme.order.OrderController", "create", 31))
          .waits(id, "pool", "borrow", i == 4 ? 4212 : 4091 - 100L * i, 30_000);
    }
    StackTraceElement rows = frame("com.acme.report.OrderExport", "rows", 88);
    for (int i = 1; i <= 10; i++) {
      long id = 85L + i;
      scene
          .thread(
              id,
              "report-export-" + i,
              "export monthly-report",
              frame("java.util.concurrent.ArrayBlockingQueue", "put", 370),
              frame("com.acme.report.ReportExporter", "push", 52),
              rows)
          .holding(
              "pool",
              id,
              Holding.Relation.HELD_BY,
              null,
              i == 3 ? 8905 : i == 1 ? 12_100 : 4900 + 300L * i,
              SeenBy.HOOK)
          .takenAt(rows)
          .waits(id, "queue", "put", i == 3 ? 4611 : 4590 - 15L * i);
    }
    scene
        .running(97, "report-uploader", null, frame("com.acme.report.RowUploader", "awaitAck", 61))
        .waits(97, "tcp", "read", 5299)
        .queue("queue", 1000, 1000, 1000, 5310)
        .lastTake("queue", 97, 5301)
        .pool(
            "http",
            "pool http-nio-8080-exec",
            pool -> pool.library("tomcat").workers(25, 53, 77).busy(21, 21).queue("httpq", 100))
        .pool(
            "export",
            "pool report-export",
            pool -> {
              pool.workers(10, 86, 95).counted(120, 120, 110);
              for (int i = 1; i <= 10; i++) {
                pool.runs("com.acme.report.OrderExport", 85L + i, 12_200, 12_150, null);
              }
            })
        .history("HikariPool-1", ResourceKind.CONNECTION_POOL, 812, 3, 0)
        .history("tcp 10.0.0.5:9000", ResourceKind.SOCKET, 41, 38, 0)
        .occurred(3, "2026-11-12T03:07:52Z", "2026-11-19T03:08:10Z")
        .step("threads", StepResult.Status.OK, null)
        .step("waits", StepResult.Status.OK, null)
        .step("recording", StepResult.Status.OK, null)
        .step("heap", StepResult.Status.SKIPPED, "policy: only on oom")
        .hook("AbstractQueuedSynchronizer.acquire/6", true, null)
        .unknown(
            "report-uploader",
            "trace",
            "no context on the thread; rows in com.acme.report.ReportExporter.rowQueue carry none")
        .alsoAt(-1000)
        .lookAt(
            2008,
            later -> {
              for (int i = 0; i < 3; i++) {
                later
                    .thread(53 + i, "http-nio-8080-exec-" + (i + 24), "POST /orders")
                    .waits(53 + i, "pool", "borrow", -400, 30_000);
              }
            });
    return scene;
  }

  /** Tasks that wait for tasks which only their own pool can run. */
  static Scene executorSelfDeadlock() {
    Scene scene = new Scene();
    for (int i = 1; i <= 4; i++) {
      scene
          .resource("f" + i, ResourceKind.FUTURE, "future of com.acme.price.PriceTask#" + i)
          .thread(
              i,
              "price-" + i,
              "price import",
              frame("java.util.concurrent.FutureTask", "get", 190),
              frame("com.acme.price.PriceImport", "join", 52),
              frame("java.util.concurrent.ThreadPoolExecutor", "runWorker", 1136))
          .waits(i, "f" + i, "get", 6000 + 10L * i);
    }
    return scene
        .pool(
            "price",
            "pool price",
            pool -> {
              pool.workers(4, 1, 4).queue("priceq", PoolSeen.UNBOUNDED).queued(7, 6040);
              pool.counted(15, 8, 4);
              for (int i = 1; i <= 4; i++) {
                pool.runs("com.acme.price.PriceImport", i, 6300, 6250, null);
                pool.waits(
                    "com.acme.price.PriceTask", 6000 + 10L * i, scene.trace(i), "f" + i, 4 - i);
              }
            })
        .trigger("deadlock", "4 threads in 2 looks")
        .step("threads", StepResult.Status.OK, null)
        .alsoAt(-1000);
  }

  /** Every request holds a connection and waits for a second one, until its timeout. */
  static Scene nestedBorrow() {
    Scene scene = new Scene().resource("pool", ResourceKind.CONNECTION_POOL, "HikariPool-1", 5, 5);
    StackTraceElement outer = frame("com.acme.order.OrderService", "place", 61);
    for (int i = 1; i <= 7; i++) {
      scene
          .thread(
              i,
              "http-nio-8080-exec-" + i,
              "POST /orders",
              frame("com.zaxxer.hikari.pool.HikariPool", "getConnection", 181),
              i <= 5 ? frame("com.acme.order.AuditLog", "append", 23) : outer,
              outer)
          .waits(i, "pool", "borrow", 6000 - 50L * i, 30_000);
      if (i <= 5) {
        scene
            .holding("pool", i, Holding.Relation.HELD_BY, null, 6100 - 50L * i, SeenBy.HOOK)
            .takenAt(outer);
      }
    }
    return scene
        .pool(
            "http",
            "pool http-nio-8080-exec",
            pool -> pool.library("tomcat").workers(10, 1, 10).busy(7, 7).queue("q", 100))
        .history("HikariPool-1", ResourceKind.CONNECTION_POOL, 3100, 12, 0)
        .step("threads", StepResult.Status.OK, null)
        .alsoAt(-1000);
  }

  /** Tasks come faster than one worker does them, into a queue without a limit. */
  static Scene unboundedBacklog() {
    Scene scene =
        new Scene()
            .running(
                9,
                "mail-sender-1",
                "send mail",
                frame("com.acme.mail.Template", "render", 77),
                frame("com.acme.mail.Sender", "run", 20))
            .pool(
                "mail",
                "pool mail-sender",
                pool ->
                    pool.workers(1, 9, 9)
                        .busy(1, 0)
                        .queue("mailq", PoolSeen.UNBOUNDED)
                        .queued(48_211, 380_000)
                        .counted(52_000, 3_789, 3_788)
                        .delayed(40, 375_000, 379_000, 380_000)
                        .runs("com.acme.mail.Sender", 9, 380_400, 120, null))
            .trigger("queue", "48,211 tasks")
            .step("threads", StepResult.Status.OK, null);
    for (int i = 1; i <= 6; i++) {
      long n = i;
      scene.lookAt(
          -1000L * i,
          earlier ->
              earlier.pool(
                  "mail",
                  "pool mail-sender",
                  pool ->
                      pool.queued(48_211 - 116 * n, 380_000 - 900 * n)
                          .counted(52_000 - 120 * n, 3_789 - 4 * n, 3_788 - 4 * n)));
    }
    return scene;
  }

  /** A connection that a task took and never closed; its thread waits for the next task. */
  static Scene leakedConnection() {
    Scene scene =
        new Scene()
            .resource(
                "pool",
                ResourceKind.CONNECTION_POOL,
                "http pool of com.acme.stock.StockClient",
                2,
                2)
            .resource("fetchq", ResourceKind.QUEUE, "queue of pool stock-fetch");
    for (int i = 1; i <= 2; i++) {
      scene
          .thread(
              i,
              "stock-fetch-" + i,
              null,
              frame("jdk.internal.misc.Unsafe", "park", -2),
              frame("java.util.concurrent.LinkedBlockingQueue", "take", 435),
              frame("java.util.concurrent.ThreadPoolExecutor", "getTask", 1062))
          .waits(i, "fetchq", "take", 61_000 + i)
          .holding("pool", i, Holding.Relation.HELD_BY, null, 62_000 + 100L * i, SeenBy.HOOK)
          .takenAt(frame("com.acme.stock.StockClient", "fetch", 39));
    }
    for (int i = 11; i <= 14; i++) {
      scene
          .thread(
              i,
              "http-" + i,
              "GET /stock",
              frame("org.apache.http.impl.conn.PoolingHttpClientConnectionManager", "lease", 306),
              frame("com.acme.stock.StockClient", "fetch", 39))
          .waits(i, "pool", "borrow", 9000 - 300L * i);
    }
    return scene
        .pool(
            "fetch",
            "pool stock-fetch",
            pool ->
                pool.workers(2, 1, 2)
                    .busy(0, 0)
                    .queue("fetchq", PoolSeen.UNBOUNDED)
                    .counted(900, 900, 900))
        .step("threads", StepResult.Status.OK, null)
        .alsoAt(-1000);
  }

  /** Every worker reads from a peer that is silent; nothing of it carries a trace. */
  static Scene starvedPool() {
    Scene scene = new Scene().resource("tcp", ResourceKind.SOCKET, "tcp ldap.acme.local:389");
    for (int i = 1; i <= 8; i++) {
      scene
          .running(
              i,
              "sync-" + i,
              null,
              frame("sun.nio.ch.SocketDispatcher", "read0", -2),
              frame("com.sun.jndi.ldap.Connection", "readReply", 440),
              frame("com.acme.dir.DirectorySync", "lookup", 71),
              frame("java.util.concurrent.ThreadPoolExecutor", "runWorker", 1136))
          .waits(i, "tcp", "read", 62_000 - 700L * i);
    }
    scene
        .pool(
            "sync",
            "pool sync",
            pool -> {
              pool.workers(8, 1, 8).queue("syncq", 500).queued(312, 58_000).counted(900, 588, 580);
              for (int i = 1; i <= 8; i++) {
                pool.runs(
                    "com.acme.dir.DirectorySync", i, 62_400 - 700L * i, 62_300 - 700L * i, null);
              }
            })
        .event(
            "sync",
            "com.acme.dir.DirectorySync",
            TaskEvent.Phase.FAILED,
            90_000,
            "javax.naming.CommunicationException")
        .trigger("starvation", "312 tasks, oldest 58s")
        .step("threads", StepResult.Status.OK, null);
    for (int i = 1; i <= 6; i++) {
      long n = i;
      scene.lookAt(
          -1000L * i,
          earlier ->
              earlier.pool(
                  "sync",
                  "pool sync",
                  pool ->
                      pool.queued(312 - 3 * n, 58_000 - 1000 * n).counted(900 - 3 * n, 588, 580)));
    }
    return scene;
  }

  /** A handler waits for what only its own event loop can do. */
  static Scene eventLoopBlocked() {
    Scene scene =
        new Scene()
            .resource(
                "promise", ResourceKind.FUTURE, "future of io.netty.channel.DefaultChannelPromise")
            .thread(
                5,
                "nioEventLoopGroup-2-1",
                "GET /quote",
                frame("java.lang.Object", "wait", -2),
                frame("io.netty.util.concurrent.DefaultPromise", "await", 254),
                frame("com.acme.quote.QuoteHandler", "channelRead", 33),
                frame("io.netty.channel.nio.NioEventLoop", "run", 562))
            .waits(5, "promise", "wait", 7100)
            .works("promise", 5, "event-loop", -1);
    return scene
        .pool(
            "loop",
            "pool nioEventLoopGroup-2",
            pool ->
                pool.library("netty")
                    .workers(1, 5, 5)
                    .queueClass("org.jctools.queues.MpscUnboundedArrayQueue")
                    .queued(37, 7090)
                    .counted(PoolSeen.UNKNOWN, PoolSeen.UNKNOWN, PoolSeen.UNKNOWN))
        .trigger("deadlock", "1 thread in 2 looks")
        .step("threads", StepResult.Status.OK, null)
        .alsoAt(-1000);
  }

  /** Virtual threads wait inside synchronized and keep both carriers. */
  static Scene pinnedCarriers() {
    Scene scene =
        new Scene()
            .resource("m", ResourceKind.MONITOR, "monitor com.acme.Cache@1f")
            .resource("tcp", ResourceKind.SOCKET, "tcp 10.0.0.9:5432");
    for (int i = 101; i <= 102; i++) {
      scene
          .seen(
              new ThreadSeen(
                  i,
                  "",
                  true,
                  true,
                  Thread.State.RUNNABLE,
                  new Scene().thread(i, "x", "GET /price").trace(i),
                  List.of(
                      frame("sun.nio.ch.NioSocketImpl", "read", 288),
                      frame("com.acme.Cache", "load", 40))))
          .waits(i, "tcp", "read", 8000 + i);
    }
    scene
        .running(31, "ForkJoinPool-1-worker-1", null)
        .running(32, "ForkJoinPool-1-worker-2", null)
        .pool(
            "scheduler",
            "virtual-thread scheduler",
            pool ->
                pool.workers(2, 31, 32)
                    .busy(2, 2)
                    .queueClass("java.util.concurrent.ForkJoinPool$WorkQueue")
                    .queued(212, 7900)
                    .runs("virtual thread", 101, -1, 8100, scene.trace(101))
                    .runs("virtual thread", 102, -1, 8100, scene.trace(102)))
        .trigger("pinned", "2 of 2 carriers, 212 virtual threads wait")
        .step("threads", StepResult.Status.OK, null)
        .alsoAt(-1000);
    return scene;
  }
}
