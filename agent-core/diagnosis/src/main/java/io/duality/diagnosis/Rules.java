package io.duality.diagnosis;

import io.duality.model.Pattern;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every rule of this version, and why the rest of the catalogue has none. */
final class Rules {
  /** In the order in which findings of equal severity are listed. */
  static final List<Rule> ALL =
      List.of(
          new NativeCrash(),
          new Deadlock(),
          new WaitChain(),
          new Starvation(),
          new Pinned(),
          new QueueBuildUp(),
          new AbandonedState(),
          new BrokenLink(),
          new Contention(),
          new CollectorTrouble(),
          new StopTheWorld(),
          new MemoryConsumption(),
          new Livelock(),
          new SpikingThread(),
          new BlockedThread(),
          new MemoryLeak(),
          new Discontinuity(),
          new Timeout(),
          new CausalChain(),
          new MissingMessage(),
          new Blackout(),
          new IncreasingLatency(),
          new Current(),
          new ThreadOfActivity(),
          new ActivityRegion(),
          new Bifurcation(),
          new Disruption(),
          new MessageInvariant(),
          new MissingData(),
          new LastActivity(),
          new HandleLeak(),
          new StackOverflow(),
          new HiddenError(),
          new RetryStorm(),
          new PeriodicError(),
          new SequenceRepeat(),
          new ErrorDistribution(),
          new ErrorThread(),
          new Exceptions(),
          new UnboundedResource(),
          new LockObjects(),
          new StackTraceCollection(),
          new RuntimeThreads(),
          new DumpContext(),
          new MemoryDumpType(),
          new KnownAgain(),
          new Symbols(),
          new InsufficientMemory(),
          new TracePlan());

  /** Patterns of the catalogue that no rule of this version looks for. */
  static final Map<Pattern, String> NOT_LOOKED_FOR = notLookedFor();

  /** Patterns of native memory analysis that a JVM does not show at all. */
  static final Map<String, String> NOT_OBSERVABLE = notObservable();

  private Rules() {}

  /** The rule of a pattern, or null when none looks for it. */
  static Rule of(Pattern pattern) {
    for (Rule rule : ALL) {
      if (rule.pattern() == pattern) {
        return rule;
      }
    }
    return null;
  }

  private static Map<Pattern, String> notLookedFor() {
    Map<Pattern, String> reasons = new EnumMap<>(Pattern.class);
    reasons.put(Pattern.T02, "looks carry no attribute such as a tenant; only the recording may");
    reasons.put(Pattern.T05, "no grammar of lifecycle events is configured in this version");
    reasons.put(
        Pattern.T15, "steps of traces that have ended are in the recording, not read at capture");
    reasons.put(
        Pattern.T17, "hand-overs that lost a trace are in the recording, not read at capture");
    reasons.put(
        Pattern.T18, "the graph over time needs the recording, which is not read at capture");
    reasons.put(Pattern.S17, "the class path is in context.json and is not compared");
    reasons.put(Pattern.S24, "needs the bundle of the peer");
    return Collections.unmodifiableMap(reasons);
  }

  private static Map<String, String> notObservable() {
    Map<String, String> reasons = new LinkedHashMap<>();
    String pointers = "Java code has no raw pointers; only a crash log shows one";
    reasons.put("Invalid Pointer", pointers);
    reasons.put("Pointer Orbit", pointers);
    String contents = "the contents of messages are not read";
    reasons.put("Corrupt Message", contents);
    reasons.put("Data Reversal", contents);
    reasons.put("Abnormal Value", contents);
    reasons.put(
        "Dynamic Memory Corruption in the heap",
        "the JVM checks every access; an unsynchronised collection shows as a livelock");
    return Collections.unmodifiableMap(reasons);
  }
}
