package io.duality.boot.event;

import io.duality.boot.TraceIds;
import io.duality.boot.WaitSink;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Commits a {@code duality.Wait} for each ended wait; any thread may call it. Costs one check and
 * no allocation while no recording has the event.
 */
public final class JfrWaits extends WaitSink {
  /** Never committed: only asked whether anybody listens. */
  private final WaitEvent probe = new WaitEvent();

  private final AtomicLong emitted = new AtomicLong();

  /** How many events were committed since the start. */
  public long emitted() {
    return emitted.get();
  }

  @Override
  public void ended(
      String resource,
      String className,
      int identity,
      int op,
      long waitNanos,
      long timeoutNanos,
      int outcome,
      Thread holder,
      TraceIds holderTrace,
      TraceIds trace) {
    if (!probe.isEnabled()) {
      return;
    }
    WaitEvent event = new WaitEvent();
    event.kind = Labels.kind(className, op);
    event.resource =
        resource != null ? resource : className.concat("@").concat(Integer.toHexString(identity));
    event.resourceId = identity;
    event.op = Labels.op(op);
    event.waitNanos = waitNanos;
    event.timeoutNanos = timeoutNanos;
    event.outcome = Labels.outcome(outcome);
    event.holder = holder;
    if (holderTrace != null) {
      event.holderTraceIdHigh = holderTrace.traceHigh;
      event.holderTraceIdLow = holderTrace.traceLow;
    }
    event.traceIdHigh = trace.traceHigh;
    event.traceIdLow = trace.traceLow;
    event.spanId = trace.span;
    if (event.shouldCommit()) {
      event.commit();
      emitted.getAndIncrement();
    }
  }
}
