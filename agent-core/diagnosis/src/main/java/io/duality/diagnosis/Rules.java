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
          new Deadlock(),
          new WaitChain(),
          new Starvation(),
          new Pinned(),
          new QueueBuildUp(),
          new AbandonedState(),
          new BrokenLink(),
          new Contention(),
          new BlockedThread(),
          new Discontinuity(),
          new Timeout(),
          new CausalChain(),
          new MissingMessage(),
          new Blackout(),
          new IncreasingLatency(),
          new Current(),
          new ThreadOfActivity(),
          new ActivityRegion(),
          new LastActivity(),
          new HandleLeak(),
          new UnboundedResource(),
          new LockObjects(),
          new StackTraceCollection(),
          new DumpContext(),
          new MemoryDumpType(),
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
    String recording = "needs the recording, which is not read at capture";
    for (Pattern pattern :
        List.of(
            Pattern.T02,
            Pattern.T06,
            Pattern.T14,
            Pattern.T15,
            Pattern.T17,
            Pattern.T18,
            Pattern.T22,
            Pattern.T24,
            Pattern.T25,
            Pattern.T26)) {
      reasons.put(pattern, recording);
    }
    String errors = "errors and retries are not counted per signature";
    for (Pattern pattern :
        List.of(Pattern.T10, Pattern.T11, Pattern.T12, Pattern.T21, Pattern.S16)) {
      reasons.put(pattern, errors);
    }
    String grammar = "lifecycle events and their grammar are not read";
    reasons.put(Pattern.T05, grammar);
    reasons.put(Pattern.T08, grammar);
    String memory = "memory and handles are watched by triggers, not judged by a rule";
    for (Pattern pattern :
        List.of(Pattern.S10, Pattern.S11, Pattern.S12, Pattern.S14, Pattern.S15)) {
      reasons.put(pattern, memory);
    }
    String cpu = "looks do not carry the CPU time of each thread";
    reasons.put(Pattern.S08, cpu);
    reasons.put(Pattern.S09, cpu);
    reasons.put(Pattern.S17, "the class path is in context.json and is not compared");
    reasons.put(Pattern.S18, "the ledger counts recurrences of the signature; no rule judges them");
    reasons.put(Pattern.S19, "crash logs of an earlier process are not read at capture");
    reasons.put(Pattern.S24, "needs the bundle of the peer");
    reasons.put(Pattern.S25, "frames are shown as the JVM gives them");
    reasons.put(Pattern.S27, "the JVM's own threads are listed in threads.txt and not judged");
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
