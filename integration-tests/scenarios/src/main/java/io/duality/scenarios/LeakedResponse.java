package io.duality.scenarios;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;

/**
 * A price feed asks twice and never closes the answers: both connections are gone, while their
 * borrower has nothing to do. Moving, it closes them.
 */
public final class LeakedResponse implements Situation {
  private static final int SIZE = 2;

  @Override
  public void open(Stage stage) {
    HttpAnswers server = new HttpAnswers();
    PoolingHttpClientConnectionManager connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(SIZE)
            .setMaxConnPerRoute(SIZE)
            .build();
    CloseableHttpClient client = HttpClients.custom().setConnectionManager(connections).build();
    System.out.println("RESOURCE pool " + server.url());
    ExecutorService feed =
        Executors.newFixedThreadPool(
            1,
            task -> {
              Thread worker = new Thread(task, "price-feed");
              worker.setDaemon(true);
              return worker;
            });
    for (int i = 0; i < SIZE; i++) {
      await(feed.submit(() -> stage.work("refresh prices", () -> refresh(stage, client, server))));
    }
    for (int i = 1; i <= 3; i++) {
      stage.traced("http-" + i, "GET /prices", () -> ask(client, server));
    }
    stage.await(() -> connections.getTotalStats().getPending() == 3);
  }

  @SuppressWarnings("deprecation") // the way in which it is leaked
  private static void refresh(Stage stage, CloseableHttpClient client, HttpAnswers server)
      throws IOException {
    ClassicHttpResponse answer = client.executeOpen(null, new HttpGet(server.url()), null);
    if (!stage.stuck()) {
      answer.close();
    }
  }

  private static void ask(CloseableHttpClient client, HttpAnswers server) throws IOException {
    client.execute(new HttpGet(server.url()), answer -> answer.getCode());
  }

  private static void await(Future<?> asked) {
    try {
      asked.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the feed could not ask", e);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new LeakedResponse());
  }
}
