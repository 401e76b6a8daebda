package io.duality.scenarios;

/** Threads and what they wait for; its healthy twin uses the same things and moves. */
interface Situation {
  /** Starts the threads; returns when they all are where the situation wants them. */
  void open(Stage stage);
}
