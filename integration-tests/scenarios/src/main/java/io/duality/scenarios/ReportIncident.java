package io.duality.scenarios;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Orders wait for a connection; exports have all ten while they put rows into a full queue; the one
 * thread that takes from it waits for an answer that never comes.
 */
public final class ReportIncident implements Situation {
  private static final int CONNECTIONS = 10;
  private static final int REQUESTS = 21;
  private static final int ROOM = 1000;

  /** The rows of the reports on their way out. */
  private static final class ReportExporter {
    final ArrayBlockingQueue<String> rowQueue = new ArrayBlockingQueue<>(ROOM);
  }

  /** Reads the rows of one report. */
  private static final class OrderExport {
    static void rows(Stage stage, HikariDataSource orders, ReportExporter exporter)
        throws SQLException, InterruptedException {
      int rows = stage.stuck() ? 5 * ROOM : 1;
      try (Connection connection = orders.getConnection();
          Statement statement = connection.createStatement();
          ResultSet found = statement.executeQuery("select x from system_range(1, " + rows + ")")) {
        while (found.next()) {
          exporter.rowQueue.put(found.getString(1));
        }
      }
    }
  }

  @Override
  public void open(Stage stage) {
    HikariDataSource orders = Databases.hikari("HikariPool-1", "orders", CONNECTIONS, 60_000);
    ReportExporter exporter = new ReportExporter();
    Peer peer = Peer.silent(stage.stuck());
    System.out.println("RESOURCE report-uploader " + peer.name());
    Thread uploader = new Thread(() -> upload(peer, exporter), "report-uploader");
    uploader.setDaemon(true);
    uploader.start();
    exports(stage, orders, exporter);
    stage.await(() -> orders.getHikariPoolMXBean().getActiveConnections() == CONNECTIONS);
    stage.await(() -> exporter.rowQueue.remainingCapacity() == 0);
    for (int i = 1; i <= REQUESTS; i++) {
      stage.traced("http-nio-8080-exec-" + i, "POST /orders", () -> order(orders));
    }
    stage.await(() -> orders.getHikariPoolMXBean().getThreadsAwaitingConnection() == REQUESTS);
  }

  /**
   * The workers of pool {@code report-export}: stuck, one export each; moving, one after another.
   */
  private static void exports(Stage stage, HikariDataSource orders, ReportExporter exporter) {
    AtomicInteger workers = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            CONNECTIONS,
            task -> {
              Thread worker = new Thread(task, "report-export-" + workers.incrementAndGet());
              worker.setDaemon(true);
              return worker;
            });
    for (int i = 0; i < (stage.stuck() ? CONNECTIONS : 1); i++) {
      pool.execute(
          () ->
              stage.work("export monthly-report", () -> OrderExport.rows(stage, orders, exporter)));
    }
  }

  private static void order(HikariDataSource orders) throws SQLException {
    Databases.execute(orders, "select 1");
  }

  private static void upload(Peer peer, ReportExporter exporter) {
    try (Socket socket = new Socket()) {
      socket.connect(peer.address());
      while (true) {
        exporter.rowQueue.take();
        awaitAck(socket);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the peer on the loopback address is gone", e);
    }
  }

  private static void awaitAck(Socket socket) throws IOException {
    socket.getOutputStream().write(1);
    if (socket.getInputStream().read() < 0) {
      throw new IOException("the peer has closed the connection");
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new ReportIncident());
  }
}
