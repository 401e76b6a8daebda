package io.duality.boot;

/**
 * A reader's copy of what a worker runs; filled again and again by {@link Tasks#running}. Call
 * {@link #clear} after use: it names the application's objects.
 */
public final class RunningTask {
  /** Who runs it. */
  public Thread thread;

  /** For whom: a {@code ThreadPoolExecutor}, a {@code ForkJoinPool}, … */
  public Object pool;

  /** What the pool was given. */
  public Object task;

  /** The class of the work inside it, where the task is a wrapper of the JDK's. */
  public Class<?> work;

  /** The {@code CompletableFuture} that it completes, or null when it is its own future or none. */
  public Object future;

  /** {@code System.nanoTime} when it began; without a stamp when it was first seen to run. */
  public long startedNanos;

  /** Whether it has a stamp, so that what follows is known. */
  public boolean stamped;

  /** {@code System.nanoTime} of the hand-over; for a scheduled task when it was due. */
  public long submittedNanos;

  /** The id of the thread that handed it over. */
  public long submitterId;

  /** What that thread worked for; all zero for nothing known. */
  public final TraceIds trace = new TraceIds();

  /** Forgets everything of the application. */
  public void clear() {
    thread = null;
    pool = null;
    task = null;
    work = null;
    future = null;
  }
}
