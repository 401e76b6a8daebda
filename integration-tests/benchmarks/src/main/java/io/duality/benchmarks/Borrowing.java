package io.duality.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A connection of HikariCP borrowed and given back by one thread, alone and with a query of an
 * embedded database in between, and that query on a connection that stays borrowed, below a stack
 * as deep as a service's: nanoseconds of CPU of the thread, the last of four rounds.
 */
public final class Borrowing {
  private static final int BORROWS = 2_000_000;
  private static final int QUERIES = 300_000;
  private static final int DEPTH = 60;

  private Borrowing() {}

  private interface Work {
    void run() throws SQLException;
  }

  public static void main(String[] args) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:benchmark");
    config.setMaximumPoolSize(10);
    try (HikariDataSource source = new HikariDataSource(config)) {
      deep(DEPTH, () -> measure(source));
    }
    System.exit(0);
  }

  private static void deep(int depth, Work work) throws SQLException {
    if (depth == 0) {
      work.run();
    } else {
      deep(depth - 1, work);
    }
  }

  private static void measure(HikariDataSource source) throws SQLException {
    double borrow = 0;
    double query = 0;
    double alone = 0;
    for (int round = 0; round < 4; round++) {
      long begun = ThreadCpu.nanos();
      for (int i = 0; i < BORROWS; i++) {
        source.getConnection().close();
      }
      borrow = (double) (ThreadCpu.nanos() - begun) / BORROWS;
      begun = ThreadCpu.nanos();
      for (int i = 0; i < QUERIES; i++) {
        query(source);
      }
      query = (double) (ThreadCpu.nanos() - begun) / QUERIES;
      try (Connection connection = source.getConnection()) {
        begun = ThreadCpu.nanos();
        for (int i = 0; i < QUERIES; i++) {
          query(connection);
        }
        alone = (double) (ThreadCpu.nanos() - begun) / QUERIES;
      }
    }
    System.out.println("borrow=" + borrow);
    System.out.println("query=" + query);
    System.out.println("alone=" + alone);
  }

  private static void query(HikariDataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      query(connection);
    }
  }

  private static void query(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select 1");
        ResultSet found = statement.executeQuery()) {
      if (!found.next()) {
        throw new SQLException("no row");
      }
    }
  }
}
