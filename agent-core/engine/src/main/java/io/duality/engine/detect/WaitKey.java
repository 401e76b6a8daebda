package io.duality.engine.detect;

import io.duality.model.OpenWait;

/** The identity of a wait across looks: equal exactly when {@link OpenWait#same} says so. */
record WaitKey(long threadId, String resourceKey, long sinceNanos) {
  static WaitKey of(OpenWait wait) {
    return new WaitKey(wait.threadId(), wait.resourceKey(), wait.sinceNanos());
  }

  /** The wait as one of an alarm's subjects. */
  String word() {
    return "wait " + threadId + " " + sinceNanos + " " + resourceKey;
  }
}
