package io.duality.benchmarks;

import java.lang.instrument.Instrumentation;

/** A control: what it costs to have any agent. */
public final class EmptyAgent {
  private EmptyAgent() {}

  public static void premain(String args, Instrumentation instrumentation) {
    // nothing
  }
}
