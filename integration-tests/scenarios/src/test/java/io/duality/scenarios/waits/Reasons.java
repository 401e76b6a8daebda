package io.duality.scenarios.waits;

/** Why a cell of the matrix cannot hold, each reason once. */
final class Reasons {
  static final String PERMITS =
      "A semaphore does not record who took its permits; `waits.json` says how many are left.";
  static final String STAMPS = "A StampedLock does not record who holds it.";
  static final String EVENT =
      "Nobody owns an event: whoever signals, counts down, arrives or completes ends the wait, and"
          + " the object does not say who that will be.";
  static final String OTHER_SIDE =
      "A queue does not record who will give or take. Where it belongs to a pool, the pool's workers"
          + " are told of for a `put`.";
  static final String TIME = "Time has no owner.";
  static final String PARK =
      "A park is ended by `unpark` of any thread; the JVM does not say whose.";
  static final String VIRTUAL_PARK =
      "No hook sees this wait begin, and the JVM's beans do not tell of virtual threads.";
  static final String FUTURE = "A CompletableFuture made with `new` is named by its class alone.";
  static final String OTHER_PROCESS =
      "No thread of this JVM holds it; `waits.json` says under `unknown` which process does.";
  static final String PROCESS = "A process ends by itself; no thread of this JVM is responsible.";
  static final String PEER =
      "What comes over a connection is up to the peer; no thread of this JVM is known to be it.";
  static final String VIRTUAL_NATIVE =
      "A virtual thread stays in this native call with its carrier; such calls are looked for on"
          + " platform threads only.";
  static final String VIRTUAL_SELECT =
      "A virtual thread hands the selector to the JDK's poller and parks, which no hook sees.";
  static final String NO_TRACE = "An idle worker of a pool works for no trace.";
  static final String NO_VIRTUAL = "JDK 17 has no virtual threads.";

  private Reasons() {}
}
