package io.duality.engine.trigger;

import io.duality.model.ledger.LedgerEntry;

/** Lines of the ledger. */
final class Entries {
  private Entries() {}

  /** What the ledger says of a decision. */
  static LedgerEntry fired(Decision decision) {
    return new LedgerEntry(
        decision.at(),
        "orders",
        "1",
        "i",
        1,
        decision.trigger(),
        decision.type(),
        decision.state(),
        decision.alarm().signature(),
        decision.alarm().observed(),
        decision.alarm().condition(),
        decision.text(),
        decision.bundleId());
  }
}
