package io.duality.hosts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An HTTP server that knows the OpenTelemetry API and no SDK: whoever brings spans is an agent in
 * front of it. Prints {@code PORT <port>}. {@code GET /hold} starts a job {@code inventory-sync}
 * that keeps the stock lock in a span {@code SyncJob}; {@code GET /orders} wants the lock. Each
 * says {@code TRACE <thread> <traceId> <spanId> <sampled>} of its current span; {@code release} on
 * stdin lets the job go on, anything else ends the program.
 */
public final class TracedStockRoom {
  private final ReentrantLock stockLock = new ReentrantLock();
  private final CountDownLatch released = new CountDownLatch(1);

  private TracedStockRoom() {}

  /** Serves until it is told to end. */
  public static void main(String[] args) throws IOException {
    TracedStockRoom room = new TracedStockRoom();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService workers =
        Executors.newFixedThreadPool(3, work -> new Thread(work, "http-worker"));
    server.setExecutor(workers);
    server.createContext("/hold", room::hold);
    server.createContext("/orders", room::order);
    server.start();
    System.out.println("PORT " + server.getAddress().getPort());
    for (String line = Console.line(); "release".equals(line); line = Console.line()) {
      room.released.countDown();
    }
    server.stop(0);
    workers.shutdown();
  }

  private void hold(HttpExchange exchange) throws IOException {
    CountDownLatch held = new CountDownLatch(1);
    new Thread(() -> sync(held), "inventory-sync").start();
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answer(exchange, "held");
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private void sync(CountDownLatch held) {
    Span span =
        GlobalOpenTelemetry.getTracer("io.duality.hosts")
            .spanBuilder("SyncJob")
            .setNoParent()
            .startSpan();
    try (Scope scope = span.makeCurrent()) {
      stockLock.lock();
      try {
        tell();
        held.countDown();
        released.await();
      } finally {
        stockLock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      span.end();
    }
  }

  private void order(HttpExchange exchange) throws IOException {
    Thread.currentThread().setName("http-orders");
    tell();
    stockLock.lock();
    try {
      System.out.println("ORDERED");
    } finally {
      stockLock.unlock();
    }
    answer(exchange, "ordered");
  }

  private static void tell() {
    var ids = Span.current().getSpanContext();
    System.out.println(
        String.join(
            " ",
            "TRACE",
            Thread.currentThread().getName(),
            ids.getTraceId(),
            ids.getSpanId(),
            Boolean.toString(ids.isSampled())));
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = Console.bytes(text);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
