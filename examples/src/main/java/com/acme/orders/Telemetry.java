package com.acme.orders;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.concurrent.atomic.LongAdder;

/**
 * The OpenTelemetry SDK as services use it: one trace in five is sampled. Nothing leaves the
 * process; the ended spans are only counted.
 */
final class Telemetry implements AutoCloseable {
  private static final double SAMPLED = 0.2;

  private final LongAdder ended = new LongAdder();
  private final OpenTelemetrySdk sdk;

  Telemetry() {
    Resource service =
        Resource.getDefault()
            .merge(
                Resource.builder().put(AttributeKey.stringKey("service.name"), "orders").build());
    sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .setResource(service)
                    .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(SAMPLED)))
                    .addSpanProcessor(new CountingSpans())
                    .build())
            .build();
  }

  Tracer tracer() {
    return sdk.getTracer("com.acme.orders");
  }

  /** How many sampled spans have ended. */
  long ended() {
    return ended.sum();
  }

  @Override
  public void close() {
    sdk.close();
  }

  private final class CountingSpans implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      if (span.getKind() == SpanKind.SERVER) {
        span.setAttribute("server.address", "127.0.0.1");
      }
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      ended.increment();
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
