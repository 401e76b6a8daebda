package io.duality.scenarios.waits;

/**
 * One cell of the matrix: what holds, or the reason why it cannot; and the check that it is so.
 *
 * @param words what holds, in a word or two; null when nothing does
 * @param reason why nothing does; null when something does
 * @param check that the words are true, or that the reason still is
 */
record Cell(String words, String reason, Check check) {
  /** Holds what the bundle says of a waiting thread against the cell. */
  interface Check {
    void of(StuckWaits bundle, String thread);
  }

  Cell {
    boolean holds = words != null && !words.isBlank();
    boolean hasReason = reason != null && !reason.isBlank();
    if (holds == hasReason) {
      throw new IllegalArgumentException(
          "a cell says what holds or why it cannot, one of the two: " + words + ", " + reason);
    }
  }

  static Cell holds(String words, Check check) {
    return new Cell(words, null, check);
  }

  static Cell not(String reason, Check check) {
    return new Cell(null, reason, check);
  }
}
