package io.duality.scenarios.waits;

/** What makes a wait last until a gate opens, and then ends it. */
interface Holding {
  void until(Gate gate) throws Exception;
}
