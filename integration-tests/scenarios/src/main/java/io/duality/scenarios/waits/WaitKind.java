package io.duality.scenarios.waits;

/**
 * One kind of wait.
 *
 * @param id the name of the thread that waits; what it waits for is held by thread {@code
 *     id-holder}
 * @param holding runs on the holder, up to the gate before the other begins to wait
 * @param waiting runs on the thread that waits
 */
record WaitKind(String id, Holding holding, Blocking waiting) {}
