package io.duality.scenarios;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;

/**
 * One connection each, of every kind of pool: its borrower asks a silent peer, and somebody wants
 * it. Moving, the peer answers.
 */
public final class ExhaustedPools implements Situation {
  private static final String DRIVER = "org.h2.Driver";

  @Override
  public void open(Stage stage) {
    Peer peer = Peer.silent(stage.stuck());
    System.out.println("RESOURCE peer " + peer.name());
    database(stage, peer, "tomcat", tomcat());
    database(stage, peer, "dbcp2", dbcp2());
    database(stage, peer, "dbcp1", dbcp1());
    database(stage, peer, "c3p0", c3p0());
    http(stage, peer);
    abandoned(stage);
    if (stage.stuck()) {
      stage.traced("postgres", "GET /postgres", () -> connect(peer)); // it would not understand
    }
  }

  private static void connect(Peer peer) throws SQLException {
    String server = "jdbc:postgresql://127.0.0.1:" + peer.port();
    DriverManager.getConnection(server + "/orders?sslmode=disable&gssEncMode=disable").close();
  }

  /** Its borrower ends without giving it back. */
  private static void abandoned(Stage stage) {
    DataSource source = Databases.hikari("abandoned-pool", "abandoned", 1);
    Thread borrower =
        new Thread(() -> stage.work("import", () -> abandon(stage, source)), "importer");
    borrower.start();
    stage.await(() -> !borrower.isAlive());
    stage.awaitWaiting(stage.traced("hikari-waiter", "GET /hikari", () -> borrow(source)));
  }

  private static void abandon(Stage stage, DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    if (!stage.stuck()) {
      connection.close();
    }
  }

  private static void database(Stage stage, Peer peer, String name, DataSource source) {
    int before = peer.heard();
    stage.traced(name + "-holder", "export " + name, () -> hold(source, peer));
    stage.await(() -> peer.heard() > before);
    Thread waiter = stage.traced(name + "-waiter", "GET /" + name, () -> borrow(source));
    stage.awaitWaiting(waiter);
  }

  private static void hold(DataSource source, Peer peer) throws SQLException, IOException {
    try (Connection connection = source.getConnection()) {
      ask(peer);
      connection.isValid(1);
    }
  }

  private static void borrow(DataSource source) throws SQLException {
    source.getConnection().close();
  }

  private static void ask(Peer peer) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(peer.address());
      socket.getOutputStream().write(1);
      socket.getInputStream().read();
    }
  }

  private static void http(Stage stage, Peer peer) {
    HttpAnswers server = new HttpAnswers();
    System.out.println("RESOURCE http " + server.url());
    PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager();
    connections.setMaxTotal(10);
    connections.setDefaultMaxPerRoute(1);
    CloseableHttpClient client = HttpClients.custom().setConnectionManager(connections).build();
    int before = peer.heard();
    stage.traced("http4-holder", "export http4", () -> hold(client, server, peer));
    stage.await(() -> peer.heard() > before);
    stage.awaitWaiting(
        stage.traced("http4-waiter", "GET /http4", () -> get(client, server).close()));
  }

  private static void hold(CloseableHttpClient client, HttpAnswers server, Peer peer)
      throws IOException {
    try (CloseableHttpResponse answer = get(client, server)) {
      ask(peer);
      answer.getStatusLine();
    }
  }

  private static CloseableHttpResponse get(CloseableHttpClient client, HttpAnswers server)
      throws IOException {
    return client.execute(new HttpGet(server.url()));
  }

  private static DataSource tomcat() {
    org.apache.tomcat.jdbc.pool.DataSource source = new org.apache.tomcat.jdbc.pool.DataSource();
    source.setName("tomcat-orders");
    source.setDriverClassName(DRIVER);
    source.setUrl(Databases.url("tomcat"));
    source.setInitialSize(1);
    source.setMinIdle(1);
    source.setMaxActive(1);
    source.setMaxIdle(1);
    source.setMaxWait(600_000);
    return source;
  }

  private static DataSource dbcp2() {
    org.apache.commons.dbcp2.BasicDataSource source =
        new org.apache.commons.dbcp2.BasicDataSource();
    source.setDriverClassName(DRIVER);
    source.setUrl(Databases.url("dbcp2"));
    source.setMaxTotal(1);
    return source;
  }

  private static DataSource dbcp1() {
    org.apache.commons.dbcp.BasicDataSource source = new org.apache.commons.dbcp.BasicDataSource();
    source.setDriverClassName(DRIVER);
    source.setUrl(Databases.url("dbcp1"));
    source.setMaxActive(1);
    source.setMaxWait(600_000);
    return source;
  }

  private static DataSource c3p0() {
    ComboPooledDataSource source = new ComboPooledDataSource();
    source.setJdbcUrl(Databases.url("c3p0"));
    source.setMinPoolSize(1);
    source.setInitialPoolSize(1);
    source.setMaxPoolSize(1);
    return source;
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new ExhaustedPools());
  }
}
