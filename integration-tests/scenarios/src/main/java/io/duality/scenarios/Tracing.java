package io.duality.scenarios;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

/** The OpenTelemetry SDK: one provider that samples every trace, one that samples none. */
public final class Tracing {
  private static final String SCOPE = "io.duality.scenarios";

  private final SdkTracerProvider sampled = provider(Sampler.alwaysOn());
  private final SdkTracerProvider unsampled = provider(Sampler.alwaysOff());

  /** Starts a root span, of a trace that the backend sees or not. */
  public Span start(String name, boolean isSampled) {
    return (isSampled ? sampled : unsampled)
        .get(SCOPE)
        .spanBuilder(name)
        .setParent(Context.root())
        .startSpan();
  }

  private static SdkTracerProvider provider(Sampler sampler) {
    // Without any processor the SDK would hand out spans that have no ids.
    return SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(new Dropping()).build();
  }

  private static final class Dropping implements SpanProcessor {
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
      return true;
    }
  }
}
