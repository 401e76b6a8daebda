package io.duality.engine.vitals;

/** What this process has used of the processors, also where module {@code jdk.management} lacks. */
public final class ProcessorTime {
  private final ProcessTimes times = Modules.management() ? ProcessTimes.open() : null;

  /** Nanoseconds since the process began, in steps of up to 10 ms; negative when not known. */
  public long nanos() {
    return times == null ? -1 : times.nanos();
  }
}
