package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.lmax.disruptor.RingBuffer;
import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.catalina.startup.Tomcat;
import org.apache.commons.logging.Log;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.slf4j.Logger;
import org.springframework.beans.factory.BeanNameAware;
import org.springframework.context.Lifecycle;
import org.springframework.util.CustomizableThreadCreator;

/** Pools, event loops and queues of real libraries that nobody works any more. */
final class LibraryStoriesTest {
  private static final String PACKAGE = "io.duality.scenarios.";
  private static final Class<?>[] NETTY = {
    EventLoop.class, EventExecutor.class, ByteBuf.class, AddressResolver.class
  };
  private static final Class<?>[] VERTX = {
    Vertx.class,
    JsonFactory.class,
    ByteToMessageDecoder.class,
    SslContext.class,
    HttpObject.class,
    Http2Frame.class,
    ProxyHandler.class,
    DnsNameResolver.class,
    DnsRecord.class
  };
  private static final Class<?>[] TOMCAT = {Tomcat.class, HttpServlet.class, PostConstruct.class};
  private static final Class<?>[] LOGBACK = {AsyncAppender.class, AppenderBase.class, Logger.class};
  private static final Class<?>[] LOG4J = {AsyncLoggerContext.class, Level.class, RingBuffer.class};
  private static final Class<?>[] SPRING = {
    Lifecycle.class, CustomizableThreadCreator.class, BeanNameAware.class, Log.class
  };

  @OnEveryJdk
  void handler_that_waits_for_its_own_event_loop_is_a_deadlock(AgentJvm jvm) {
    loop(Incident.soon(jvm.classPathOf(NETTY), "deadlock", BlockedLoop.class));
  }

  @OnEveryJdk
  void handler_that_waits_for_its_own_event_loop_of_the_next_netty_is_one_too(AgentJvm jvm) {
    jvm.classPath(Path.of("target/netty-next").toAbsolutePath().resolve("*"));
    loop(Incident.soon(jvm, "deadlock", BlockedLoop.class));
  }

  private static void loop(Incident incident) {
    String loop = "price-loop-1-1";
    String price =
        incident.waits().names().stream()
            .filter(name -> name.startsWith("future of java.util.concurrent.CompletableFuture"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no price in " + incident.waits().tree()));
    incident.waits(loop, price).traced(loop).named(loop);
    assertTrue(
        incident.waits().hasEdge(price, "worked-by", loop), incident.waits().tree()::toString);
    assertEquals(1, incident.waits().cycles().size(), incident.waits().tree()::toString);
    String charge = "future of " + PACKAGE + "BlockedLoop$Charge";
    String payBack = "future of " + PACKAGE + "BlockedLoop$PayBack";
    incident.waits("checkout", charge).traced("checkout", "victim");
    incident.waits("refund", payBack).traced("refund", "victim");
    for (String asked : List.of(charge, payBack)) {
      assertTrue(
          incident.waits().hasEdge(asked, "worked-by", loop), incident.waits().tree()::toString);
    }
    Tree pool = pool(incident, "netty event loop " + loop);
    assertEquals("netty", pool.text("library"));
    assertEquals(1, (int) pool.number("blocked"), pool::toString);
    assertEquals(3, (int) pool.number("depth"), pool::toString);
  }

  @OnEveryJdk
  void handler_on_vertx_event_loop_waits_for_a_lock_whose_holder_reads(AgentJvm jvm) {
    Incident incident =
        Incident.soon(jvm.classPathOf(NETTY).classPathOf(VERTX), "stall", BlockedVertx.class);
    String loop = "vert.x-eventloop-thread-0";
    String lock = PACKAGE + "BlockedVertx.stockLock";

    incident.waits(loop, lock).traced(loop, "victim").named(loop);
    incident.holds("stock-import", lock).traced("stock-import").root(peer(incident));
  }

  @OnEveryJdk
  void servlet_container_whose_workers_all_wait_for_a_silent_service(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm.classPathOf(TOMCAT), "stall", SlowDownstream.class);
    String peer = peer(incident);

    incident.root(peer).rootIs("peer", 4).title(peer);
    String pool = "http-nio-127.0.0.1-auto-1";
    Tree workers = pool(incident, "pool " + pool);
    assertEquals("tomcat", workers.text("library"));
    assertEquals(4, (int) workers.number("limit"), workers::toString);
    assertEquals(4, (int) workers.number("blocked"), workers::toString);
    assertEquals(3, (int) workers.number("depth"), workers::toString);
    for (int worker = 1; worker <= 4; worker++) {
      incident.waits(pool + "-exec-" + worker, peer).traced(pool + "-exec-" + worker, "victim");
    }
  }

  @OnEveryJdk
  void full_queue_of_an_async_appender_leads_to_the_collector_that_does_not_read(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm.classPathOf(LOGBACK), "stall", FullLoggingQueue.class);
    String queue = "logback AsyncAppender ASYNC";

    for (String order : List.of("order-1", "order-2", "order-3")) {
      incident.waits(order, queue).traced(order, "victim").named(order);
    }
    assertTrue(
        incident.waits().hasEdge(queue, "worked-by", "AsyncAppender-Worker-ASYNC"),
        incident.waits().tree()::toString);
    incident.root(peer(incident)).rootIs("peer", 3);
  }

