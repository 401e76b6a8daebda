package io.duality.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Direct buffers that were allocated while somebody investigates them, and who did it; before and
 * after that a hook that reads one field. Entries are made once; who fills one waits for nothing,
 * and finds none free when the reader is slow, which is counted: of many buffers the first ones of
 * each second are known. A buffer itself is not kept.
 */
public final class DirectBuffers {
  /** How many are kept between two visits of the reader. */
  public static final int CAPACITY = 32;

  private static final int FREE = 0;
  private static final int BUSY = 1;
  private static final int FULL = 2;

  private static final Entry[] ENTRIES = new Entry[CAPACITY];
  private static final int[] STATE = new int[CAPACITY];
  private static final AtomicLong SEEN = new AtomicLong();

  /** Who looks at them: an investigation, and a self-test beside it. */
  private static final AtomicInteger WATCHERS = new AtomicInteger();

  private static final Reader NOBODY =
      new Reader() {
        @Override
        public void take(Entry entry) {}
      };

  static {
    for (int i = 0; i < CAPACITY; i++) {
      ENTRIES[i] = new Entry();
    }
  }

  private DirectBuffers() {}

  /** One that was allocated; valid while the reader has it. */
  public static final class Entry {
    /** {@code System.nanoTime} of it. */
    public long nanos;

    /** The buffer, while somebody keeps it. */
    public WeakReference<Object> buffer;

    /** Has the stack. */
    public Throwable at;

    public long threadId;
    public String threadName;

    /** What the thread worked for. */
    public final TraceIds trace = new TraceIds();

    /** Whether {@link #trace} is known. */
    public boolean traced;

    private Entry() {}

    private void clear() {
      buffer = null;
      at = null;
      threadName = null;
      trace.clear();
      traced = false;
    }
  }

  /** Takes entries. */
  public abstract static class Reader {
    /** One entry, which is not to be kept. */
    public abstract void take(Entry entry);
  }

  /** Somebody looks at buffers from now on. */
  public static void watch() {
    WATCHERS.getAndIncrement();
  }

  /** Who looked at them does no longer; once for each {@link #watch}. */
  public static void unwatch() {
    WATCHERS.getAndDecrement();
  }

  /** How many were seen in all. */
  public static long seen() {
    return SEEN.get();
  }

  /** At the end of the constructor of a direct buffer with memory of its own. */
  public static void made(Object buffer) {
    if (WATCHERS.get() == 0 || !Hooks.armed) {
      return;
    }
    try {
      SEEN.getAndIncrement();
      for (int at = 0; at < CAPACITY; at++) {
        if (STATE[at] == FREE && Peek.replace(STATE, at, FREE, BUSY)) {
          // Without memory or stack for it the entry is free again: by a store, no call.
          int state = FREE;
          try {
            fill(ENTRIES[at], buffer);
            Peek.storeFence();
            state = FULL;
          } finally {
            STATE[at] = state;
          }
          return;
        }
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  private static void fill(Entry entry, Object buffer) {
    Thread self = Thread.currentThread();
    entry.nanos = System.nanoTime();
    entry.threadId = Peek.threadId(self);
    entry.threadName = self.getName();
    entry.traced = TaskStamps.readTrace(self, entry.trace);
    entry.buffer = new WeakReference<>(buffer);
    entry.at = new Throwable();
  }

  /**
   * Lets go of all that nobody has come for: a stack keeps the classes in it from being unloaded.
   */
  public static void forget() {
    drain(NOBODY);
  }

  /** Hands over what was seen since the last time. */
  public static void drain(Reader reader) {
    for (int at = 0; at < CAPACITY; at++) {
      if (STATE[at] == FULL && Peek.replace(STATE, at, FULL, BUSY)) {
        try {
          reader.take(ENTRIES[at]);
        } finally {
          ENTRIES[at].clear();
          Peek.storeFence();
          STATE[at] = FREE;
        }
      }
    }
  }
}
