package io.duality.scenarios;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * Tomcat with four workers, whose servlet asks a price service for every order. When the service
 * answers nothing, all workers wait for it, and further orders wait for a worker.
 */
public final class SlowDownstream implements Situation {
  private static final int WORKERS = 4;
  private static final int ORDERS = 7;

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new SlowDownstream());
  }

  @Override
  public void open(Stage stage) {
    PriceService prices = new PriceService(!stage.stuck());
    Connector connector = tomcat(stage, prices);
    System.out.println("PEER tcp 127.0.0.1:" + prices.port());
    URI orders = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/orders");
    HttpClient client = HttpClient.newHttpClient();
    if (!stage.stuck()) {
      stage.untraced("customer", () -> send(client, orders).join());
      return;
    }
    List<CompletableFuture<Integer>> sent = new ArrayList<>();
    for (int order = 0; order < ORDERS; order++) {
      sent.add(send(client, orders));
    }
    stage.await(() -> prices.asked() == WORKERS);
    System.out.println("SENT " + sent.size());
  }

  private static CompletableFuture<Integer> send(HttpClient client, URI to) {
    return client
        .sendAsync(HttpRequest.newBuilder(to).build(), HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  private static Connector tomcat(Stage stage, PriceService prices) {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(new File("tomcat").getAbsolutePath());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
    connector.setProperty("maxThreads", Integer.toString(WORKERS));
    connector.setProperty("minSpareThreads", "2");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "orders", new Orders(stage, prices)).addMapping("/orders");
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IllegalStateException("Tomcat did not start", e);
    }
    return connector;
  }

  @SuppressWarnings("serial") // nobody writes it down
  private static final class Orders extends HttpServlet {
    private final Stage stage;
    private final PriceService prices;

    Orders(Stage stage, PriceService prices) {
      this.stage = stage;
      this.prices = prices;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      stage.here("POST /orders", () -> price(prices.url()));
      response.setStatus(HttpServletResponse.SC_OK);
    }

    private static void price(URL from) throws IOException {
      HttpURLConnection connection = (HttpURLConnection) from.openConnection();
      try (InputStream answer = connection.getInputStream()) {
        answer.readAllBytes();
      }
    }
  }
}
