package io.duality.model;

import java.util.ArrayList;
import java.util.List;

/** The pattern catalogue: the words in which every finding speaks. */
public enum Pattern {
  T01("Thread of Activity", "everything that one trace did, in order, across threads", "S01"),
  T02(
      "Adjoint Thread of Activity",
      "the same events grouped by an attribute such as tenant or order",
      "S29"),
  T03("Activity Region", "the nested span or phase in which an activity spent its time", "S01"),
  T04(
      "Discontinuity",
      "an activity stopped for far longer than it usually pauses, while it was watched",
      "S02 S03 S04 S07 S14"),
  T05(
      "Event Sequence Order",
      "events came in an order that the activity's grammar forbids",
      "S02 S21"),
  T06(
      "Sequence Repeat Anomaly",
      "one activity went through the same sequence again and again",
      "S13 S21"),
  T07(
      "Missing Message",
      "something began and its end, or its next step, never came",
      "S02 S21 S28"),
  T08("Message Invariant", "events of one name changed their set of fields", "S17"),
  T09("Timeout", "a timed wait ran out, or a deadline cut an activity", "S03 S07"),
  T10("Periodic Error", "errors of one signature at regular intervals", "S06 S09 S10 S13"),
  T11("Error Distribution", "where errors concentrate, or that they are everywhere", "S03"),
  T12(
      "Retry Storm",
      "repeated attempts without a widening interval while errors rise",
      "S06 S07 S09"),
  T13(
      "Statement Density & Current",
      "how many events of a type per second, and their share, against before",
      "S05 S09"),
  T14(
      "Bifurcation Point",
      "the first event at which slow or failed activities part from normal ones",
      "S01 S16 S17"),
  T15(
      "Trace Divergence",
      "steps of an activity type that are new, lost or reordered against before",
      "S17"),
  T16(
      "Causal Chain / Causal History",
      "submit to start, release to acquire, put to take: back to the first cause",
      "S03"),
  T17("Trace Context", "how much of what happened carries a trace, and where it is lost", "S23"),
  T18(
      "Trace Graph / Trace Network",
      "activities, threads and resources as one graph with its hottest edges",
      "S29"),
  T19(
      "Trace Plan",
      "which hooks, events and sources were live, and which were not",
      "S18 S23 S25 S26"),
  T20(
      "Blackout",
      "all activity of a component ended at one moment while work was queued",
      "S04 S27"),
  T21("Hidden Error", "an exception that was thrown and swallowed", "S16 S21"),
  T22("Stop-the-world pause", "all threads stood still for the JVM", "S12 S14"),
  T23("Increasing Latency", "durations of one span, wait or task grew over time", "S07 S12"),
  T24("Message Change / Activity Disruption", "what an activity does changed at one moment", "S17"),
  T25(
      "Missing Data / Causal History gap",
      "what the agent itself lost: dropped events, late looks, lost context",
      "S28"),
  T26(
      "Causal Messages / Error Thread",
      "the hand-overs between threads and the thread of the first error",
      "S16"),
  T27("Last Activity", "the last thing each implicated thread did before the dump", "S02 S04"),
  S01("Stack Trace Collection", "all threads grouped by their stacks, idle ones apart", "T01"),
  S02("Blocked Thread", "a thread that waits longer than it should", "T04 T09"),
  S03(
      "Wait Chain",
      "who waits for whom, down to a root that waits for nothing in this JVM",
      "T04 T09 T16"),
  S04("Deadlock", "threads that can only be freed by each other", "T04 T07 T27"),
  S05(
      "Lock convoy / Contention",
      "many threads that spend much of their time waiting for one lock",
      "T13"),
  S06("Thread Starvation", "a pool whose workers are all taken while work is queued", "T09 T12"),
  S07("Queue Build-up", "a queue that fills faster than it drains", "T07 T23"),
  S08("Livelock", "threads that use the CPU and make no progress", "T06"),
  S09("Spiking Thread", "a thread that uses most of a core", "T12 T13"),
  S10(
      "Memory Leak (Reference Leak)",
      "memory still reachable after each collection grows",
      "T01 T10"),
  S11(
      "Insufficient Memory",
      "an allocation failed for want of heap, metaspace, direct memory or threads",
      "T13"),
  S12("Memory consumption", "each kind of memory against its limit", ""),
  S13(
      "Handle / Resource Leak",
      "files, sockets, threads, class loaders or connections that grow and are not given back",
      "T07 T10"),
  S14("GC / Finalizer patterns", "a collector or finalizer that cannot keep up", "T22"),
  S15("Stack Overflow", "a recursion that used up its stack", "T06"),
  S16(
      "Exception Stack Trace / Multiple / Hidden Exceptions",
      "exceptions by signature around the incident",
      "T11 T21"),
  S17(
      "Module / Symbol / Problem Module",
      "versions, duplicates and changes of what is on the class path",
      "T08 T15"),
  S18("Crash Signature (and its invariant)", "the same incident as an earlier one", "T10"),
  S19("Dynamic Memory Corruption / native crash", "native code ended the previous process", "T27"),
  S20("Pinned thread, carrier starvation", "virtual threads that keep their carriers", "T04"),
  S21("Abandoned state", "something still held by a thread that will not give it back", "T07"),
  S22("Unbounded resource", "a queue, pool or cache without a limit", ""),
  S23("Dump Context", "what was running, how, and what was captured of it", "T19"),
  S24("Distributed Wait Chain", "a chain that goes on in another process", "T16"),
  S25("Symbol Pattern", "frames without line numbers, hidden or obfuscated", "T19"),
  S26("Memory Dump Type", "what each dump of the bundle is and cannot answer", "T19"),
  S27("Suspended Thread, Runtime Thread", "stopped threads, and the JVM's own", "T04"),
  S28("Broken Link", "an owner, runner or consumer that is gone", "T25"),
  S29("Sync / Lock Objects", "every lock, queue and pool with owner, waiters and limit", "T13");

  private final String title;
  private final String definition;
  private final String duals;

  Pattern(String title, String definition, String duals) {
    this.title = title;
    this.definition = definition;
    this.duals = duals;
  }

  /** The pattern's name in the vocabulary of trace and dump analysis. */
  public String title() {
    return title;
  }

  /** What it is, as a phrase. */
  public String definition() {
    return definition;
  }

  /** The patterns of the other view that have to be looked for when this one is found. */
  public List<Pattern> duals() {
    List<Pattern> patterns = new ArrayList<>();
    for (String id : duals.split(" ")) {
      if (!id.isEmpty()) {
        patterns.add(valueOf(id));
      }
    }
    return List.copyOf(patterns);
  }

  /** {@code temporal} for what happened, {@code structural} for what existed. */
  public String view() {
    return name().charAt(0) == 'T' ? "temporal" : "structural";
  }
}
