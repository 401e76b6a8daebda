package io.duality.scenarios;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;

/** Each of four requests has a connection and wants a second; moving, the first is enough. */
public final class NestedBorrow implements Situation {
  private static final int SIZE = 4;

  @Override
  public void open(Stage stage) {
    HikariDataSource orders = Databases.hikari("orders-pool", "nested", SIZE);
    CountDownLatch others = new CountDownLatch(SIZE);
    for (int i = 1; i <= SIZE; i++) {
      stage.traced("http-" + i, "POST /orders", () -> order(stage, orders, others));
    }
    stage.await(() -> orders.getHikariPoolMXBean().getThreadsAwaitingConnection() == SIZE);
  }

  private static void order(Stage stage, HikariDataSource orders, CountDownLatch others)
      throws SQLException, InterruptedException {
    try (Connection order = orders.getConnection()) {
      order.setAutoCommit(false);
      stage.meet(others);
      if (stage.stuck()) {
        audit(orders);
      }
      order.rollback();
    }
  }

  private static void audit(HikariDataSource orders) throws SQLException {
    Databases.execute(orders, "select 1");
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new NestedBorrow());
  }
}
