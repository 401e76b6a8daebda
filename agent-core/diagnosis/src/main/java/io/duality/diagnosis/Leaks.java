package io.duality.diagnosis;

import io.duality.model.Health;
import io.duality.model.LeakSeen;
import java.util.List;

/** Which of the things that accumulate are worth telling of some memory. */
final class Leaks {
  /** What is less than this part of the limit does not fill it. */
  private static final double LEAST = 0.02;

  /** The agent keeps a bounded account of its own. */
  private static final List<String> OWN =
      List.of("io.duality.model.", "io.duality.engine.", "io.duality.boot.");

  private Leaks() {}

  /** Those of these kinds, the worst first. */
  static List<LeakSeen> of(Health health, List<String> kinds, long limit) {
    return health.leaks().stream()
        .filter(each -> kinds.contains(each.kind()))
        .filter(each -> OWN.stream().noneMatch(each.what()::startsWith))
        .filter(each -> limit <= 0 || large(each, limit))
        .toList();
  }

  private static boolean large(LeakSeen leak, long limit) {
    return leak.bytesNow() < 0
        || leak.bytesBefore() < 0
        || leak.bytesNow() - leak.bytesBefore() > LEAST * limit;
  }
}
