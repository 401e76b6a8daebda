package io.duality.engine.emit;

import io.duality.boot.TraceReader;
import io.duality.boot.WaitSink;
import io.duality.boot.event.ContextEvent;
import io.duality.boot.event.HeartbeatEvent;
import io.duality.boot.event.JfrContexts;
import io.duality.boot.event.JfrWaits;
import io.duality.boot.event.LifecycleEvent;
import io.duality.boot.event.ResourceEvent;
import io.duality.boot.event.TaskPhaseEvent;
import io.duality.boot.event.TriggerEvent;
import io.duality.boot.event.WaitEvent;
import io.duality.boot.event.WaitSummaryEvent;
import io.duality.model.TaskEvent;
import io.duality.model.TraceRef;
import jdk.jfr.FlightRecorder;

/** The part of the emission that links {@code jdk.jfr}. */
final class JfrEvents {
  private final TraceReader traces;
  private JfrWaits waits;
  private JfrContexts contexts;
  private long heartbeats;
  private long triggers;
  private long summaries;
  private long tasks;
  private long resources;

  JfrEvents(TraceReader traces) {
    this.traces = traces;
  }

  /** Always in the same order, and only once the recorder exists: see hazard JDK-8371889. */
  void register() {
    FlightRecorder.register(WaitEvent.class);
    FlightRecorder.register(WaitSummaryEvent.class);
    FlightRecorder.register(LifecycleEvent.class);
    FlightRecorder.register(TriggerEvent.class);
    FlightRecorder.register(HeartbeatEvent.class);
    FlightRecorder.register(TaskPhaseEvent.class);
    FlightRecorder.register(ResourceEvent.class);
    FlightRecorder.register(ContextEvent.class);
    waits = new JfrWaits();
    contexts = new JfrContexts(traces);
  }

  JfrContexts contexts() {
    return contexts;
  }

  WaitSink waits() {
    return waits;
  }

  void heartbeat(long waitsDropped, long tasksDropped, long looks, long looksLate, int hooksArmed) {
    heartbeats++;
    beat("duality.Wait", waits.emitted(), waitsDropped, looks, looksLate, hooksArmed);
    beat("duality.WaitSummary", summaries, 0, looks, looksLate, hooksArmed);
    beat("duality.Trigger", triggers, 0, looks, looksLate, hooksArmed);
    beat("duality.Task", tasks, tasksDropped, looks, looksLate, hooksArmed);
    beat("duality.Resource", resources, 0, looks, looksLate, hooksArmed);
    beat("duality.Context", contexts.emitted(), contexts.gaps(), looks, looksLate, hooksArmed);
    beat("duality.Heartbeat", heartbeats, 0, looks, looksLate, hooksArmed);
  }

  private static void beat(
      String type, long emitted, long dropped, long looks, long looksLate, int hooksArmed) {
    HeartbeatEvent event = new HeartbeatEvent();
    event.type = type;
    event.emitted = emitted;
    event.dropped = dropped;
    event.sequence = emitted;
    event.looks = looks;
    event.looksLate = looksLate;
    event.hooksArmed = hooksArmed;
    event.commit();
  }

  void trigger(String trigger, String state, String observed, String threshold, String bundleId) {
    TriggerEvent event = new TriggerEvent();
    event.trigger = trigger;
    event.state = state;
    event.observed = observed;
    event.threshold = threshold;
    event.bundleId = bundleId;
    event.commit();
    triggers++;
  }

  void task(TaskEvent happened, long atMillis) {
    TaskPhaseEvent event = new TaskPhaseEvent();
    event.pool = happened.poolName();
    event.taskClass = happened.className();
    event.phase = happened.phase().label();
    event.happenedAt = atMillis;
    event.queueNanos = happened.queueNanos();
    event.runNanos = happened.runNanos();
    event.workerId = happened.threadId();
    event.worker = happened.threadName();
    event.detail = happened.detail();
    TraceRef trace = happened.submitter();
    if (trace != null) {
      event.traceIdHigh = Long.parseUnsignedLong(trace.traceId().substring(0, 16), 16);
      event.traceIdLow = Long.parseUnsignedLong(trace.traceId().substring(16), 16);
      event.spanId = Long.parseUnsignedLong(trace.spanId(), 16);
    }
    event.commit();
    tasks++;
  }

  void changed(String resource, int identity, String kind, String phase, long depth, long limit) {
    ResourceEvent event = new ResourceEvent();
    event.resource = resource;
    event.resourceId = identity;
    event.kind = kind;
    event.phase = phase;
    event.depth = depth;
    event.limit = limit;
    event.commit();
    resources++;
  }

  void summary(WaitTotals.Total total) {
    WaitSummaryEvent event = new WaitSummaryEvent();
    event.resource = total.name();
    event.resourceId = total.identity();
    event.parkedWaits = total.parked();
    event.totalNanos = total.totalNanos();
    event.maxNanos = total.maxNanos();
    event.waiters = total.waiters();
    event.commit();
    summaries++;
  }
}
