package io.duality.model;

/** The pattern catalogue: the words in which every finding speaks. */
public enum Pattern {
  T01("Thread of Activity"),
  T02("Adjoint Thread of Activity"),
  T03("Activity Region"),
  T04("Discontinuity"),
  T05("Event Sequence Order"),
  T06("Sequence Repeat Anomaly"),
  T07("Missing Message"),
  T08("Message Invariant"),
  T09("Timeout"),
  T10("Periodic Error"),
  T11("Error Distribution"),
  T12("Retry Storm"),
  T13("Statement Density & Current"),
  T14("Bifurcation Point"),
  T15("Trace Divergence"),
  T16("Causal Chain / Causal History"),
  T17("Trace Context"),
  T18("Trace Graph / Trace Network"),
  T19("Trace Plan"),
  T20("Blackout"),
  T21("Hidden Error"),
  T22("Stop-the-world pause"),
  T23("Increasing Latency"),
  T24("Message Change / Activity Disruption"),
  T25("Missing Data / Causal History gap"),
  T26("Causal Messages / Error Thread"),
  T27("Last Activity"),
  S01("Stack Trace Collection"),
  S02("Blocked Thread"),
  S03("Wait Chain"),
  S04("Deadlock"),
  S05("Lock convoy / Contention"),
  S06("Thread Starvation"),
  S07("Queue Build-up"),
  S08("Livelock"),
  S09("Spiking Thread"),
  S10("Memory Leak (Reference Leak)"),
  S11("Insufficient Memory"),
  S12("Memory consumption"),
  S13("Handle / Resource Leak"),
  S14("GC / Finalizer patterns"),
  S15("Stack Overflow"),
  S16("Exception Stack Trace / Multiple / Hidden Exceptions"),
  S17("Module / Symbol / Problem Module"),
  S18("Crash Signature (and its invariant)"),
  S19("Dynamic Memory Corruption / native crash"),
  S20("Pinned thread, carrier starvation"),
  S21("Abandoned state"),
  S22("Unbounded resource"),
  S23("Dump Context"),
  S24("Distributed Wait Chain"),
  S25("Symbol Pattern"),
  S26("Memory Dump Type"),
  S27("Suspended Thread, Runtime Thread"),
  S28("Broken Link"),
  S29("Sync / Lock Objects");

  private final String title;

  Pattern(String title) {
    this.title = title;
  }

  /** The pattern's name in the vocabulary of trace and dump analysis. */
  public String title() {
    return title;
  }

  /** {@code temporal} for what happened, {@code structural} for what existed. */
  public String view() {
    return name().charAt(0) == 'T' ? "temporal" : "structural";
  }
}
