package io.duality.diagnosis;

import io.duality.model.OpenWait;

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
}
