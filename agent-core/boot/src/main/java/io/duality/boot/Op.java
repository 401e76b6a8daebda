package io.duality.boot;

/** What a waiting thread tries to do: the codes that woven code passes to {@link Hooks}. */
public final class Op {
  public static final int NONE = 0;
  public static final int ACQUIRE = 1;
  public static final int ACQUIRE_SHARED = 2;
  public static final int AWAIT = 3;
  public static final int PUT = 4;
  public static final int TAKE = 5;
  public static final int GET = 6;
  public static final int JOIN = 7;
  public static final int SLEEP = 8;
  public static final int TRANSFER = 9;
  public static final int ADVANCE = 10;
  public static final int EXCHANGE = 11;
  public static final int PARK = 12;

  /** A connection of a pool; what the thread parks on inside is no wait of its own. */
  public static final int BORROW = 13;

  /** What {@code poll} waits for: something to read. */
  public static final int READ = 20;

  /** Room for something to write, or the end of a connect. */
  public static final int WRITE = 21;

  public static final int CONNECT = 22;
  public static final int ACCEPT = 23;

  /** The end of a child process. */
  public static final int WAIT_FOR = 24;

  /** How a wait ended. */
  public static final int UNKNOWN = 0;

  public static final int ACQUIRED = 1;
  public static final int TIMEOUT = 2;
  public static final int INTERRUPTED = 3;
  public static final int FAILED = 4;

  private Op() {}
}
