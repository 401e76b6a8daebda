package io.duality.engine.context;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.function.BiFunction;

/** An application that traces its work; each test loads a copy of its own. */
public final class TracedApplication implements BiFunction<String, Runnable, String[]> {
  private final Tracer tracer;

  /** Keeps its spans or leaves them all unsampled. */
  public TracedApplication(boolean sampled) {
    tracer =
        SdkTracerProvider.builder()
            .setSampler(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff())
            .addSpanProcessor(new Keeps())
            .build()
            .get("test");
  }

  /** Without any processor the SDK makes no spans at all. */
  private static final class Keeps implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }

  /** Works inside a span; a name {@code before->after} renames it on the way. */
  @Override
  @SuppressWarnings("try") // the scope is only to be closed
  public String[] apply(String name, Runnable work) {
    String[] names = name.split("->", -1);
    Span span = tracer.spanBuilder(names[0]).startSpan();
    try (Scope scope = span.makeCurrent()) {
      if (names.length > 1) {
        span.updateName(names[1]);
      }
      work.run();
      return new String[] {span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId()};
    } finally {
      span.end();
    }
  }
}
