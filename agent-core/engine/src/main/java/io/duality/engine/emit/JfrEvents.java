package io.duality.engine.emit;

import io.duality.boot.WaitSink;
import io.duality.boot.event.HeartbeatEvent;
import io.duality.boot.event.JfrWaits;
import io.duality.boot.event.LifecycleEvent;
import io.duality.boot.event.TriggerEvent;
import io.duality.boot.event.WaitEvent;
import io.duality.boot.event.WaitSummaryEvent;
import jdk.jfr.FlightRecorder;

/** The part of the emission that links {@code jdk.jfr}. */
final class JfrEvents {
  private JfrWaits waits;
  private long heartbeats;
  private long triggers;
  private long summaries;

  /** Always in the same order, and only once the recorder exists: see hazard JDK-8371889. */
  void register() {
    FlightRecorder.register(WaitEvent.class);
    FlightRecorder.register(WaitSummaryEvent.class);
    FlightRecorder.register(LifecycleEvent.class);
    FlightRecorder.register(TriggerEvent.class);
    FlightRecorder.register(HeartbeatEvent.class);
    waits = new JfrWaits();
  }

  WaitSink waits() {
    return waits;
  }

  void heartbeat(long waitsDropped, long looks, long looksLate, int hooksArmed) {
    heartbeats++;
    beat("duality.Wait", waits.emitted(), waitsDropped, looks, looksLate, hooksArmed);
    beat("duality.WaitSummary", summaries, 0, looks, looksLate, hooksArmed);
    beat("duality.Trigger", triggers, 0, looks, looksLate, hooksArmed);
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
