package io.duality.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * What is counted of one pool. Who hands tasks over counts in a stripe of its own, workers in their
 * {@link TaskRun}; the watcher sums.
 *
 * <p>A stamp costs about 100 ns, and a pool may spend 0.2 % of a processor on stamps: 20,000 in a
 * second. Every task gets one while tasks come more slowly than that, else one of {@code mask + 1}:
 * the watcher sets that after the rate it saw, and each further {@link #STEP} stamps of a round
 * halve what is left to get one.
 */
final class TaskPool extends WeakReference<Object> {
  /** How many stamps of a round are taken before the next ones become half as frequent. */
  static final int STEP = 2048;

  /** How many stamps in a second the watcher allows for. */
  private static final long RATE = 10_000;

  private static final int LARGEST_MASK = (1 << 20) - 1;

  /** How many notable tasks of one pool are remembered in a round. */
  private static final int NOTES = 256;

  static final int REJECTED = 0;
  static final int STARTED = 1;
  static final int ENDED = 2;
  static final int FAILED = 3;
  private static final int NEVER = -1;
  private static final long FACTORY = Peek.offset(ForkJoinPool.class, "factory");
  private static final long CORE = Peek.offset(ThreadPoolExecutor.class, "corePoolSize");
  private static final long MAXIMUM = Peek.offset(ThreadPoolExecutor.class, "maximumPoolSize");
  private static final int LINE = 16;
  private static final long LINGER_NANOS = 1_500_000_000L;
  private static final int STRIPES = stripes();

  final int hash;
  final String className;

  /** The stripes of those who hand over, behind a line with what is counted seldom. */
  private final long[] counters = new long[LINE * (1 + STRIPES)];

  private final boolean carries;
  private final TaskDelays delays = new TaskDelays();

  /** Tasks whose number has one of these bits get no stamp. Read by every hand-over. */
  int mask;

  private int stamps;
  private int notes;
  private long submittedBefore;
  private long tickedAt;
  private long endedAt;
  private long started;
  private long ended;
  private long failed;
  private long startedNow;
  private long endedNow;
  private long failedNow;

  /** The sizes that it was last seen to have. */
  int coreSize;

  int maximumSize;

  TaskPool(Object pool, int hash) {
    super(pool);
    this.hash = hash;
    this.className = pool.getClass().getName();
    this.carries = carries(pool);
    if (carries) {
      mask = NEVER;
    }
    sizes(pool);
  }

  /** Whether it schedules virtual threads: its tasks are theirs, and nobody hands them over. */
  private static boolean carries(Object pool) {
    if (pool instanceof ForkJoinPool) {
      Object factory = Peek.reference(pool, FACTORY);
      return factory != null && factory.getClass().getName().startsWith("java.lang.VirtualThread");
    }
    return false;
  }

  /** Looks which sizes a thread pool has now. */
  final void sizes(Object pool) {
    if (pool instanceof ThreadPoolExecutor) {
      coreSize = Peek.integer(pool, CORE);
      maximumSize = Peek.integer(pool, MAXIMUM);
    }
  }

  private static int stripes() {
    int stripes = 1;
    int processors = Runtime.getRuntime().availableProcessors();
    while (stripes < processors && stripes < 16) {
      stripes <<= 1;
    }
    return stripes;
  }

  /** Counts a hand-over by a thread; returns its number among those of its stripe. */
  long submitted(long threadId) {
    return Peek.add(counters, LINE * (1 + ((int) threadId & (STRIPES - 1))), 1) + 1;
  }

  void count(int what, long more) {
    Peek.add(counters, what, more);
  }

  /** A stamp was taken. */
  void stamped() {
    if (++stamps >= STEP) {
      stamps = 0;
      mask = Math.min(LARGEST_MASK, (mask << 1) | 1);
    }
  }

  /** Whether one more notable task of this round is remembered. */
  boolean notes() {
    return ++notes <= NOTES;
  }

  void delayed(long nanos) {
    delays.add(nanos);
  }

  /** The pool has ended; it is still known for a round or two, to count its last tasks. */
  void end() {
    endedAt = System.nanoTime() | 1;
  }

  /** Whether nobody needs it any more. */
  boolean isOver(long now) {
    return refersTo(null) || (endedAt != 0 && now - endedAt > LINGER_NANOS);
  }

  /** Begins a sum: what was counted by workers that have left. */
  void collect() {
    startedNow = counters[STARTED];
    endedNow = counters[ENDED];
    failedNow = counters[FAILED];
  }

  /** What a worker has counted so far; for each of them, after {@link #collect}. */
  void add(long workersStarted, long workersEnded, long workersFailed) {
    startedNow += workersStarted;
    endedNow += workersEnded;
    failedNow += workersFailed;
  }

  /** Sums up, and sets how many tasks get a stamp from now on. */
  void tick(long now) {
    // A worker that left meanwhile is missed once, never counted twice; no sum goes back.
    ended = Math.max(ended, endedNow);
    failed = Math.max(failed, failedNow);
    started = Math.max(Math.max(started, ended), startedNow);
    notes = 0;
    stamps = 0;
    delays.tick(now);
    long submitted = submitted();
    long passed = Math.max(1_000_000, now - tickedAt);
    long rate = tickedAt == 0 ? 0 : (submitted - submittedBefore) * 1_000_000 / (passed / 1_000);
    int next = 0;
    while ((next + 1L) * RATE < rate && next < LARGEST_MASK) {
      next = (next << 1) | 1;
    }
    mask = carries || !Tasks.stamped ? NEVER : next;
    submittedBefore = submitted;
    tickedAt = now;
  }

  private long submitted() {
    long sum = 0;
    for (int i = 1; i <= STRIPES; i++) {
      sum += counters[LINE * i];
    }
    return sum;
  }

  void read(TaskCounts into) {
    into.submitted = submitted();
    into.started = started;
    into.completed = ended;
    into.failed = failed;
    into.rejected = counters[REJECTED];
    delays.read(into);
  }
}
