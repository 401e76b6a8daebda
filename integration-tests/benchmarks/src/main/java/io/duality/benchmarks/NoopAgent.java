package io.duality.benchmarks;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;

/** A control: what it costs to be shown every class and to change none. */
public final class NoopAgent {
  private static final class Noop implements ClassFileTransformer {}

  private NoopAgent() {}

  public static void premain(String args, Instrumentation instrumentation) {
    instrumentation.addTransformer(new Noop(), true);
  }
}
