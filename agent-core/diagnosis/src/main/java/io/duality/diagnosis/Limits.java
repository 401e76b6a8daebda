package io.duality.diagnosis;

import io.duality.model.OpenWait;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When a wait gives up: never, at a known time, or at some time that nobody can tell. */
final class Limits {
  private Limits() {}

  /** It waits for good. */
  static boolean none(OpenWait wait) {
    return wait.timeoutNanos() <= 0;
  }

  /** It gives up, and when is known. */
  static boolean known(OpenWait wait) {
    return wait.timeoutNanos() > 0 && wait.timeoutNanos() != OpenWait.UNKNOWN_TIMEOUT;
  }

  /** When the first of these waits gives up, as far as that is known. */
  static Optional<Instant> first(WaitForGraph graph, List<Edge> waits) {
    return waits.stream()
        .map(Edge::waiting)
        .filter(Limits::known)
        .map(wait -> graph.look().wall(wait.sinceNanos() + wait.timeoutNanos()))
        .min(Instant::compareTo);
  }
}
