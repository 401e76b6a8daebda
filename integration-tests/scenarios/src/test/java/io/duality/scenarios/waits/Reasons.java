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
  static final String NATIVE =
      "The thread is inside a native call, which the JVM shows as running; not seen yet.";
  static final String VIRTUAL_PARK =
      "No hook saw this wait begin, and the JVM's beans do not tell of virtual threads; not seen"
          + " yet.";
  static final String FUTURE = "A CompletableFuture made with `new` is named by its class alone.";
  static final String ADAPTED =
      "A ForkJoinTask that adapts a Callable is named by the adapter, not by the work inside.";
  static final String FORK_JOIN =
      "A ForkJoinTask does not record which worker runs it; while it is still queued, the pool's"
          + " workers are named.";
  static final String PROCESS =
      "The JDK waits for a process with a monitor or condition of its own; that it is a process,"
          + " and which, is not told yet.";
  static final String NO_TRACE = "An idle worker of a pool works for no trace.";
  static final String NO_VIRTUAL = "JDK 17 has no virtual threads.";

  private Reasons() {}
}
