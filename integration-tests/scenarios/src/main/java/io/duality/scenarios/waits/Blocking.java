package io.duality.scenarios.waits;

/** What a thread does that may make it wait. */
interface Blocking {
  void run() throws Exception;
}
