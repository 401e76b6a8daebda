package com.acme.orders;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The service's tables in an embedded H2, behind a connection pool. */
final class Database implements AutoCloseable {
  static final int ARTICLES = 5_000;

  /** A scan of the movements takes about this long: what a table costs that nobody pruned. */
  private static final long SCAN_NANOS = 30_000_000;

  private static final int MOST_MOVEMENTS = 4_000_000;

  private final HikariDataSource connections;

  Database() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:orders");
    config.setMaximumPoolSize(10);
    connections = new HikariDataSource(config);
  }

  Connection connection() throws SQLException {
    return connections.getConnection();
  }

  /** Creates the tables, with a history of stock movements that has grown for years. */
  void create() throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table article(sku int primary key, quantity bigint not null)");
      // No index on sku: with the first thousand rows nobody missed it.
      statement.execute(
          "create table movement(id bigint auto_increment primary key, sku int, quantity bigint)");
      statement.execute(
          "create table audit(id bigint auto_increment primary key, entry varchar(200))");
      statement.execute("create table account(name varchar(40) primary key, balance bigint)");
      statement.execute("insert into account values ('credit', 1000000), ('points', 1000000)");
      statement.execute(
          "insert into article select x - 1, 1000000 from system_range(1, " + ARTICLES + ")");
      grow(connection, statement);
    }
  }

  private static void grow(Connection connection, Statement statement) throws SQLException {
    int rows = 0;
    do {
      statement.execute(
          "insert into movement(sku, quantity) select mod(x, "
              + ARTICLES
              + "), 1 from system_range(1, 50000)");
      rows += 50_000;
    } while (rows < MOST_MOVEMENTS && fastestScan(connection) < SCAN_NANOS);
  }

  private static long fastestScan(Connection connection) throws SQLException {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 8; i++) {
      long began = System.nanoTime();
      movements(connection, i);
      fastest = Math.min(fastest, System.nanoTime() - began);
    }
    return fastest;
  }

  /** The sum of all movements of one article. */
  static long movements(Connection connection, int sku) throws SQLException {
    try (PreparedStatement sum =
        connection.prepareStatement("select sum(quantity) from movement where sku = ?")) {
      sum.setInt(1, sku);
      try (ResultSet result = sum.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
