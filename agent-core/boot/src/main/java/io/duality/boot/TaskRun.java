package io.duality.boot;

/**
 * What one worker runs and has counted. Written by that worker alone, but for what the watcher
 * notes of a run that it saw; padded, so that two workers do not write to one cache line.
 *
 * <p>It runs a task while {@code started} and {@code ended} differ. {@code started} is written last
 * when a run begins and {@code ended} first when it ends, so that a reader who finds both as they
 * were has read one run.
 */
class TaskRun {
  /** The pool that it works for: the worker is alive, and so is its pool. */
  Object pool;

  TaskPool counters;
  long started;
  long ended;
  long failed;

  private Object task;
  private Class<?> given;
  private boolean wrapped;
  private Class<?> work;
  private Object future;
  private boolean stamped;
  private long startedNanos;
  private long submittedNanos;
  private long submitterId;
  private long traceHigh;
  private long traceLow;
  private long span;
  private boolean sampled;

  /** Which run the watcher saw, and when first. */
  private long seenRun;

  private long seenNanos;

  /** After which run the watcher found it idle. */
  private long idleAfter = -1;

  boolean isRunning() {
    return started != ended;
  }

  /**
   * The worker begins a task of its pool.
   *
   * @param key what has the stamp: the task itself, or the thread that was started for it
   */
  final void begin(Object next, Object key) {
    if (started != ended) {
      ended = started; // the end of the one before was not seen
      Peek.storeFence();
    }
    task = next;
    Object its = TaskKinds.given(next);
    if (given != its.getClass() || wrapped) {
      known(its); // a store that changes nothing would cost more than this look
    }
    Object completes = TaskKinds.future(next);
    if (future != completes) {
      future = completes;
    }
    startedNanos = 0;
    stamped = false;
    int hash = IdentityHash.ofHashed(key);
    // It knows itself when it is due, but to compare that with the time is dear too.
    boolean scheduled = TaskKinds.isScheduled(next) && (started & counters.mask) == 0;
    if (hash != 0 || scheduled) {
      beginKnown(next, key, hash, scheduled);
    }
    Peek.storeFence();
    started++;
  }

  private void known(Object work) {
    given = work.getClass();
    wrapped = TaskWrappers.isWrapper(given);
    this.work = wrapped ? TaskWrappers.inside(work) : given;
  }

  private void beginKnown(Object next, Object key, int hash, boolean scheduled) {
    boolean taken = hash != 0 && TaskStamps.take(key, hash, this);
    if (!taken && !scheduled) {
      return;
    }
    long now = System.nanoTime();
    if (TaskKinds.isScheduled(next)) {
      if (!taken) {
        unknownSubmitter();
      }
      submittedNanos = TaskKinds.due(next);
    }
    stamped = true;
    startedNanos = now;
    counters.delayed(Math.max(0, now - submittedNanos));
  }

  private void unknownSubmitter() {
    submitterId = 0;
    traceHigh = 0;
    traceLow = 0;
    span = 0;
    sampled = false;
  }

  /** Who handed the task over that is about to begin. */
  final void stamp(long nanos, long submitter, TraceIds trace) {
    submittedNanos = nanos;
    submitterId = submitter;
    traceHigh = trace.traceHigh;
    traceLow = trace.traceLow;
    span = trace.span;
    sampled = trace.sampled;
  }

  /**
   * The worker's task has ended.
   *
   * @param thrown what left it, or null
   */
  final void end(Thread self, Throwable thrown) {
    if (started == ended) {
      return; // its beginning was not seen
    }
    Object its = task;
    int outcome = thrown != null ? TaskKinds.FAILED : TaskKinds.outcome(its, future);
    if (outcome == TaskKinds.FAILED) {
      failed++;
    }
    boolean seen = seenRun == started;
    if (stamped || seen || outcome == TaskKinds.FAILED) {
      long now = System.nanoTime();
      long queued = stamped ? Math.max(0, startedNanos - submittedNanos) : -1;
      long ran = stamped ? now - startedNanos : seen ? now - seenNanos : -1;
      if (outcome == TaskKinds.FAILED || queued >= TaskNotes.minDelay || ran >= TaskNotes.minRun) {
        note(self, outcome, now, queued, ran, thrown);
      }
    }
    ended = started;
    Peek.storeFence();
    forget();
  }

