package io.duality.hosts;

import java.io.IOException;
import java.util.concurrent.ForkJoinPool;

/** An application that settles the size of the common pool long after its start. */
public final class LateSettings {
  private LateSettings() {}

  /** Says READY, and after a line on its standard input how large the pool came out. */
  public static void main(String[] args) throws IOException {
    System.out.println("READY");
    System.in.read();
    System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "7");
    System.out.println("PARALLELISM " + ForkJoinPool.commonPool().getParallelism());
  }
}
