package io.duality.scenarios;

import com.zaxxer.hikari.HikariDataSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * A service as they are when all is well: requests, a database, a slow but living peer, jobs,
 * bursts that are worked off, long polls, and many threads with nothing to do. Says once a minute
 * what it has done, until it is told to end.
 */
public final class HealthyService {
  private static final int WORKERS = 8;
  private static final int CUSTOMERS = 4;
  private static final int BURST = 1_000;
  private static final long ROOM = 1_000_000;
  private static final long THINKING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONG_POLL_SECONDS = 25;

  private final Tracing tracing = new Tracing();
  private final PriceService prices = new PriceService(true);
  private final HikariDataSource orders = Databases.hikari("HikariPool-1", "orders", 4, 30_000);
  private final ArrayBlockingQueue<String> auditQueue = new ArrayBlockingQueue<>(100);
  private final ArrayBlockingQueue<String> newsQueue = new ArrayBlockingQueue<>(10);
  private final ReentrantLock stockLock = new ReentrantLock();
  private final ExecutorService batch = Executors.newFixedThreadPool(2, daemons("batch"));
  private final ExecutorService spare = Executors.newFixedThreadPool(4, daemons("spare"));
  private final ScheduledExecutorService jobs =
      Executors.newScheduledThreadPool(2, daemons("jobs"));
  private final AtomicLong served = new AtomicLong();
  private final AtomicLong audited = new AtomicLong();
  private final AtomicLong worked = new AtomicLong();
  private long stock = ROOM;

  private HealthyService() {}

  public static void main(String[] args) throws Exception {
    CountDownLatch end = Console.end();
    HealthyService service = new HealthyService();
    service.open();
    System.out.println("READY");
    for (int minute = 1; !end.await(1, TimeUnit.MINUTES); minute++) {
      System.out.println("MINUTE " + minute + " " + service.done());
    }
    System.exit(0);
  }

  private String done() {
    return "served " + served + ", audited " + audited + ", worked " + worked;
  }

  private void open() throws Exception {
    Databases.execute(orders, "create table audit (entry varchar)");
    start("audit-writer", this::writeAudit);
    start("news-poll", this::pollNews);
    ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    start("door", () -> door.accept().close());
    for (int i = 0; i < 4; i++) {
      spare.execute(() -> Thread.currentThread().getName()); // then they wait for work for ever
    }
    ScheduledFuture<?> purge = jobs.scheduleAtFixedRate(this::purge, 1, 5, TimeUnit.SECONDS);
    ScheduledFuture<?> burst = jobs.scheduleAtFixedRate(this::burst, 5, 20, TimeUnit.SECONDS);
    System.out.println("JOBS " + purge.isDone() + " " + burst.isDone());
    URI url = URI.create("http://127.0.0.1:" + tomcat().getLocalPort() + "/orders");
    for (int i = 1; i <= CUSTOMERS; i++) {
      HttpClient client = HttpClient.newHttpClient();
      start("customer-" + i, () -> buy(client, url));
    }
  }

  private Connector tomcat() throws LifecycleException {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(new File("tomcat").getAbsolutePath());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
    connector.setProperty("maxThreads", Integer.toString(WORKERS));
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "orders", new Orders(this)).addMapping("/orders");
    tomcat.start();
    return connector;
  }

  @SuppressWarnings("serial") // nobody writes it down
  private static final class Orders extends HttpServlet {
    private final HealthyService service;

    Orders(HealthyService service) {
      this.service = service;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Span span = service.tracing.start("POST /orders", true);
      Scope scope = span.makeCurrent();
      try {
        service.order();
        response.setStatus(HttpServletResponse.SC_OK);
      } catch (SQLException | InterruptedException e) {
        throw new IOException("no order", e);
      } finally {
        scope.close();
        span.end();
      }
    }
  }

  private void order() throws IOException, SQLException, InterruptedException {
    HttpURLConnection price = (HttpURLConnection) prices.url().openConnection();
    try (InputStream answer = price.getInputStream()) {
      answer.readAllBytes();
    }
    stockLock.lock();
    try {
      stock = stock == 0 ? ROOM : stock - 1;
    } finally {
      stockLock.unlock();
    }
    Databases.execute(orders, "select count(*) from system_range(1, 2000)");
    auditQueue.put("order " + served.incrementAndGet());
    CompletableFuture.supplyAsync(() -> served.get() + 1).join();
  }

  private void buy(HttpClient client, URI url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).build();
    while (true) {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != HttpServletResponse.SC_OK) {
        throw new IllegalStateException("the service answered " + status);
      }
      LockSupport.parkNanos(THINKING_NANOS);
    }
  }

  private void writeAudit() throws SQLException, InterruptedException {
    while (true) {
      String entry = auditQueue.poll(1, TimeUnit.SECONDS);
      if (entry != null) {
        insert(entry);
        audited.incrementAndGet();
      }
    }
  }

  private void insert(String entry) throws SQLException {
    try (Connection connection = orders.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("insert into audit (entry) values (?)")) {
      insert.setString(1, entry);
      insert.executeUpdate();
    }
  }

  private void pollNews() throws InterruptedException {
    while (true) {
      Span span = tracing.start("GET /news", true);
      Scope scope = span.makeCurrent();
      try {
        String news = newsQueue.poll(LONG_POLL_SECONDS, TimeUnit.SECONDS);
        System.out.println("NEWS " + news);
      } finally {
        scope.close();
        span.end();
      }
    }
  }

  private void purge() {
    try {
      Databases.execute(orders, "delete from audit");
    } catch (SQLException e) {
      throw new IllegalStateException("the audit cannot be purged", e);
    }
  }

  /** More than can be done at once, and done within seconds. */
  private void burst() {
    for (int i = 0; i < BURST; i++) {
      batch.execute(
          () -> {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
            while (System.nanoTime() < end) {
              Thread.onSpinWait();
            }
            worked.incrementAndGet();
          });
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                throw new IllegalStateException(name + " failed", e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private static ThreadFactory daemons(String name) {
    AtomicLong count = new AtomicLong();
    return task -> {
      Thread thread = new Thread(task, name + '-' + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
