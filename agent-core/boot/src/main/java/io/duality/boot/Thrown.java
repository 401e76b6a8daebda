package io.duality.boot;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What was thrown and became known because it ended something: a thread, a task, the work of a
 * span. Entries are made once; who fills one waits for nothing, and finds none free when the reader
 * is slow, which is counted. What was thrown is kept until the reader comes, a round of the watch
 * later, so that its stack is read on the reader's thread.
 */
public final class Thrown {
  /** How many are kept between two visits of the reader. */
  public static final int CAPACITY = 256;

  /** It left a thread, which ends of it. */
  public static final int THREAD = 0;

  /** It left a task. */
  public static final int TASK = 1;

  /** It was recorded on a span. */
  public static final int SPAN = 2;

  /** A span was given the status of an error; what was thrown, if anything, is not known. */
  public static final int STATUS = 3;

  /** An OutOfMemoryError that Java code, or the JVM with a message of its own, has made. */
  public static final int MEMORY = 4;

  /** It was handed to a logger, or its stack was printed. */
  public static final int LOGGED = 5;

  /** A connection to somebody could not be made, of it. */
  public static final int UNREACHED = 6;

  /**
   * The message of the error that is made to prove the hook, which is none of the application's.
   */
  public static final String SELF_TEST = "self-test of duality";

  /** How the names of the agent's own threads begin. */
  private static final String OWN = "duality-";

  private static final int KINDS = 7;
  private static final int FREE = 0;
  private static final int BUSY = 1;
  private static final int FULL = 2;

  /** A thread that dies again and again must find the ring at once: how far it looks. */
  private static final int TRIES = 16;

  private static final Entry[] ENTRIES = new Entry[CAPACITY];
  private static final int[] STATE = new int[CAPACITY];
  private static final AtomicLong NEXT = new AtomicLong();
  private static final AtomicLong[] LOST = new AtomicLong[KINDS];
  private static final AtomicLong[] SEEN = new AtomicLong[KINDS];
  private static final AtomicLong TAKEN = new AtomicLong();

  /** Whether a thread of the application's has ended of one since the reader came last. */
  private static volatile boolean ended;

  private static final Reader NOBODY =
      new Reader() {
        @Override
        public void take(Entry entry) {}
      };

  static {
    for (int i = 0; i < CAPACITY; i++) {
      ENTRIES[i] = new Entry();
    }
    for (int i = 0; i < KINDS; i++) {
      LOST[i] = new AtomicLong();
      SEEN[i] = new AtomicLong();
    }
  }

  private Thrown() {}

  /** One that was thrown; valid while the reader has it. */
  public static final class Entry {
    /** One of the kinds above. */
    public int kind;

    /** {@code System.nanoTime} of it. */
    public long nanos;

    /** What was thrown; null for a span's status. */
    public Throwable thrown;

    public long threadId;
    public String threadName;

    /** Whether the thread is virtual. */
    public boolean virtual;

    /** What the thread worked for, or the span itself. */
    public final TraceIds trace = new TraceIds();

    /** Whether {@link #trace} is known. */
    public boolean traced;

    /** How the span is called, when somebody knew. */
    public String spanName;

    /** The number of the task that the thread ran, 0 when it ran none that is known. */
    public long task;

    /** Whom it was tried to reach, a {@code SocketAddress} or its name, or null. */
    public Object peer;

    private Entry() {}

    private void clear() {
      thrown = null;
      threadName = null;
      spanName = null;
      peer = null;
      trace.clear();
      traced = false;
    }
  }

  /** Takes entries. */
  public abstract static class Reader {
    /** One entry, which is not to be kept. */
    public abstract void take(Entry entry);
  }

