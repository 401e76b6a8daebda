package io.duality.boot;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The entry points of woven code, but for those inside tracing libraries ({@link TraceHooks}). A
 * hook never throws, never blocks, loads no class and does nothing where nothing waits: the calls
 * sit in front of a park and behind the slow path.
 */
public final class Hooks {
  /** Waits at least this long are remembered; in nanoseconds. */
  public static volatile long recordNanos = 1_000_000;

  /** Off until weaving is done, and again while disarmed. */
  public static volatile boolean armed;

  /** How a fork-join task says that it is not done and its joiner was interrupted. */
  private static final int TASK_ABNORMAL = 1 << 16;

  private static final AtomicLong FAILURES = new AtomicLong();

  /** POLLIN of Linux and macOS, and POLLRDNORM with POLLRDBAND of Windows. */
  private static final int POLL_IN = 0x301;

  private Hooks() {}

  /** Opens ({@code sink}) or closes ({@code null}) the emission of events. */
  public static void emitWaits(WaitSink sink) {
    WaitEnd.emit(sink);
  }

  /** Sets how the trace context of a thread is read; null for not at all. */
  public static void readTraces(TraceReader reader) {
    WaitEnd.readTraces(reader);
    TaskStamps.readTraces(reader);
  }

  /** Sets who names sockets and processes; null for nobody. */
  public static void describeWith(Describer describes) {
    WaitEnd.describeWith(describes);
  }

  /**
   * Runs every hook once on a private object, so that inside a wait nothing is loaded, initialised
   * or linked. Before weaving; remembers and emits nothing.
   *
   * @return whether waits were seen to open and to close
   */
  public static boolean warm() {
    return HookWarmUp.run();
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
      Thread self = Thread.currentThread();
      int slot = Slots.find(self);
      if (Slots.isOpenFor(slot, synchronizer)) {
        return;
      }
      long now = System.nanoTime();
      Slots.open(
          slot,
          self,
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
    WaitEnd.of(synchronizer, result > 0 ? Op.ACQUIRED : result == 0 ? Op.TIMEOUT : Op.INTERRUPTED);
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
      Thread self = Thread.currentThread();
      int slot = Slots.find(self);
      if (!Slots.isOpenFor(slot, blocker)) {
        boolean queued = op == Op.AWAIT;
        long now = System.nanoTime();
        Slots.open(slot, self, blocker, op, interruptible, queued, timeoutNanos, now);
      }
    } catch (Throwable hidden) {
      failed();
    }
  }

  /** In front of an {@code Object.wait} of so many milliseconds; 0 for ever. */
  public static void parksMillis(
      long timeoutMillis, Object blocker, int op, boolean interruptible) {
    parksNanos(nanos(timeoutMillis), blocker, op, interruptible);
  }

  /** In front of a park that gives up at a time of the wall clock, in milliseconds. */
  public static void parksUntil(long deadline, Object blocker, int op, boolean interruptible) {
    if (armed) {
      long millis = deadline - System.currentTimeMillis();
      parksNanos(atLeastOne(nanos(millis)), blocker, op, interruptible);
    }
  }

  /**
   * In front of a park inside a transfer without a timeout.
   *
   * @param element what is given, null for a taker
   * @param givesBy the operation of a giver, {@link Op#NONE} to tell by the queue's class
   */
  public static void transferParks(Object element, Object queue, int givesBy) {
    transferParksNanos(0, element, queue, givesBy);
  }

  /** The same inside one that gives up after so many nanoseconds. */
  public static void transferParksNanos(
      long timeoutNanos, Object element, Object queue, int givesBy) {
    int op = Op.TAKE;
    if (element != null) {
      op = givesBy != Op.NONE ? givesBy : WaitEnd.isTransferQueue(queue) ? Op.TRANSFER : Op.PUT;
    }
    parksNanos(timeoutNanos, queue, op, true);
  }

  /** In front of a phaser's park; its node says how long it waits and what ends it. */
  public static void phaserParks(Object node, Object phaser) {
    if (armed) {
      parksNanos(Phasers.timeout(node), phaser, Op.ADVANCE, Phasers.isInterruptible(node));
    }
  }

  /** In front of a sleep; one of no length is none. */
  public static void sleeps(long nanos) {
    if (nanos > 0) {
      parksNanos(nanos, Thread.currentThread(), Op.SLEEP, true);
    }
  }

