package io.duality.engine.library;

import io.duality.engine.library.BorrowPlan.Call;
import io.duality.engine.library.BorrowPlan.Point;
import io.duality.engine.library.BorrowPlan.Value;
import io.duality.engine.library.BorrowPlan.Waiting;
import java.util.List;

/** The expectation tables of the connection pools. */
final class ConnectionPlans {
  private static final Value SELF = new Value.This();
  private static final String UNIT = "Ljava/util/concurrent/TimeUnit;";
  private static final String TIMED = "(J" + UNIT + ")Ljava/lang/Object;";
  private static final String TAKES = "()Ljava/lang/Object;";
  private static final String POOL2 = "org/apache/commons/pool2/impl/";
  private static final String POOL1 = "org/apache/commons/pool/impl/";
  private static final String HTTP5 = "org/apache/hc/client5/http/impl/io/";
  private static final String CORE5 = "org/apache/hc/core5/pool/";

  private ConnectionPlans() {}

  static List<BorrowPlan> all() {
    return List.of(
        BorrowPlan.of(
            "HikariCP",
            "com/zaxxer/hikari/pool/PoolEntry",
            Point.borrow(
                "createProxyConnection",
                SELF,
                new Value.Field("hikariPool", "Lcom/zaxxer/hikari/pool/HikariPool;")),
            Point.giveBack("recycle", SELF),
            Point.giveBack("close", SELF)),
        BorrowPlan.of(
            "HikariCP",
            "com/zaxxer/hikari/util/ConcurrentBag",
            Point.wait(
                "borrow",
                new Value.Field(
                    "listener", "Lcom/zaxxer/hikari/util/ConcurrentBag$IBagStateListener;"),
                Waiting.in(new Call("java/util/concurrent/SynchronousQueue", "poll", TIMED)))),
        BorrowPlan.of(
            "Tomcat JDBC",
            "org/apache/tomcat/jdbc/pool/ConnectionPool",
            Point.wait(
                    "borrowConnection",
                    SELF,
                    Waiting.in(new Call("java/util/concurrent/BlockingQueue", "poll", TIMED)))
                .thenBorrows(),
            giveBack("returnConnection", 0),
            giveBack("release", 0),
            giveBack("abandon", 0)),
        BorrowPlan.of(
            "commons-pool2",
            POOL2 + "GenericObjectPool",
            Point.wait("borrowObject", SELF, Waiting.in(pool2Waits())).thenBorrows(),
            giveBack("returnObject", 0),
            giveBack("invalidateObject", 0)),
        BorrowPlan.of(
            "commons-pool2",
            POOL2 + "GenericKeyedObjectPool",
            Point.wait("borrowObject", SELF, Waiting.in(pool2Waits()).forPart(argument(0)))
                .thenBorrows(),
            giveBack("returnObject", 1),
            giveBack("invalidateObject", 1)),
        BorrowPlan.of(
            "commons-pool",
            POOL1 + "GenericObjectPool",
            Point.wait("borrowObject", SELF, Waiting.in(pool1Waits())).thenBorrows(),
            giveBack("returnObject", 0),
            giveBack("invalidateObject", 0)),
        BorrowPlan.of(
            "commons-pool",
            POOL1 + "GenericKeyedObjectPool",
            Point.wait("borrowObject", SELF, Waiting.in(pool1Waits()).forPart(argument(0)))
                .thenBorrows(),
            giveBack("returnObject", 1),
            giveBack("invalidateObject", 1)),
        BorrowPlan.of(
            "c3p0",
            "com/mchange/v2/resourcepool/BasicResourcePool",
            Point.wait("awaitAvailable", SELF, new Waiting(null, 0, List.of())),
            Point.borrow("checkoutResource", new Value.Result(), SELF),
            giveBack("checkinResource", 0),
            giveBack("removeResource", 0)),
        BorrowPlan.of(
            "HttpClient 4",
            "org/apache/http/pool/AbstractConnPool",
            Point.wait(
                    "getPoolEntryBlocking",
                    SELF,
                    Waiting.in(
                            new Call(
                                "java/util/concurrent/locks/Condition",
                                "awaitUntil",
                                "(Ljava/util/Date;)Z"),
                            new Call("java/util/concurrent/locks/Condition", "await", "()V"))
                        .forPart(argument(0)))
                .thenBorrows(),
            giveBack("release", 0)),
        leaseRequest(1),
        leaseRequest(2),
        leaseRequest(3),
        leaseRequest(4),
        BorrowPlan.of("HttpClient 5", CORE5 + "StrictConnPool", giveBack("release", 0)),
        BorrowPlan.of("HttpClient 5", CORE5 + "LaxConnPool", giveBack("release", 0)));
  }

  /** Which number the anonymous request for a connection has differs by version. */
  private static BorrowPlan leaseRequest(int number) {
    return BorrowPlan.of(
        "HttpClient 5",
        HTTP5 + "PoolingHttpClientConnectionManager$" + number,
        Point.wait(
                "get",
                new Value.Field("this$0", "L" + HTTP5 + "PoolingHttpClientConnectionManager;"),
                Waiting.in(new Call("java/util/concurrent/Future", "get", TIMED))
                    .forPart(
                        new Value.Field("val$route", "Lorg/apache/hc/client5/http/HttpRoute;")))
            .thenTakes(CORE5 + "PoolEntry"));
  }

  private static Call[] pool2Waits() {
    String deque = POOL2 + "LinkedBlockingDeque";
    return new Call[] {
      new Call(deque, "takeFirst", TAKES),
      new Call(deque, "pollFirst", TIMED),
      new Call(deque, "pollFirst", "(Ljava/time/Duration;)Ljava/lang/Object;")
    };
  }

  private static Call[] pool1Waits() {
    return new Call[] {
      new Call("java/lang/Object", "wait", "()V"), new Call("java/lang/Object", "wait", "(J)V")
    };
  }

  private static Point giveBack(String method, int argument) {
    return Point.giveBack(method, argument(argument));
  }

  private static Value argument(int index) {
    return new Value.Argument(index);
  }
}
