package com.acme.orders;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients of the service over loopback HTTP. Each sends its next request 100 ms after the answer to
 * the one before, so there are never more open requests than clients.
 */
final class Load {
  private static final Logger LOG = LoggerFactory.getLogger(Load.class);
  private static final int MOST_CLIENTS = 20;

  private final ScheduledThreadPoolExecutor clients =
      new ScheduledThreadPoolExecutor(MOST_CLIENTS, NamedThreads.of("client"));
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Queue<Future<?>> sending = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicLong longestMillis = new AtomicLong();
  private final AtomicInteger next = new AtomicInteger();
  private final int port;
  private volatile boolean closing;

  Load(int port) {
    this.port = port;
  }

  /** Adds clients that all send {@code method path}; {@code ?sku=n} is appended to the path. */
  void add(int count, String method, String path) {
    for (int i = 0; i < count; i++) {
      sending.add(
          clients.scheduleWithFixedDelay(
              () -> send(method, path), i * 5L, 100, TimeUnit.MILLISECONDS));
    }
  }

  private void send(String method, String path) {
    int sku = Math.floorMod(next.getAndIncrement(), Database.ARTICLES);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + path + "?quantity=1&amount=1&sku=" + sku))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    long began = System.nanoTime();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      answered.incrementAndGet();
      longestMillis.accumulateAndGet((System.nanoTime() - began) / 1_000_000, Math::max);
    } catch (IOException e) {
      if (!closing) {
        failed.incrementAndGet();
        LOG.warn("{} {} failed: {}", method, path, e.toString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int answered() {
    return answered.get();
  }

  int failed() {
    return failed.get();
  }

  /** The longest time a client waited for an answer, in milliseconds. */
  long longestMillis() {
    return longestMillis.get();
  }

  /** Sends no more requests and waits up to 10 s for the answers to those under way. */
  void stop() throws InterruptedException {
    sending.forEach(client -> client.cancel(false));
    clients.shutdown();
    if (!clients.awaitTermination(10, TimeUnit.SECONDS)) {
      closing = true;
      clients.shutdownNow();
    }
  }
}