  /** In front of a condition's await inside a queue. */
  public static void queueWaits(Object queue, int op) {
    if (!armed) {
      return;
    }
    try {
      Slots.announce(Thread.currentThread(), queue, op);
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

  /** At the end of a constructor of OutOfMemoryError. */
  public static void memoryErrorCreated(Object error) {
    if (!armed) {
      return;
    }
    try {
      Thrown.made((Throwable) error);
    } catch (Throwable hidden) {
      failed();
    }
  }

  /** Behind a poll, which does not say whether it ran out of time. */
  public static void endsIo(Object socket) {
    WaitEnd.of(socket, Op.UNKNOWN);
  }

  /** Behind a wait without a timeout that returned. */
  public static void ends(Object blocker) {
    WaitEnd.of(blocker, Op.ACQUIRED);
  }

  /** Behind a timed wait that says whether it got what it waited for. */
  public static void endsTimed(boolean got, Object blocker) {
    WaitEnd.of(blocker, got ? Op.ACQUIRED : Op.TIMEOUT);
  }

  /** Behind a wait that returns the nanoseconds that were left. */
  public static void endsNanos(long left, Object blocker) {
    WaitEnd.of(blocker, left > 0 ? Op.ACQUIRED : Op.TIMEOUT);
  }

  /** Behind the wait of a {@code FutureTask} that returns its state; above 1 it is done. */
  public static void endsState(int state, Object blocker) {
    WaitEnd.of(blocker, state > 1 ? Op.ACQUIRED : Op.TIMEOUT);
  }

  /** Behind the wait of a {@code CompletableFuture} that returns null when interrupted. */
  public static void endsResult(Object result, Object blocker) {
    WaitEnd.of(blocker, result != null ? Op.ACQUIRED : Op.INTERRUPTED);
  }

  /** Behind the wait of a {@code StampedLock}: 0 timed out, 1 interrupted, else acquired. */
  public static void endsStamp(long stamp, Object blocker) {
    WaitEnd.of(blocker, stamp == 0 ? Op.TIMEOUT : stamp == 1 ? Op.INTERRUPTED : Op.ACQUIRED);
  }

  /** Behind a transfer, which returns what was given when nobody took it, or null likewise. */
  public static void endsMatch(Object result, Object element, Object queue) {
    if (result == element) {
      givesUp(queue);
    } else {
      WaitEnd.of(queue, Op.ACQUIRED);
    }
  }

  /** Behind a wait that got nothing; the interrupt status, which it leaves, says why. */
  public static void givesUp(Object blocker) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    WaitEnd.of(blocker, interrupted ? Op.INTERRUPTED : Op.TIMEOUT);
  }

  /** In front of {@code setCurrentBlocker} in a transfer, which ends it when it sets null. */
  public static void transferEnds(Object set, Object result, Object element, Object queue) {
    if (set == null) {
      endsMatch(result, element, queue);
    }
  }

  /**
   * In front of {@code setCurrentBlocker} in the wait for a fork-join task, which ends it when it
   * sets null: a negative status is done, a positive one interrupted.
   */
  public static void taskEnds(Object set, int status, Object task) {
    if (set == null) {
      WaitEnd.of(
          task,
          status < 0 ? Op.ACQUIRED : (status & TASK_ABNORMAL) != 0 ? Op.INTERRUPTED : Op.TIMEOUT);
    }
  }

  /** Behind the wait of a phaser, which gave up if it returns the phase that it waited for. */
  public static void endsPhase(int reached, int phase, Object node, Object phaser) {
    WaitEnd.of(
        phaser,
        reached != phase
            ? Op.ACQUIRED
            : Phasers.wasInterrupted(node) ? Op.INTERRUPTED : Op.TIMEOUT);
  }

  /** Behind an exchange, which returns null when interrupted. */
  public static void endsExchange(Object result, Object timedOut, Object exchanger) {
    WaitEnd.of(
        exchanger, result == null ? Op.INTERRUPTED : result == timedOut ? Op.TIMEOUT : Op.ACQUIRED);
  }

  /** Behind the wait for the end of a thread. */
  public static void endsJoin(Object thread) {
    boolean ended = thread instanceof Thread waitedFor && !waitedFor.isAlive();
    WaitEnd.of(thread, ended ? Op.ACQUIRED : Op.TIMEOUT);
  }

  /** Behind a sleep of the current thread: what it waited for has come. */
  public static void endsSleep() {
    WaitEnd.of(Thread.currentThread(), Op.ACQUIRED);
  }

  /** When a sleep of the current thread throws. */
  public static void failsSleep(Throwable thrown) {
    fails(thrown, Thread.currentThread());
  }

  /** When a wait throws. */
  public static void fails(Throwable thrown, Object blocker) {
    WaitEnd.of(
        blocker,
        thrown instanceof InterruptedException
            ? Op.INTERRUPTED
            : thrown instanceof TimeoutException ? Op.TIMEOUT : Op.FAILED);
  }

  /** When a logger takes an exception. */
  public static void logged(Throwable thrown) {
    Thrown.logged(thrown);
  }

  private static long nanos(long millis) {
    return millis > Long.MAX_VALUE / 1_000_000 ? Long.MAX_VALUE : millis * 1_000_000;
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
