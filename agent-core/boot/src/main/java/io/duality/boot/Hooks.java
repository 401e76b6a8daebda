package io.duality.boot;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every entry point of woven code. A hook never throws, never blocks, loads no class and does
 * nothing where nothing waits: the calls sit in front of a park and behind the slow path.
 */
public final class Hooks {
  /** Waits at least this long are remembered; in nanoseconds. */
  public static volatile long recordNanos = 1_000_000;

  /** Off until weaving is done, and again while disarmed. */
  public static volatile boolean armed;

  private static volatile WaitSink waits;
  private static volatile TraceReader traces;
  private static volatile SpanSink spans;
  private static volatile ContextSink contexts;
  private static volatile Describer describer;
  private static final AtomicLong FAILURES = new AtomicLong();

  /** How the names of the agent's own threads begin: their waits are nobody's evidence. */
  private static final String OWN_THREADS = "duality-";

  /** POLLIN of Linux and macOS, and POLLRDNORM with POLLRDBAND of Windows. */
  private static final int POLL_IN = 0x301;

  private Hooks() {}

  /** Opens ({@code sink}) or closes ({@code null}) the emission of events. */
  public static void emitWaits(WaitSink sink) {
    waits = sink;
  }

  /** Sets how the trace context of a thread is read; null for not at all. */
  public static void readTraces(TraceReader reader) {
    traces = reader;
  }

  /** Sets who hears of spans; null for nobody. */
  public static void hearSpans(SpanSink sink) {
    spans = sink;
  }

  /** Sets who names sockets and processes; null for nobody. */
  public static void describeWith(Describer describes) {
    describer = describes;
  }

  /**
   * Runs every hook once on a private object, so that inside a wait nothing is loaded, initialised
   * or linked. Before weaving; remembers and emits nothing.
   *
   * @return whether a wait was seen to open and to close
   */
  public static boolean warm() {
    Object blocker = new Object();
    Object queue = new Object();
    Thread self = Thread.currentThread();
    OpenSlot open = new OpenSlot();
    boolean wasArmed = armed;
    long threshold = recordNanos;
    recordNanos = Long.MAX_VALUE;
    armed = true;
    acquireParks(blocker, true, true, true, 1);
    boolean seen = Slots.read(self, open) && open.blocker == blocker;
    parks(queue, Op.ACQUIRE, false); // an inner wait
    acquireEnds(1, queue);
    acquireEnds(1, blocker);
    queueWaits(queue, Op.TAKE);
    parksUntil(1, blocker, Op.AWAIT, true);
    seen &= Slots.read(self, open) && open.queue == queue;
    fails(new InterruptedException(), blocker);
    queueWaits(queue, Op.TAKE);
    ends(blocker);
    seen &= !Slots.read(self, open);
    endsTimed(true, blocker);
    endsNanos(1, blocker);
    endsState(1, blocker);
    endsResult(blocker, blocker);
    endsStamp(1, blocker);
    fails(new TimeoutException(), blocker);
    socketParks(blocker, 1, 1);
    seen &= Slots.read(self, open) && open.op == Op.READ;
    endsIo(blocker);
    armed = wasArmed;
    recordNanos = threshold;
    Names.nameOf(blocker);
    EndedWaits.warm(self, blocker);
    return seen;
  }

  /** Sets who hears where tracing libraries keep their contexts; null for nobody. */
  public static void hearContexts(ContextSink sink) {
    contexts = sink;
  }

  /** How often a hook failed inside itself and hid it from the application. */
  public static long failures() {
    return FAILURES.get();
  }

  /** In front of {@code LockSupport.park*} in the slow path of a synchronizer. */
  public static void acquireParks(
      Object synchronizer, boolean shared, boolean interruptible, boolean timed, long deadline) {
    if (!armed) {
      return;
    }
    try {
      long now = System.nanoTime();
      Slots.open(
          Thread.currentThread(),
          synchronizer,
          shared ? Op.ACQUIRE_SHARED : Op.ACQUIRE,
          interruptible,
          false,
          timed ? atLeastOne(deadline - now) : 0,
          now);
    } catch (Throwable hidden) {
      failed();
    }
  }

  /** Behind the slow path: 1 acquired, 0 timed out, negative interrupted. */
  public static void acquireEnds(int result, Object synchronizer) {
    end(synchronizer, result > 0 ? Op.ACQUIRED : result == 0 ? Op.TIMEOUT : Op.INTERRUPTED);
  }

  /** In front of a park without a timeout. */
  public static void parks(Object blocker, int op, boolean interruptible) {
    parksNanos(0, blocker, op, interruptible);
  }

  /** In front of a park that gives up after so many nanoseconds; 0 for never. */
  public static void parksNanos(long timeoutNanos, Object blocker, int op, boolean interruptible) {
    if (!armed) {
      return;
    }
    try {
      Slots.open(
          Thread.currentThread(),
          blocker,
          op,
          interruptible,
          op == Op.AWAIT,
          timeoutNanos,
          System.nanoTime());
    } catch (Throwable hidden) {
      failed();
    }
  }

