package io.duality.boot;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The words that loggers and streams are given while somebody listens: whether a log line tells of
 * an exception without holding it shows only in its words. Nobody listens most of the time, and
 * then nothing is kept. Who fills an entry waits for nothing; when none is free the words are lost,
 * which is counted.
 */
public final class Said {
  /** How many are kept between two visits of the reader. */
  public static final int CAPACITY = 1_024;

  /** Shorter words name no exception. */
  private static final int LEAST = 3;

  /** How the lines of a printed stack begin, of which there are many. */
  private static final char FRAME = '\t';

  private static final int MOST_ARGUMENTS = 8;
  private static final int TRIES = 8;
  private static final int FREE = 0;
  private static final int BUSY = 1;
  private static final int FULL = 2;

  private static final long[] NANOS = new long[CAPACITY];
  private static final long[] THREADS = new long[CAPACITY];
  private static final String[] WORDS = new String[CAPACITY];
  private static final int[] STATE = new int[CAPACITY];
  private static final AtomicLong NEXT = new AtomicLong();
  private static final AtomicLong LOST = new AtomicLong();
  private static volatile boolean listening;

  private static final Reader NOBODY =
      new Reader() {
        @Override
        public void take(long nanos, long threadId, String words) {}
      };

  private Said() {}

  /** Takes words. */
  public abstract static class Reader {
    /** Words that a thread gave a logger. */
    public abstract void take(long nanos, long threadId, String words);
  }

  /** Begins or ends to keep what is said. */
  public static void listen(boolean on) {
    listening = on;
  }

  /**
   * Where a logger takes a text, a pattern or its arguments; only strings and the classes of
   * exceptions are kept, and no code of anybody's is asked.
   *
   * @param words a text, an exception, an array of them, or anything else
   */
  public static void said(Object words) {
    if (!listening || words == null || !Hooks.armed) {
      return;
    }
    try {
      if (words instanceof Object[] all) {
        for (int i = 0; i < all.length && i < MOST_ARGUMENTS; i++) {
          one(all[i]);
        }
      } else {
        one(words);
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  private static void one(Object words) {
    String kept =
        words instanceof String text
            ? text
            : words instanceof Throwable thrown ? thrown.getClass().getName() : null;
    if (kept == null || kept.length() < LEAST || kept.charAt(0) == FRAME) {
      return;
    }
    long first = NEXT.getAndIncrement();
    for (int i = 0; i < TRIES; i++) {
      int at = (int) ((first + i) & (CAPACITY - 1));
      if (STATE[at] == FREE && Peek.replace(STATE, at, FREE, BUSY)) {
        // Where the stack ends in the middle of it, the entry is free again: by a store, no call.
        int state = FREE;
        try {
          NANOS[at] = System.nanoTime();
          THREADS[at] = Peek.threadId(Thread.currentThread());
          WORDS[at] = kept;
          Peek.storeFence();
          state = FULL;
        } finally {
          STATE[at] = state;
        }
        return;
      }
    }
    LOST.getAndIncrement();
  }

  /** Lets go of all that nobody has come for. */
  public static void forget() {
    drain(NOBODY);
  }

  /** Hands over what was said since the last call, in no order. */
  public static void drain(Reader reader) {
    for (int at = 0; at < CAPACITY; at++) {
      if (STATE[at] == FULL && Peek.replace(STATE, at, FULL, BUSY)) {
        try {
          reader.take(NANOS[at], THREADS[at], WORDS[at]);
        } finally {
          WORDS[at] = null;
          Peek.storeFence();
          STATE[at] = FREE;
        }
      }
    }
  }

  /** How many found no free entry. */
  public static long lost() {
    return LOST.get();
  }
}
