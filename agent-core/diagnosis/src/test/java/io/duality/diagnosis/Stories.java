package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;
import static java.util.Map.entry;

import io.duality.model.Holding;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.StepResult;
import io.duality.model.ThreadSeen;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Situations that several tests tell. */
final class Stories {
  /** Every story by the name of its golden file. */
  static final Map<String, Supplier<Scene>> ALL =
      new TreeMap<>(
          Map.ofEntries(
              entry("sample-incident", WorkStories::silentPeer),
              entry("executor-self-deadlock", WorkStories::executorSelfDeadlock),
              entry("nested-borrow", WorkStories::nestedBorrow),
              entry("unbounded-backlog", WorkStories::unboundedBacklog),
              entry("leaked-connection", WorkStories::leakedConnection),
              entry("starved-pool", WorkStories::starvedPool),
              entry("event-loop-blocked", WorkStories::eventLoopBlocked),
              entry("pinned-carriers", WorkStories::pinnedCarriers),
              entry("silent-peer", Stories::silentPeer),
              entry("two-locks", Stories::twoLocks),
              entry("running-holder", Stories::runningHolder),
              entry("upgrade", Stories::upgrade),
              entry("pool-of-itself", Stories::poolOfItself),
              entry("unknown-holder", Stories::unknownHolder),
              entry("lost-owner", Stories::lostOwner),
              entry("holder-waits-for-latch", Stories::holderWaitsForLatch),
              entry("nothing-waits", Stories::nothingWaits),
              entry("first-verdict", Stories::firstVerdict),
              entry("holder-in-a-library", Stories::holderInALibrary),
              entry("polling-holder", Stories::pollingHolder),
              entry("parked-holder", Stories::parkedHolder),
              entry("sleeping-holder", Stories::sleepingHolder),
              entry("one-thread-many-locks", Stories::oneThreadManyLocks),
              entry("cycle-until-timeout", Stories::cycleUntilTimeout),
              entry("unnamed-virtual-threads", Stories::unnamedVirtualThreads)));

  static {
    ALL.putAll(VitalStories.ALL);
    ALL.putAll(YoungStories.ALL);
    ALL.putAll(JoinedTest.ALL);
  }

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
      long id = 85L + i;
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
        .step("recording", StepResult.Status.OK, null)
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

  /** Twelve requests behind a lock whose holder runs. */
  static Scene runningHolder() {
    Scene scene = lockedStock().step("threads", StepResult.Status.OK, null).alsoAt(-1000);
    return scene
        .history("com.acme.Inventory.stockLock", ResourceKind.LOCK, 40, 21, 3)
        .occurred(1, "2026-11-21T03:07:41Z", "2026-11-21T03:07:41Z");
  }

  private static Scene lockedStock() {
    Scene scene =
        new Scene()
            .resource("l", ResourceKind.LOCK, "com.acme.Inventory.stockLock")
            .running(
                40,
                "inventory-sync",
                "SyncJob",
                frame("java.util.HashMap", "get", 560),
                frame("com.acme.InventorySync", "copy", 42),
                frame("com.acme.InventorySync", "run", 17))
            .holds("l", 40, null, 6100);
    for (int i = 1; i <= 12; i++) {
      scene.thread(i, "http-" + i, "POST /orders").waits(i, "l", "lock", 5400 - 100L * i);
    }
    return scene;
  }

  /** The same, a second after the trigger: one look, no dump, no steps. */
  static Scene firstVerdict() {
    return lockedStock().withoutDump();
  }

  /** One thread that wants to write while it reads. */
  static Scene upgrade() {
    return new Scene()
        .resource("rw", ResourceKind.READ_WRITE_LOCK, "com.acme.Cache.lock")
        .thread(1, "cache-refresh", null, frame("com.acme.Cache", "refresh", 77))
        .thread(2, "http-2", "GET /price")
        .holds("rw", 1, "reader", 8000)
        .waits(1, "rw", "write-lock", 7900)
        .waits(2, "rw", "read-lock", 6000)
        .trigger("deadlock", "1 thread in 2 looks")
        .step("threads", StepResult.Status.OK, null)
        .alsoAt(-1000);
  }

