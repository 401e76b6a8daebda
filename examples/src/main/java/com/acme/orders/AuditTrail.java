package com.acme.orders;

import io.opentelemetry.context.Context;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who ordered what: workers word the entries, one writer stores them in batches. */
final class AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  private final BlockingQueue<String> auditQueue = new ArrayBlockingQueue<>(1_000);
  private final ExecutorService auditWorkers =
      Executors.newFixedThreadPool(2, NamedThreads.of("audit-worker"));
  private final Thread writer = new Thread(this::write, "audit-writer");
  private final Database database;

  AuditTrail(Database database) {
    this.database = database;
    writer.setDaemon(true);
  }

  void start() {
    writer.start();
  }

  /** Records an order after it was accepted; the caller does not wait for the database. */
  void ordered(int sku, int quantity) {
    auditWorkers.execute(Context.current().wrap(() -> word(sku, quantity)));
  }

  private void word(int sku, int quantity) {
    try {
      auditQueue.put("ordered " + quantity + " of " + sku);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    List<String> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(auditQueue.take());
        auditQueue.drainTo(batch, 99);
        store(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the service is being closed
    } catch (SQLException e) {
      LOG.error("audit entries are no longer written", e);
    }
  }

  private void store(List<String> batch) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement insert =
            connection.prepareStatement("insert into audit(entry) values (?)")) {
      for (String entry : batch) {
        insert.setString(1, entry);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Stores what was ordered so far and ends. */
  void stop() throws InterruptedException {
    auditWorkers.shutdown();
    if (!auditWorkers.awaitTermination(5, TimeUnit.SECONDS)) {
      LOG.warn("audit workers did not end within 5 s");
    }
    writer.interrupt();
    writer.join(5_000);
  }
}