  private void note(Thread self, int outcome, long now, long queued, long ran, Throwable thrown) {
    Throwable left = thrown;
    int phase = TaskNotes.COMPLETED;
    if (outcome == TaskKinds.CANCELLED) {
      phase = TaskNotes.CANCELLED;
    } else if (outcome == TaskKinds.FAILED) {
      phase = TaskKinds.isPeriodic(task) ? TaskNotes.STOPPED : TaskNotes.FAILED;
      left = left == null ? TaskKinds.thrown(task, future) : left;
    }
    TraceIds trace = null;
    if (stamped && (traceHigh | traceLow) != 0) {
      trace = new TraceIds();
      copyTrace(trace);
    }
    TaskNotes.add(
        counters,
        workOf(task).getName(),
        phase,
        now,
        queued,
        ran,
        self,
        trace,
        stamped ? submitterId : 0,
        left == null ? "" : left.getClass().getName());
    if (left != null && outcome == TaskKinds.FAILED) {
      Thrown.task(left, self, now, trace);
    }
  }

  /** Also where the watcher has let go of the class while this run began. */
  private Class<?> workOf(Object its) {
    Class<?> known = work;
    return known == null ? TaskKinds.work(its) : known;
  }

  private void copyTrace(TraceIds into) {
    into.traceHigh = traceHigh;
    into.traceLow = traceLow;
    into.span = span;
    into.sampled = sampled;
  }

  /**
   * Lets go of the task; the class of its work is kept for a moment, the next one is probably the
   * same.
   */
  final void forget() {
    task = null;
    if (future != null) {
      future = null;
    }
  }

  /** From now on it works for this pool. */
  final void enter(Object newPool, TaskPool newCounters) {
    leave();
    counters = newCounters;
    pool = newPool;
  }

  /** Gives what it counted to its pool. */
  final void leave() {
    TaskPool its = counters;
    long begun = started;
    long over = ended;
    long bad = failed;
    started = 0;
    ended = 0;
    failed = 0;
    seenRun = 0;
    forget();
    given = null;
    wrapped = false;
    work = null;
    pool = null;
    counters = null;
    if (its != null) {
      its.count(TaskPool.STARTED, begun);
      its.count(TaskPool.ENDED, over);
      its.count(TaskPool.FAILED, bad);
    }
  }

  /** The watcher comes by: adds up, and notes what it finds running. */
  final void tick(long now) {
    TaskPool its = counters;
    if (its == null) {
      return;
    }
    long begun = started;
    long over = ended;
    its.add(begun, over, failed);
    if (begun == over) {
      idle(begun);
    } else if (seenRun != begun) {
      seenNanos = now;
      Peek.storeFence();
      seenRun = begun;
    }
  }

  /** A worker that has nothing to do would keep the class of its last task from being unloaded. */
  private void idle(long after) {
    if (idleAfter == after && given != null) {
      work = null;
      given = null;
    }
    idleAfter = after;
  }

  /** Copies what runs; false when nothing does, or it changed meanwhile. */
  final boolean read(RunningTask into) {
    long run = started;
    Peek.loadFence();
    if (run == ended) {
      return false;
    }
    into.pool = pool;
    Object its = task;
    into.task = its;
    into.work = its == null ? null : workOf(its);
    into.future = future;
    into.stamped = stamped;
    into.startedNanos = stamped ? startedNanos : seenRun == run ? seenNanos : System.nanoTime();
    into.submittedNanos = submittedNanos;
    into.submitterId = stamped ? submitterId : 0;
    copyTrace(into.trace);
    if (!stamped) {
      into.trace.clear();
    }
    Peek.loadFence();
    boolean same = started == run && ended != run && into.task != null && into.pool != null;
    if (!same) {
      into.clear();
    }
    return same;
  }
}
