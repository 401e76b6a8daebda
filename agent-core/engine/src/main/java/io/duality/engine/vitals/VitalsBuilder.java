package io.duality.engine.vitals;

import io.duality.model.CpuSeen;
import io.duality.model.ErrorSeen;
import io.duality.model.FailureSeen;
import io.duality.model.GcSeen;
import io.duality.model.HandleSeen;
import io.duality.model.MemorySeen;
import io.duality.model.PinSeen;
import io.duality.model.StallSeen;
import io.duality.model.Unknown;
import io.duality.model.Vitals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the senses fill in one reading. For one thread. */
public final class VitalsBuilder {
  private final List<StallSeen> stalls = new ArrayList<>();
  private final List<HandleSeen> handles = new ArrayList<>();
  private final List<ErrorSeen> errors = new ArrayList<>();
  private final List<FailureSeen> failures = new ArrayList<>();
  private final List<Unknown> unknown = new ArrayList<>();
  private final List<PinSeen> pins = new ArrayList<>();
  private final long sinceNanos;
  private MemorySeen memory = MemorySeen.NOTHING;
  private GcSeen gc = GcSeen.NOTHING;
  private CpuSeen cpu = CpuSeen.NOTHING;

  /**
   * @param sinceNanos how long after the reading before; 0 for the first
   */
  VitalsBuilder(long sinceNanos) {
    this.sinceNanos = sinceNanos;
  }

  /** How long after the reading before this one is; 0 for the first. */
  public long sinceNanos() {
    return sinceNanos;
  }

  public void memory(MemorySeen seen) {
    memory = seen;
  }

  public void gc(GcSeen seen) {
    gc = seen;
  }

  public void cpu(CpuSeen seen) {
    cpu = seen;
  }

  public void stall(StallSeen seen) {
    stalls.add(seen);
  }

  public void pin(PinSeen seen) {
    pins.add(seen);
  }

  public void handles(HandleSeen seen) {
    handles.add(seen);
  }

  public void error(ErrorSeen seen) {
    errors.add(seen);
  }

  public void failure(FailureSeen seen) {
    failures.add(seen);
  }

  /** What could not be read, and why. */
  public void unknown(String subject, String what, String why) {
    unknown.add(new Unknown(subject, what, why));
  }

  Vitals build(Instant at, long nanos) {
    return new Vitals(
        at, nanos, sinceNanos, memory, gc, cpu, stalls, handles, errors, failures, unknown, pins);
  }
}
