package io.duality.model;

/**
 * The traces that are under way, in a table that is made once and filled again each round: threads
 * that carry one, whether they wait or run, and spans that were started and have not ended. What
 * does not fit is counted. For one thread.
 */
public final class ActiveTraces {
  /** How many threads and how many spans there is room for. */
  public static final int MOST = 256;

  private static final int FIELDS = 4;

  private final long[] threads = new long[FIELDS * MOST];
  private final boolean[] daemons = new boolean[MOST];
  private final boolean[] sampled = new boolean[MOST];
  private final Thread.State[] states = new Thread.State[MOST];
  private final String[] names = new String[MOST];
  private final String[] spanNamesOfThreads = new String[MOST];
  private final long[] spans = new long[2 * MOST];
  private final String[] spanNames = new String[MOST];
  private int threadCount;
  private int spanCount;
  private int furtherThreads;
  private int furtherSpans;

  /** Of a full table the place of the span that began last; -1 when it is not known. */
  private int youngest = -1;

  /** Forgets all. */
  public void clear() {
    threadCount = 0;
    spanCount = 0;
    furtherThreads = 0;
    furtherSpans = 0;
    youngest = -1;
  }

  /** Adds a thread that carries a trace. */
  public void thread(
      long id,
      String name,
      boolean daemon,
      Thread.State state,
      long traceHigh,
      long traceLow,
      long span,
      String spanName,
      boolean isSampled) {
    if (threadCount == MOST) {
      furtherThreads++;
      return;
    }
    int at = FIELDS * threadCount;
    threads[at] = id;
    threads[at + 1] = traceHigh;
    threads[at + 2] = traceLow;
    threads[at + 3] = span;
    daemons[threadCount] = daemon;
    sampled[threadCount] = isSampled;
    states[threadCount] = state;
    names[threadCount] = name;
    spanNamesOfThreads[threadCount] = spanName;
    threadCount++;
  }

  /**
   * Adds an open span; of too many the oldest stay.
   *
   * @param startNanos {@code System.nanoTime} of its start
   */
  public void span(long id, String name, long startNanos) {
    int at = spanCount;
    if (spanCount == MOST) {
      furtherSpans++;
      youngest = youngest < 0 ? youngest() : youngest;
      at = youngest;
      if (spans[2 * at + 1] - startNanos <= 0) {
        return;
      }
      youngest = -1;
    } else {
      spanCount++;
    }
    spans[2 * at] = id;
    spans[2 * at + 1] = startNanos;
    spanNames[at] = name;
  }

  private int youngest() {
    int found = 0;
    for (int i = 1; i < spanCount; i++) {
      if (spans[2 * i + 1] - spans[2 * found + 1] > 0) {
        found = i;
      }
    }
    return found;
  }

  public int threads() {
    return threadCount;
  }

  public long threadId(int i) {
    return threads[FIELDS * i];
  }

  public String threadName(int i) {
    return names[i];
  }

  public Thread.State threadState(int i) {
    return states[i];
  }

  public boolean threadDaemon(int i) {
    return daemons[i];
  }

  /** Whether the tracing backend was told to keep the trace of a thread. */
  public boolean sampled(int i) {
    return sampled[i];
  }

  public long traceHigh(int i) {
    return threads[FIELDS * i + 1];
  }

  public long traceLow(int i) {
    return threads[FIELDS * i + 2];
  }

  public long spanOfThread(int i) {
    return threads[FIELDS * i + 3];
  }

  /** The name of the span that a thread carries, or null. */
  public String spanNameOfThread(int i) {
    return spanNamesOfThreads[i];
  }

  public int spans() {
    return spanCount;
  }

  public long spanId(int i) {
    return spans[2 * i];
  }

  /** A span's name, or null. */
  public String spanName(int i) {
    return spanNames[i];
  }

  public long spanStart(int i) {
    return spans[2 * i + 1];
  }

  /** How many threads and spans found no room. */
  public int further() {
    return furtherThreads + furtherSpans;
  }
}
