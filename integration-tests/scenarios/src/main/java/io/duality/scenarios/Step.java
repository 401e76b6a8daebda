package io.duality.scenarios;

/** What one thread of a situation does; moving, it does so again and again. */
interface Step {
  void run() throws Exception;
}
