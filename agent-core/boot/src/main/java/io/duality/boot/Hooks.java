package io.duality.boot;

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
  private static final AtomicLong FAILURES = new AtomicLong();

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

  /** In front of a park whose timeout, if any, is in nanoseconds from now; 0 for none. */
  public static void parks(Object blocker, int op, boolean interruptible, long timeoutNanos) {
    if (!armed) {
      return;
    }
    try {
      Slots.open(
          Thread.currentThread(), blocker, op, interruptible, timeoutNanos, System.nanoTime());
    } catch (Throwable hidden) {
      failed();
    }
  }

  /** In front of a condition's await inside a queue. */
  public static void queueWaits(Object queue, int op) {
    if (!armed) {
      return;
    }
    try {
      Slots.announceQueue(Thread.currentThread(), queue, op);
    } catch (Throwable hidden) {
      failed();
    }
  }

  /** Behind a wait, however it ended. */
  public static void ends(Object blocker) {
    end(blocker, Op.UNKNOWN);
  }

  /** Behind a timed wait that says whether it got what it waited for. */
  public static void endsTimed(boolean got, Object blocker) {
    end(blocker, got ? Op.ACQUIRED : Op.TIMEOUT);
  }

  /** Behind a wait that returns the nanoseconds that were left. */
  public static void endsNanos(long left, Object blocker) {
    end(blocker, left > 0 ? Op.ACQUIRED : Op.TIMEOUT);
  }

  /** When a wait throws. */
  public static void fails(Throwable thrown, Object blocker) {
    end(blocker, thrown instanceof InterruptedException ? Op.INTERRUPTED : Op.FAILED);
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
    try {
      Thread self = Thread.currentThread();
      int slot = Slots.find(self);
      if (slot < 0) {
        return;
      }
      if (Slots.isInner(slot, blocker)) {
        // No event: the slot is still needed, and what waits is the condition's own wait.
        Slots.closeInner(slot);
      } else if (Slots.isOuter(slot, blocker)) {
        int op = Slots.op(slot);
        long timeout = Slots.timeout(slot);
        long since = Slots.closeOuter(slot);
        Object queue = Slots.takeQueue(slot);
        long waited = System.nanoTime() - since;
        if (waited >= recordNanos && armed) {
          record(self, queue == null ? blocker : queue, op, since, waited, timeout, outcome);
        }
        Slots.release(slot);
      } else if (Slots.isOnlyAnnounced(slot)) {
        Slots.release(slot); // the condition came true, or an interrupt came, before any park
      }
    } catch (Throwable hidden) {
      failed();
    }
  }

  private static void record(
      Thread self, Object blocker, int op, long since, long waited, long timeout, int outcome) {
    TraceIds trace = new TraceIds();
    TraceReader reader = traces;
    if (reader != null) {
      reader.read(self, trace);
    }
    String resource = Names.nameOf(blocker);
    String className = blocker.getClass().getName();
    int identity = System.identityHashCode(blocker);
    EndedWaits.add(self, resource, className, identity, op, since, waited, outcome, trace);
    WaitSink sink = waits;
    if (sink != null) {
      sink.ended(resource, className, identity, op, waited, timeout, outcome, null, null, trace);
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
