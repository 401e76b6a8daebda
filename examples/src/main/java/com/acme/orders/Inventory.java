package com.acme.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** The stock of every article: changed by orders, corrected by {@link SyncJob}. */
final class Inventory {
  private final ReentrantLock stockLock = new ReentrantLock();
  private final Database database;
  private int nextToCount;

  Inventory(Database database) {
    this.database = database;
  }

  /** Takes {@code quantity} of an article from the stock; false when there is not enough. */
  boolean reserve(int sku, int quantity) throws SQLException {
    stockLock.lock();
    try (Connection connection = database.connection();
        PreparedStatement take =
            connection.prepareStatement(
                "update article set quantity = quantity - ? where sku = ? and quantity >= ?")) {
      take.setInt(1, quantity);
      take.setInt(2, sku);
      take.setInt(3, quantity);
      if (take.executeUpdate() == 0) {
        return false;
      }
      move(connection, sku, -quantity);
      return true;
    } finally {
      stockLock.unlock();
    }
  }

  /** How much of an article is left; asks the database alone and never waits for orders. */
  long quantity(int sku) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement read =
            connection.prepareStatement("select quantity from article where sku = ?")) {
      read.setInt(1, sku);
      try (ResultSet result = read.executeQuery()) {
        return result.next() ? result.getLong(1) : 0;
      }
    }
  }

  /**
   * Counts articles against their movements until the window is over; the next call goes on where
   * this one stopped. No order may change the stock meanwhile.
   *
   * @return how many articles were counted
   */
  int recount(Duration window) throws SQLException {
    stockLock.lock();
    try (Connection connection = database.connection()) {
      long began = System.nanoTime();
      int counted = 0;
      while (counted < Database.ARTICLES && System.nanoTime() - began < window.toNanos()) {
        count(connection, nextToCount);
        nextToCount = (nextToCount + 1) % Database.ARTICLES;
        counted++;
      }
      return counted;
    } finally {
      stockLock.unlock();
    }
  }

  private static void count(Connection connection, int sku) throws SQLException {
    long moved = Database.movements(connection, sku);
    try (PreparedStatement correct =
        connection.prepareStatement("update article set quantity = ? where sku = ?")) {
      correct.setLong(1, 1_000_000 + moved);
      correct.setInt(2, sku);
      correct.executeUpdate();
    }
  }

  private static void move(Connection connection, int sku, int quantity) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into movement(sku, quantity) values (?, ?)")) {
      insert.setInt(1, sku);
      insert.setInt(2, quantity);
      insert.executeUpdate();
    }
  }
}
