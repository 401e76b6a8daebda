package com.acme.orders;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * The job that corrects the stock from the movements, within a time window. It was written when a
 * scan of the movements took less than a millisecond.
 */
final class SyncJob implements Callable<Integer> {
  private static final Duration WINDOW = Duration.ofSeconds(14);

  private final Tracer tracer;
  private final Inventory inventory;

  SyncJob(Tracer tracer, Inventory inventory) {
    this.tracer = tracer;
    this.inventory = inventory;
  }

  @Override
  @SuppressWarnings("try") // the scope is there to be closed
  public Integer call() throws SQLException {
    Span span = tracer.spanBuilder("SyncJob").startSpan();
    try (Scope scope = span.makeCurrent()) {
      return inventory.recount(WINDOW);
    } finally {
      span.end();
    }
  }
}
