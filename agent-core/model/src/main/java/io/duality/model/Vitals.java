package io.duality.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How the process as a whole is at one moment, beside its waits: memory, collector, processor,
 * pauses, errors, handles. Figures are those since the reading before, unless they say otherwise.
 * What nobody could read is named in {@code unknown} and is {@link #UNKNOWN}.
 *
 * @param at wall clock
 * @param nanos the clock of {@link Look#nanos()}
 * @param sinceNanos how long after the reading before; 0 for the first
 * @param memory every kind of memory against its limit
 * @param gc what the collector did
 * @param cpu who used the processor
 * @param stalls times in which the application's threads stood still or were late
 * @param handles files, sockets, threads, class loaders against their limits
 * @param errors the signatures of errors that were seen, the most frequent first
 * @param failures single events that ended something: an exhausted memory, a thread that died
 * @param unknown what could not be read, and why
 * @param pins virtual threads that kept their carriers while they waited
 */
public record Vitals(
    Instant at,
    long nanos,
    long sinceNanos,
    MemorySeen memory,
    GcSeen gc,
    CpuSeen cpu,
    List<StallSeen> stalls,
    List<HandleSeen> handles,
    List<ErrorSeen> errors,
    List<FailureSeen> failures,
    List<Unknown> unknown,
    List<PinSeen> pins) {

  /** A figure that nobody keeps or that could not be read. */
  public static final long UNKNOWN = -1;

  public Vitals {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(gc, "gc");
    Objects.requireNonNull(cpu, "cpu");
    stalls = List.copyOf(stalls);
    handles = List.copyOf(handles);
    errors = List.copyOf(errors);
    failures = List.copyOf(failures);
    unknown = List.copyOf(unknown);
    pins = List.copyOf(pins);
  }

  /** Vitals in which no virtual thread was pinned. */
  public Vitals(
      Instant at,
      long nanos,
      long sinceNanos,
      MemorySeen memory,
      GcSeen gc,
      CpuSeen cpu,
      List<StallSeen> stalls,
      List<HandleSeen> handles,
      List<ErrorSeen> errors,
      List<FailureSeen> failures,
      List<Unknown> unknown) {
    this(
        at,
        nanos,
        sinceNanos,
        memory,
        gc,
        cpu,
        stalls,
        handles,
        errors,
        failures,
        unknown,
        List.of());
  }

  /** Vitals of which nothing is known. */
  public static Vitals nothing(Instant at, long nanos) {
    return new Vitals(
        at,
        nanos,
        0,
        MemorySeen.NOTHING,
        GcSeen.NOTHING,
        CpuSeen.NOTHING,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
