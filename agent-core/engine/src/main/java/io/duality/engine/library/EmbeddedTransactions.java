package io.duality.engine.library;

import io.duality.engine.library.ConnectionTables.Role;

/**
 * Transactions of a database inside this JVM, which wait for each other's rows: H2's. What belongs
 * to a connection is found from the connection that a pool lends.
 */
public final class EmbeddedTransactions {
  /** Wrappers around wrappers, at most. */
  private static final int DEPTH = 4;

  private final KnownClasses known;

  EmbeddedTransactions(KnownClasses known) {
    this.known = known;
  }

  /** The transaction that is open on a pool's connection, or null when there is none or unknown. */
  public Object of(Object pooled) {
    Object connection = pooled;
    for (int i = 0; i < DEPTH && known.of(connection).as(Role.WRAPPER) != Shape.UNKNOWN; i++) {
      connection = known.of(connection).as(Role.WRAPPER).reference(connection, 0);
    }
    Object session = known.of(connection).as(Role.H2_CONNECTION).reference(connection, 0);
    return known.of(session).as(Role.H2_SESSION).reference(session, 0);
  }

  /** The transaction whose end this one waits for, or null. */
  public Object awaited(Object transaction) {
    return known.of(transaction).as(Role.H2_TRANSACTION).reference(transaction, 2);
  }

  /** What the lock on the rows that a transaction has changed is called. */
  public String lockName(Object transaction) {
    int number = known.of(transaction).as(Role.H2_TRANSACTION).integer(transaction, 0);
    return "row lock of H2 transaction " + number;
  }

  /** After how long a transaction gives up waiting, in milliseconds. */
  public long timeoutMillis(Object transaction) {
    return known.of(transaction).as(Role.H2_TRANSACTION).integer(transaction, 1);
  }
}
