package io.duality.engine.capture;

import io.duality.model.CaptureRequest;
import io.duality.model.EndedWait;
import io.duality.model.Health;
import io.duality.model.Look;
import io.duality.model.Occurrence;
import io.duality.model.ProcessInfo;
import io.duality.model.ResourceHistory;
import io.duality.model.ServiceInfo;
import io.duality.model.Unknown;
import java.util.List;
import java.util.Map;

/**
 * What a capture asks the rest of the agent. {@code service}, {@code process}, {@code recent} and
 * {@code additional} are called on the capture's own thread and return what is at hand; the others
 * on disposable threads, so that one that hangs costs a step and not the capture; several may run
 * at once.
 */
public interface CaptureSources {
  ServiceInfo service();

  ProcessInfo process();

  /**
   * Takes a look now.
   *
   * @param confirm whether it may use what costs a safepoint to be surer
   */
  Look look(boolean confirm);

  /** The looks since the suspicion, oldest first; the last is the one that fired. */
  List<Look> recent();

  /** Waits that ended inside the remembered window, oldest first. */
  List<EndedWait> ended();

  /** The same, summed per resource. */
  List<ResourceHistory> histories();

  /** What the agent cannot see, beside what the looks say themselves. */
  List<Unknown> unknown();

  /** Configuration in force, hooks, feature flags. */
  AgentState agent();

  /** Earlier bundles of a signature, this one counted; null when nobody knows. */
  Occurrence occurrence(String signature);

  /** Triggers that fired since the capture began and joined it. */
  List<CaptureRequest> additional();

  /** The looks that fired them, oldest first. */
  default List<Look> joinedLooks() {
    return List.of();
  }

  /** The last evidence is asked for: what fires from now on is no part of this bundle. */
  default void complete() {}

  /** How the process as a whole was and is. */
  default Health health() {
    return Health.NONE;
  }

  /** Allow-listed baggage and span attributes of what a thread works for; may be empty. */
  default Map<String, String> attributes(long threadId) {
    return Map.of();
  }
}