  /** In front of a park that gives up at a time of the wall clock, in milliseconds. */
  public static void parksUntil(long deadline, Object blocker, int op, boolean interruptible) {
    if (armed) {
      long millis = deadline - System.currentTimeMillis();
      long nanos = millis > Long.MAX_VALUE / 1_000_000 ? Long.MAX_VALUE : millis * 1_000_000;
      parksNanos(atLeastOne(nanos), blocker, op, interruptible);
    }
  }

  /** In front of a condition's await inside a queue. */
  public static void queueWaits(Object queue, int op) {
    if (!armed) {
      return;
    }
    try {
      Slots.announce(Thread.currentThread(), queue, op, System.nanoTime());
    } catch (Throwable hidden) {
      failed();
    }
  }

  /**
   * In front of the poll of a socket that is not ready.
   *
   * @param events what is polled for, in the codes of the operating system
   * @param timeoutNanos 0 for never
   */
  public static void socketParks(Object socket, int events, long timeoutNanos) {
    int op = (events & POLL_IN) != 0 ? Op.READ : Op.WRITE;
    parksNanos(timeoutNanos > 0 ? timeoutNanos : 0, socket, op, false);
  }

  /** At the end of a socket's constructor. */
  public static void socketCreated(Object socket) {
    if (!armed) {
      return;
    }
    try {
      Sockets.add(socket);
    } catch (Throwable hidden) {
      failed();
    }
  }

  /** Behind a poll, which does not say whether it ran out of time. */
  public static void endsIo(Object socket) {
    end(socket, Op.UNKNOWN);
  }

  /** Behind a wait without a timeout that returned. */
  public static void ends(Object blocker) {
    end(blocker, Op.ACQUIRED);
  }

  /** Behind a timed wait that says whether it got what it waited for. */
  public static void endsTimed(boolean got, Object blocker) {
    end(blocker, got ? Op.ACQUIRED : Op.TIMEOUT);
  }

  /** Behind a wait that returns the nanoseconds that were left. */
  public static void endsNanos(long left, Object blocker) {
    end(blocker, left > 0 ? Op.ACQUIRED : Op.TIMEOUT);
  }

  /** Behind the wait of a {@code FutureTask} that returns its state; above 1 it is done. */
  public static void endsState(int state, Object blocker) {
    end(blocker, state > 1 ? Op.ACQUIRED : Op.TIMEOUT);
  }

  /** Behind the wait of a {@code CompletableFuture} that returns null when interrupted. */
  public static void endsResult(Object result, Object blocker) {
    end(blocker, result != null ? Op.ACQUIRED : Op.INTERRUPTED);
  }

  /** Behind the wait of a {@code StampedLock}: 0 timed out, 1 interrupted, else acquired. */
  public static void endsStamp(long stamp, Object blocker) {
    end(blocker, stamp == 0 ? Op.TIMEOUT : stamp == 1 ? Op.INTERRUPTED : Op.ACQUIRED);
  }

  /** When a wait throws. */
  public static void fails(Throwable thrown, Object blocker) {
    end(
        blocker,
        thrown instanceof InterruptedException
            ? Op.INTERRUPTED
            : thrown instanceof TimeoutException ? Op.TIMEOUT : Op.FAILED);
  }

  /** At the end of an SDK's start of a span. */
  public static void spanStarted(Object span, Object builder) {
    SpanSink sink = spans;
    if (sink == null) {
      return;
    }
    try {
      sink.started(span, builder);
    } catch (Throwable hidden) {
      failed();
    }
  }

  /** At the beginning of an SDK's end of a span. */
  public static void spanEnded(Object span) {
    SpanSink sink = spans;
    if (sink == null) {
      return;
    }
    try {
      sink.ended(span);
    } catch (Throwable hidden) {
      failed();
    }
  }

  /** When a tracing library has made the object that keeps its contexts. */
  public static void contextStorage(Object storage, Class<?> owner) {
    ContextSink sink = contexts;
    if (sink == null) {
      return;
    }
    try {
      sink.storage(storage, owner);
    } catch (Throwable hidden) {
      failed();
    }
  }

  private static void end(Object blocker, int outcome) {
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
        if (now - since >= recordNanos && armed && !self.getName().startsWith(OWN_THREADS)) {
          Object resource = queue == null ? blocker : queue;
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
      failed();
    }
    if (slot >= 0) {
      try {
        Slots.release(slot, self);
      } catch (Throwable hidden) {
        failed(); // the thread takes the slot over at its next wait
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
    String name = Names.nameOf(blocker);
    int op = hooked;
    Describer describes = describer;
    if (name == null && hooked >= Op.READ && describes != null) {
      op = describes.op(blocker, hooked);
      name = describes.name(blocker, op);
    }
    EndedWaits.Ended ended =
        EndedWaits.add(
            self,
            name,
            blocker,
            op,
            since,
            waited,
            outcome,
            trace,
            holder,
            holderTrace);
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

  private static long atLeastOne(long nanos) {
    return nanos > 0 ? nanos : 1;
  }

  static void failed() {
    try {
      FAILURES.getAndIncrement();
    } catch (Throwable deeper) {
      return; // the stack is at its end; the application's own error comes next
    }
  }
}
