package io.duality.benchmarks;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The trace context, which the agent reads without a hook, and spans, which it hooks. */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContextBenchmark {
  private SdkTracerProvider provider;
  private Tracer tracer;
  private Context context;

  @Setup
  public void start() {
    provider = SdkTracerProvider.builder().build();
    tracer = provider.get("benchmark");
    context = Context.root().with(tracer.spanBuilder("POST /orders").startSpan());
  }

  @TearDown
  public void stop() {
    Span.fromContext(context).end();
    provider.close();
  }

  @Benchmark
  public Context makeCurrentAndClose() {
    try (Scope scope = context.makeCurrent()) {
      return Context.current();
    }
  }

  @Benchmark
  public Span startAndEndSpan() {
    Span span = tracer.spanBuilder("POST /orders").startSpan();
    span.end();
    return span;
  }
}
