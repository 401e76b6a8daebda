package io.duality.engine.observe;

import io.duality.boot.Peek;
import java.util.concurrent.ForkJoinPool;

/** The pool that runs virtual threads, and what its threads, the carriers, have mounted. */
final class Carriers {
  private static final String NAME = "java.lang.VirtualThread";
  private static final Class<?> VIRTUAL = Fields.named(NAME);
  private static final long CONTINUATION = Fields.of("java.lang.Thread", "cont");
  private static final long TARGET = Fields.of("jdk.internal.vm.Continuation", "target");
  private static final long MOUNTED = Fields.of(NAME + "$VThreadContinuation$1", "val$vthread");

  private static Object scheduler;

  private Carriers() {}

  /** The scheduler, or null as long as there was no virtual thread. For the watch thread alone. */
  static Object scheduler() {
    if (scheduler == null
        && VIRTUAL != null
        && VirtualThreads.exist()
        && Peek.isInitialized(VIRTUAL)
        && Peek.staticReference(VIRTUAL, "DEFAULT_SCHEDULER") instanceof ForkJoinPool pool) {
      scheduler = pool; // the JVM's own, for as long as it lives
    }
    return scheduler;
  }

  /** Whether a carrier has a virtual thread mounted. */
  static boolean isMounted(Thread carrier) {
    return Peek.reference(carrier, CONTINUATION) != null;
  }

  /** The virtual thread that a carrier has mounted; null when it has none or that is not known. */
  static Thread mounted(Thread carrier) {
    Object target = Peek.reference(Peek.reference(carrier, CONTINUATION), TARGET);
    return target != null
            && target.getClass().getName().equals(NAME + "$VThreadContinuation$1")
            && Peek.reference(target, MOUNTED) instanceof Thread thread
        ? thread
        : null;
  }

  /** Whether a carrier cannot go on to another virtual thread, because its own is pinned to it. */
  static boolean isPinned(Thread carrier) {
    Thread.State state = Peek.state(carrier);
    return isMounted(carrier)
        && (state == Thread.State.WAITING
            || state == Thread.State.TIMED_WAITING
            || state == Thread.State.BLOCKED);
  }
}
