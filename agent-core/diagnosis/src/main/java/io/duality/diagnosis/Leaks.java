package io.duality.diagnosis;

import io.duality.model.HandleSeen;
import io.duality.model.Health;
import io.duality.model.LeakSeen;
import java.util.List;

/** Which of the things that accumulate are worth telling of some memory. */
final class Leaks {
  /** What is less than this part of the limit does not fill it. */
  private static final double LEAST = 0.02;

  /** Values of thread-locals are weighed by nobody: a few of them do not fill a heap. */
  private static final long MANY = 1_000;

  /** The agent keeps a bounded account of its own. */
  private static final List<String> OWN =
      List.of(
          "io.duality.model.",
          "io.duality.engine.",
          "io.duality.boot.",
          "io.duality.diagnosis.",
          "io.duality.inst.");

  private Leaks() {}

  /** Those of these kinds, the worst first. */
  static List<LeakSeen> of(Health health, List<String> kinds, long limit) {
    List<LeakSeen> all =
        health.leaks().stream()
            .filter(each -> kinds.contains(each.kind()))
            .filter(each -> OWN.stream().noneMatch(each.what()::startsWith))
            .toList();
    long together = all.stream().mapToLong(Leaks::grown).sum();
    return all.stream()
        .filter(
            each ->
                limit <= 0
                    || large(each, limit)
                    // The first one says most, though it is small without the arrays it keeps.
                    || (each.equals(all.get(0)) && together > LEAST * limit))
        .toList();
  }

  private static long grown(LeakSeen leak) {
    return leak.bytesNow() < 0 || leak.bytesBefore() < 0 ? 0 : leak.bytesNow() - leak.bytesBefore();
  }

  private static boolean large(LeakSeen leak, long limit) {
    if (leak.kind().equals(HandleSeen.THREAD_LOCALS)) {
      return leak.countNow() - leak.countBefore() >= MANY;
    }
    return leak.bytesNow() < 0 || leak.bytesBefore() < 0 || grown(leak) > LEAST * limit;
  }
}
