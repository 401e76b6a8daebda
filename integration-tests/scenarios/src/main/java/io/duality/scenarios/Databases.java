package io.duality.scenarios;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** An embedded database behind a HikariCP pool. */
final class Databases {
  private static final int GIVE_UP_MILLIS = 600_000;

  private Databases() {}

  /** The URL of a database in memory that stays while the JVM does. */
  static String url(String database) {
    return "jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1";
  }

  /** A pool with so many connections; borrowers give up after ten minutes. */
  static HikariDataSource hikari(String pool, String database, int size) {
    return hikari(pool, database, size, GIVE_UP_MILLIS);
  }

  static HikariDataSource hikari(String pool, String database, int size, int giveUpMillis) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(pool);
    config.setJdbcUrl(url(database));
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(giveUpMillis);
    return new HikariDataSource(config);
  }

  static void execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
