package io.duality.hosts;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An agent that takes longer to start than ours has patience for an application. */
public final class SlowAgent {
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(11);

  private SlowAgent() {}

  /** Takes its time. */
  public static void premain(String arguments) {
    long end = System.nanoTime() + START_NANOS;
    while (end - System.nanoTime() > 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    System.out.println("SLOW AGENT " + beans());
  }

  /** Whether anybody has started the JVM's beans. */
  private static boolean beans() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("duality-capture"));
  }
}