  /** Workers that wait for tasks which only they can run. */
  static Scene poolOfItself() {
    Scene scene = new Scene();
    for (int i = 1; i <= 4; i++) {
      scene
          .resource("f" + i, ResourceKind.FUTURE, "future of com.acme.PriceTask#" + i)
          .thread(i, "price-" + i, "price import", frame("com.acme.PriceImport", "join", 52))
          .waits(i, "f" + i, "get", 6000 + 10L * i);
      for (int t = 1; t <= 4; t++) {
        scene.works("f" + i, t, "worker", -1);
      }
    }
    return scene
        .trigger("deadlock", "4 threads in 2 looks")
        .step("threads", StepResult.Status.OK, null)
        .alsoAt(-1000);
  }

  /** A semaphore that nobody can be asked about, and a monitor owned by a virtual thread. */
  static Scene unknownHolder() {
    Scene scene =
        new Scene()
            .resource("s", ResourceKind.SEMAPHORE, "com.acme.Limiter.permits")
            .resource("m", ResourceKind.MONITOR, "monitor com.acme.Cart@1f");
    for (int i = 1; i <= 5; i++) {
      scene.thread(i, "http-" + i, "POST /quote").waits(i, "s", "acquire", 9000 - 500L * i);
    }
    return scene
        .thread(9, "cart-1", "GET /cart")
        .waits(9, "m", "enter", 7000)
        .step("threads", StepResult.Status.OK, null)
        .alsoAt(-1000);
  }

  /** A lock whose owner has ended. */
  static Scene lostOwner() {
    return new Scene()
        .resource("l", ResourceKind.LOCK, "com.acme.Ledger.lock")
        .thread(1, "book-1", "POST /book", frame("com.acme.Ledger", "book", 20))
        .seen(new ThreadSeen(7, "import-7", false, false, Thread.State.TERMINATED, null, List.of()))
        .waits(1, "l", "lock", 200_000)
        .holds("l", 7)
        .step("threads", StepResult.Status.OK, null);
  }

  /** The holder of a monitor waits for an event that nobody is known to bring. */
  static Scene holderWaitsForLatch() {
    Scene scene =
        new Scene()
            .resource("m", ResourceKind.MONITOR, "monitor com.acme.Batch@5a")
            .resource("c", ResourceKind.LATCH, "com.acme.Batch.done")
            .thread(3, "batch-3", null, frame("com.acme.Batch", "await", 88))
            .holds("m", 3, null, 31_000)
            .waits(3, "c", "await", 30_500);
    for (int i = 11; i <= 13; i++) {
      scene.thread(i, "http-" + i, i == 13 ? null : "GET /batch");
      scene.waits(i, "m", "enter", 20_000 + i);
    }
    return scene.step("threads", StepResult.Status.OK, null).alsoAt(-1000);
  }

  /** Asked by hand while everything is well. */
  static Scene nothingWaits() {
    Scene scene = new Scene().resource("q", ResourceKind.QUEUE, "queue of pool orders-worker");
    for (int i = 1; i <= 4; i++) {
      scene
          .thread(
              i,
              "orders-worker-" + i,
              null,
              frame("jdk.internal.misc.Unsafe", "park", -2),
              frame("java.util.concurrent.LinkedBlockingQueue", "take", 435),
              frame("java.util.concurrent.ThreadPoolExecutor", "getTask", 1062))
          .waits(i, "q", "take", 60_000);
    }
    return scene
        .running(9, "main", null, frame("com.acme.Main", "loop", 3))
        .trigger("manual", "")
        .step("threads", StepResult.Status.OK, null);
  }

  /** The holder runs inside a database driver: what its own code asked for is the place to look. */
  static Scene holderInALibrary() {
    Scene scene =
        new Scene().resource("l", ResourceKind.LOCK, "com.acme.orders.Inventory.stockLock");
    for (int i = 1; i <= 3; i++) {
      scene.thread(i, "http-" + i, "POST /orders").waits(i, "l", "lock", 5400 - 100L * i);
    }
    return recounts(scene, "getValue", 231)
        .holds("l", 40)
        .step("threads", StepResult.Status.OK, null)
        .step("threads-2", StepResult.Status.SKIPPED, "predicted pause 133.7 ms")
        .step("threads-3", StepResult.Status.SKIPPED, "predicted pause 133.7 ms")
        .lookAt(-500, earlier -> recounts(earlier, "next", 90))
        .lookAt(-250, earlier -> recounts(earlier, "getValue", 230));
  }

