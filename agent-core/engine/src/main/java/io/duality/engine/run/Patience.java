package io.duality.engine.run;

/**
 * How long the start of the application waits for something that may never come back.
 *
 * @param turns of a tenth of a second; counted, so that a process that is stopped or gets no
 *     processor meanwhile has lost one turn and not all
 */
record Patience(int turns) {
  private static final int TURN_MILLIS = 100;

  /** Enough for a thread to get a processor on a machine that has none left. */
  static final Patience OF_THE_START = new Patience(20);

  /** Runs it on a thread of its own; whether it has come to its end. */
  boolean inTime(Runnable work) {
    Thread thread = new Thread(null, work, "duality-start", 512 * 1024);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      work.run(); // no thread is to be had: nobody else can ask
      return true;
    }
    boolean interrupted = false;
    for (int turn = 0; turn < turns && thread.isAlive(); turn++) {
      try {
        thread.join(TURN_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt(); // not meant for us
    }
    return !thread.isAlive();
  }

  @Override
  public String toString() {
    return (double) turns * TURN_MILLIS / 1_000 + " s";
  }
}
