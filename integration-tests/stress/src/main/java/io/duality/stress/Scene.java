package io.duality.stress;

/** One kind of waiting, done by many, and what must be true when all have ended. */
interface Scene {
  void play(Crew crew) throws Exception;
}
