package io.duality.scenarios;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A booking has changed a row and asks a silent peer before it commits; others want to change the
 * same row of the embedded database. Moving, the peer answers.
 */
public final class RowLock implements Situation {
  @Override
  public void open(Stage stage) {
    HikariDataSource stock = Databases.hikari("stock-pool", "stock;LOCK_TIMEOUT=600000", 5);
    Peer peer = Peer.silent(stage.stuck());
    System.out.println("RESOURCE booking " + peer.name());
    try {
      Databases.execute(stock, "create table item(id int primary key, amount int)");
      Databases.execute(stock, "insert into item values (1, 100)");
    } catch (SQLException e) {
      throw new IllegalStateException("the embedded database does not work", e);
    }
    stage.traced("booking", "POST /bookings", () -> book(stock, peer));
    stage.await(() -> peer.heard() == 1);
    Thread[] others = new Thread[2];
    for (int i = 0; i < others.length; i++) {
      others[i] =
          stage.traced(
              "http-" + (i + 1),
              "PUT /items",
              () -> Databases.execute(stock, "update item set amount = amount - 1 where id = 1"));
    }
    stage.awaitWaiting(others);
  }

  private static void book(HikariDataSource stock, Peer peer) throws SQLException, IOException {
    try (Connection connection = stock.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("update item set amount = amount - 1 where id = 1");
      pay(peer);
      connection.commit();
    }
  }

  private static void pay(Peer peer) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(peer.address());
      socket.getOutputStream().write(1);
      socket.getInputStream().read();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new RowLock());
  }
}
