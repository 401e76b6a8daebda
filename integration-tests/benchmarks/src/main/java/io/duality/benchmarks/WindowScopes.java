package io.duality.benchmarks;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What attaching and detaching a context costs its thread in CPU, at the pace of a service and as
 * fast as can be. With a directory as argument it keeps memory until the agent that writes there
 * has begun an investigation.
 */
public final class WindowScopes {
  private static final int BATCH = 20;
  private static final int BATCHES = 400;
  private static final int FAST = 5_000_000;

  private WindowScopes() {}

  public static void main(String[] args) throws IOException {
    SdkTracerProvider provider = SdkTracerProvider.builder().build();
    Span span = provider.get("benchmark").spanBuilder("POST /orders").startSpan();
    Context context = Context.root().with(span);
    scopes(context, FAST);
    List<byte[]> kept = args.length > 0 ? Investigation.provoke(Path.of(args[0])) : List.of();
    long paced = 0;
    for (int i = 0; i < BATCHES; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      long begun = ThreadCpu.nanos();
      scopes(context, BATCH);
      paced += ThreadCpu.nanos() - begun;
    }
    System.out.println("paced=" + (double) paced / BATCH / BATCHES);
    long begun = ThreadCpu.nanos();
    scopes(context, FAST);
    System.out.println("fast=" + (double) (ThreadCpu.nanos() - begun) / FAST);
    System.out.println("kept=" + kept.size());
    System.exit(0);
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private static void scopes(Context context, int count) {
    for (int i = 0; i < count; i++) {
      try (Scope scope = context.makeCurrent()) {
        Thread.onSpinWait();
      }
    }
  }
}
