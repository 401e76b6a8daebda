package io.duality.engine.observe;

import io.duality.model.TraceRef;

/**
 * A connection that is borrowed.
 *
 * @param part of its pool that it belongs to, or null
 * @param borrower null when it has ended
 * @param endedName the name of a borrower that has ended, or null
 * @param since {@code System.nanoTime}
 * @param transaction that is open on it in a database inside this JVM, or null
 * @param lost whether what was handed out is garbage
 * @param at where it was borrowed, or null
 * @param trace for which it was borrowed, or null
 */
record Lent(
    String part,
    Thread borrower,
    long borrowerId,
    String endedName,
    long since,
    Object transaction,
    boolean lost,
    StackTraceElement at,
    TraceRef trace) {}