  /** In front of the handler of what no code has caught: the current thread ends of it. */
  public static void uncaught(Throwable thrown) {
    if (!Hooks.armed || thrown == null) {
      return;
    }
    try {
      Thread self = Thread.currentThread();
      add(THREAD, thrown, self, System.nanoTime(), null);
      if (!self.getName().startsWith(OWN)) {
        ended = true;
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /** Where a logger takes it, and in front of the print of its stack. */
  public static void logged(Throwable thrown) {
    if (!Hooks.armed || thrown == null) {
      return;
    }
    try {
      add(LOGGED, thrown, Thread.currentThread(), System.nanoTime(), null);
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /**
   * Where a failed connect is given its words.
   *
   * @param peer the address that was tried
   */
  public static void unreached(Throwable thrown, Object peer) {
    if (!Hooks.armed || thrown == null) {
      return;
    }
    try {
      add(UNREACHED, thrown, Thread.currentThread(), System.nanoTime(), null, null, peer);
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /** At the end of a constructor of OutOfMemoryError. */
  static void made(Throwable error) {
    add(MEMORY, error, Thread.currentThread(), System.nanoTime(), null);
  }

  /** Behind a task that something has left. */
  static void task(Throwable thrown, Thread self, long nanos, TraceIds trace) {
    add(TASK, thrown, self, nanos, trace);
  }

  /**
   * A span was told of an error.
   *
   * @param thrown null when only its status says so
   * @param trace the span's
   * @param name of the span, or null
   */
  public static void span(Throwable thrown, TraceIds trace, String name) {
    int kind = thrown == null ? STATUS : SPAN;
    add(kind, thrown, Thread.currentThread(), System.nanoTime(), trace, name, null);
  }

  private static void add(int kind, Throwable thrown, Thread self, long nanos, TraceIds trace) {
    add(kind, thrown, self, nanos, trace, null, null);
  }

  private static void add(
      int kind,
      Throwable thrown,
      Thread self,
      long nanos,
      TraceIds trace,
      String spanName,
      Object peer) {
    SEEN[kind].getAndIncrement();
    long first = NEXT.getAndIncrement();
    for (int i = 0; i < TRIES; i++) {
      int at = (int) ((first + i) & (CAPACITY - 1));
      if (STATE[at] == FREE && Peek.replace(STATE, at, FREE, BUSY)) {
        // Where the stack ends in the middle of it, the entry is free again: by stores, no call.
        int state = FREE;
        Entry entry = ENTRIES[at];
        try {
          entry.spanName = spanName;
          entry.peer = peer == null && thrown != null ? Peers.of(thrown) : peer;
          fill(entry, kind, thrown, self, nanos, trace);
          Peek.storeFence();
          state = FULL;
        } finally {
          if (state == FREE) {
            entry.thrown = null;
            entry.peer = null;
          }
          STATE[at] = state;
        }
        return;
      }
    }
    LOST[kind].getAndIncrement();
  }

  private static void fill(
      Entry entry, int kind, Throwable thrown, Thread self, long nanos, TraceIds trace) {
    entry.kind = kind;
    entry.nanos = nanos;
    entry.thrown = thrown;
    entry.threadId = Peek.threadId(self);
    entry.threadName = self.getName();
    entry.virtual = Peek.isVirtual(self);
    TaskRun run = TaskRuns.find(self);
    entry.task = run != null && run.isRunning() ? run.started : 0;
    if (trace == null) {
      entry.traced = TaskStamps.readTrace(self, entry.trace);
    } else {
      entry.trace.copy(trace);
      entry.traced = (trace.traceHigh | trace.traceLow) != 0;
    }
  }

  /** Lets go of all that nobody has come for. */
  public static void forget() {
    drain(NOBODY);
  }

  /** Whether one has ended a thread of the application's, and no reader has come for it yet. */
  public static boolean ended() {
    return ended;
  }

  /** Hands over what has come since the last call, about in its order. */
  public static void drain(Reader reader) {
    ended = false; // before it looks: one that comes meanwhile is not forgotten
    if (isEmpty()) {
      return;
    }
    long from = NEXT.get();
    for (int i = 0; i < CAPACITY; i++) {
      int at = (int) ((from + i) & (CAPACITY - 1));
      if (STATE[at] == FULL && Peek.replace(STATE, at, FULL, BUSY)) {
        Entry entry = ENTRIES[at];
        TAKEN.getAndIncrement();
        try {
          reader.take(entry);
        } finally {
          entry.clear();
          Peek.storeFence();
          STATE[at] = FREE;
        }
      }
    }
  }

  /** Whether all that was counted was taken or lost; who is about to come is counted already. */
  private static boolean isEmpty() {
    long gone = TAKEN.get();
    long come = 0;
    for (int i = 0; i < KINDS; i++) {
      gone += LOST[i].get();
    }
    for (int i = 0; i < KINDS; i++) {
      come += SEEN[i].get();
    }
    return come == gone;
  }

  /** How many of a kind there were, those that were lost included. */
  public static long seen(int kind) {
    return SEEN[kind].get();
  }

  /** How many there were of all kinds. */
  public static long seen() {
    long all = 0;
    for (int i = 0; i < KINDS; i++) {
      all += SEEN[i].get();
    }
    return all;
  }

  /** How many of a kind found no free entry. */
  public static long lost(int kind) {
    return LOST[kind].get();
  }

  /** Runs once what a hook will run. */
  static void warm(Thread self) {
    int at = CAPACITY - 1;
    if (Peek.replace(STATE, at, FREE, BUSY)) {
      fill(ENTRIES[at], THREAD, null, self, 0, null);
      ENTRIES[at].clear();
      Peek.storeFence();
      STATE[at] = FREE;
    }
    SEEN[THREAD].get();
    NEXT.compareAndSet(-1, -1);
  }
}