  @OnEveryJdk
  void full_ring_of_async_loggers_leads_to_the_collector_that_does_not_read(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm.classPathOf(LOG4J), "stall", FullRing.class);
    String ring = "log4j async loggers of shop";
    String consumer = "Log4j2-TF-1-AsyncLogger[shop]-1";

    assertTrue(
        incident.waits().hasEdge(ring, "worked-by", consumer), incident.waits().tree()::toString);
    incident.root(peer(incident));
    // Who waits in the ring, who behind the lock of the first, and who polls, log4j decides.
    List<String> waiting =
        incident.waits().names().stream().filter(name -> name.startsWith("payment-")).toList();
    assertFalse(waiting.isEmpty(), incident.waits().tree()::toString);
    waiting.forEach(payment -> incident.traced(payment).named(payment));
  }

  @OnEveryJdk
  void only_thread_of_a_scheduler_waits_for_a_lock_whose_holder_reads(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm.classPathOf(SPRING), "stall", BlockedScheduler.class);
    String lock = PACKAGE + "BlockedScheduler.ledgerLock";

    incident.waits("jobs-1", lock).traced("jobs-1", "victim").named("jobs-1");
    incident.holds("ledger-import", lock).traced("ledger-import").root(peer(incident));
    Tree jobs = pool(incident, "pool jobs");
    assertEquals("spring", jobs.text("library"));
    assertEquals(2, (int) jobs.number("depth"), jobs::toString);
  }

  @OnEveryJdk
  void none_of_them_moving_is_a_stall(AgentJvm jvm) {
    // Below the five seconds for which the twins move, above what a busy machine keeps one waiting.
    jvm.set("duality.trigger.stall.age", "4s")
        .deadline(Duration.ofMinutes(4)) // six libraries are started one after the other
        .classPathOf(NETTY)
        .classPathOf(VERTX)
        .classPathOf(TOMCAT)
        .classPathOf(LOGBACK)
        .classPathOf(LOG4J)
        .classPathOf(SPRING);
    RunningJvm app = Incident.start(jvm, LibraryTwins.class, "moving");

    app.awaitLine("DONE");
    String status = app.control().status().text("text");
    for (String library :
        List.of(
            "tomcat pools: 4 of 4",
            "netty event loops: ",
            "vert.x threads: 1 of 1",
            "logback async appenders: 3 of 3",
            "disruptor ring buffers: 4 of 4",
            "spring executors: 2 of 2")) {
      assertTrue(status.contains(library), status);
    }
    app.assertNoBundle(3); // what stays is idle: acceptors, pollers, event loops, workers
    assertEquals(List.of(), app.stderr().stream().filter(line -> line.contains("failed")).toList());
  }

  private static Tree pool(Incident incident, String name) {
    Tree pool = incident.bundle().resource(name);
    assertEquals("pool", pool.text("kind"), pool::toString);
    return pool;
  }

  private static String peer(Incident incident) {
    return incident.app().stdout().stream()
        .filter(line -> line.startsWith("PEER "))
        .findFirst()
        .orElseThrow()
        .substring("PEER ".length());
  }
}
