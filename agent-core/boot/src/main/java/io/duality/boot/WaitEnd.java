package io.duality.boot;

/** Ends waits: closes the slot, and remembers and emits what took long enough. */
final class WaitEnd {
  /** How the names of the agent's own threads begin: their waits are nobody's evidence. */
  private static final String OWN_THREADS = "duality-";

  private static final String TRANSFER_QUEUE = "java.util.concurrent.LinkedTransferQueue";

  private static volatile WaitSink waits;
  private static volatile TraceReader traces;
  private static volatile Describer describer;

  private WaitEnd() {}

  static void emit(WaitSink sink) {
    waits = sink;
  }

  static void describeWith(Describer describes) {
    describer = describes;
  }

  /** Who names sockets, or null. */
  static Describer describer() {
    return describer;
  }

  static void readTraces(TraceReader reader) {
    traces = reader;
  }

  /** Whether a giver to this queue may wait for its taker, but need not. */
  static boolean isTransferQueue(Object queue) {
    return queue.getClass().getName().equals(TRANSFER_QUEUE);
  }

  /** Closes what the current thread has open for this, if anything. Never throws. */
  static void of(Object blocker, int outcome) {
    int slot = -1;
    Thread self = null;
    try {
      self = Thread.currentThread();
      slot = Slots.find(self);
      if (slot < 0) {
        return;
      }
      if (Slots.isInner(slot, blocker)) {
        // No event: the slot is still needed, and what waits is the condition's own wait.
        Slots.closeInner(slot);
        slot = -1;
      } else if (Slots.isOuter(slot, blocker)) {
        Object queue = Slots.queue(slot);
        Thread holder = Slots.holder(slot);
        int op = Slots.op(slot);
        long timeout = Slots.timeout(slot);
        long since = Slots.since(slot);
        long now = System.nanoTime();
        Slots.closeOuter(slot, now);
        if (now - since >= Hooks.recordNanos
            && Hooks.armed
            && !self.getName().startsWith(OWN_THREADS)) {
          Object resource = queue == null || op == Op.BORROW ? blocker : queue;
          int ended = outcome;
          if (outcome == Op.UNKNOWN) {
            ended = timeout > 0 && now - since >= timeout ? Op.TIMEOUT : Op.ACQUIRED;
          }
          record(self, resource, op, since, now - since, timeout, ended, holder);
        }
      } else if (!Slots.isOnlyAnnounced(slot)) {
        slot = -1; // somebody else's wait is open, or this is a hook inside a hook
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
    if (slot >= 0) {
      try {
        Slots.release(slot, self);
      } catch (Throwable hidden) {
        Hooks.failed(); // the thread takes the slot over at its next wait
      }
    }
  }

  private static void record(
      Thread self,
      Object blocker,
      int hooked,
      long since,
      long waited,
      long timeout,
      int outcome,
      Thread holder) {
    TraceIds trace = new TraceIds();
    TraceIds holderTrace = null;
    TraceReader reader = traces;
    if (reader != null) {
      reader.read(self, trace);
      if (holder != null) {
        TraceIds theirs = new TraceIds();
        if (reader.read(holder, theirs)) {
          holderTrace = theirs;
        }
      }
    }
    String name = name(self, blocker, hooked);
    int op = hooked;
    Describer describes = describer;
    if (name == null && hooked >= Op.READ && describes != null) {
      op = describes.op(blocker, hooked);
      name = describes.name(blocker, op);
    }
    EndedWaits.Ended ended =
        EndedWaits.add(self, name, blocker, op, since, waited, outcome, trace, holder, holderTrace);
    WaitSink sink = waits;
    if (sink != null) {
      sink.ended(
          ended.resource,
          ended.className,
          ended.identity,
          op,
          waited,
          timeout,
          outcome,
          holder,
          holderTrace,
          trace);
    }
  }

  /** The same spelling as in looks. */
  private static String name(Thread self, Object blocker, int op) {
    if (op == Op.SLEEP) {
      return "sleep of ".concat(self.getName());
    }
    String given = Names.nameOf(blocker);
    return given == null && op == Op.JOIN && blocker instanceof Thread thread
        ? "end of thread ".concat(thread.getName())
        : given;
  }
}