  private static Scene recounts(Scene scene, String method, int line) {
    return scene.running(
        40,
        "inventory-sync",
        "SyncJob",
        frame("org.h2.expression.condition.Comparison", method, line),
        frame("org.h2.command.query.Select", "query", 800),
        frame("com.zaxxer.hikari.pool.HikariProxyStatement", "executeQuery", 110),
        frame("com.acme.warehouse.SyncJob", "recount", 88),
        frame("com.acme.warehouse.SyncJob", "lambda$start$0", 40),
        frame("java.lang.Thread", "run", 840));
  }

  /** The holder looks for something every other millisecond; nothing is traced. */
  static Scene pollingHolder() {
    return paused("park", ResourceKind.PARK, "java.util.concurrent.locks.LockSupport", "parkNanos")
        .pauses(26, "p", "park", 0)
        .lookAt(-250, earlier -> earlier.goesOn(26).pauses(26, "p", "park", 251))
        .lookAt(250, later -> later.goesOn(26).pauses(26, "p", "park", -249));
  }

  /** The holder is parked for good, and nobody knows by whom it is to be woken. */
  static Scene parkedHolder() {
    return paused("park", ResourceKind.PARK, "java.util.concurrent.locks.LockSupport", "park")
        .waits(26, "p", "park", 9000)
        .alsoAt(-1000);
  }

  /** The holder sleeps. */
  static Scene sleepingHolder() {
    return paused("sleep", ResourceKind.SLEEP, "java.lang.Thread", "sleep")
        .pauses(26, "p", "sleep", 4000)
        .alsoAt(-1000);
  }

  private static Scene paused(String what, ResourceKind kind, String type, String method) {
    return new Scene()
        .resource("l", ResourceKind.LOCK, "com.acme.Inventory.stockLock", 1, 1)
        .resource("p", kind, what + " of inventory-sync")
        .thread(28, "order-1", null)
        .thread(
            26,
            "inventory-sync",
            null,
            frame("jdk.internal.misc.Unsafe", "park", -2),
            frame(type, method, 252),
            frame("com.acme.Inventory", "hold", 45))
        .holds("l", 26)
        .waits(28, "l", "lock", 5300)
        .step("threads", StepResult.Status.OK, null);
  }

  /** One thread holds three locks that different threads want. */
  static Scene oneThreadManyLocks() {
    Scene scene =
        new Scene().running(40, "inventory-sync", "SyncJob", frame("com.acme.Sync", "copy", 42));
    for (String lock : List.of("stockLock", "priceLock", "depotLock")) {
      scene.resource(lock, ResourceKind.LOCK, "com.acme.Inventory." + lock).holds(lock, 40);
    }
    return scene
        .thread(1, "http-1", "POST /orders")
        .thread(2, "http-2", "POST /orders")
        .thread(3, "http-3", "GET /price")
        .thread(4, "http-4", "GET /depot")
        .waits(1, "stockLock", "lock", 5000)
        .waits(2, "stockLock", "lock", 4000)
        .waits(3, "priceLock", "lock", 5200)
        .waits(4, "depotLock", "lock", 5100)
        .step("threads", StepResult.Status.OK, null)
        .alsoAt(-1000);
  }

  /** Two threads that wait for each other until one of them gives up. */
  static Scene cycleUntilTimeout() {
    return new Scene()
        .resource("a", ResourceKind.LOCK, "com.acme.Account.creditLock", 1, 1)
        .resource("b", ResourceKind.LOCK, "com.acme.Account.pointsLock", 1, 1)
        .thread(1, "transfer-1", "POST /buy", frame("com.acme.Transfer", "buy", 31))
        .thread(2, "transfer-2", "POST /redeem", frame("com.acme.Transfer", "redeem", 47))
        .holds("a", 1)
        .holds("b", 2)
        .waits(1, "b", "lock", 7200, 40_000)
        .waits(2, "a", "lock", 7100)
        .step("threads", StepResult.Status.OK, null)
        .alsoAt(-1000);
  }

  /** Requests on virtual threads, which nobody named. */
  static Scene unnamedVirtualThreads() {
    Scene scene =
        new Scene()
            .resource("l", ResourceKind.LOCK, "com.acme.Inventory.stockLock")
            .running(40, "inventory-sync", null, frame("com.acme.Sync", "copy", 42))
            .holds("l", 40);
    for (int i = 101; i <= 105; i++) {
      scene
          .seen(new ThreadSeen(i, "", true, true, Thread.State.WAITING, null, List.of()))
          .waits(i, "l", "lock", 5400 - i);
    }
    return scene.step("threads", StepResult.Status.OK, null).alsoAt(-1000);
  }
}
