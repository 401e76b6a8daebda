package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.EndedWait;
import io.duality.model.Health;
import io.duality.model.HookState;
import io.duality.model.Look;
import io.duality.model.Occurrence;
import io.duality.model.ProcessInfo;
import io.duality.model.ResourceHistory;
import io.duality.model.ServiceInfo;
import io.duality.model.StepResult;
import io.duality.model.ThreadSeen;
import io.duality.model.Unknown;
import java.util.List;
import java.util.Objects;

/**
 * All that is known when a verdict is made, and what is known to be missing. The first verdict has
 * one look and no dump; later ones have more.
 *
 * @param service which service
 * @param process which process
 * @param request why we look; its time is the trigger's
 * @param additional further alarms that joined the capture
 * @param looks oldest first, from the suspicion to the end of the capture; at least one
 * @param dump index in {@code looks} of the look that the dump files show
 * @param threads every thread of the dump with its stack; empty until the dump is taken
 * @param ended waits that ended in the remembered window, oldest first
 * @param histories the same, summed per resource
 * @param steps what was captured and what became of it, so far
 * @param hooks the hooks and their state
 * @param occurrence earlier bundles of the signature, or null before it is known
 * @param health how the process as a whole was
 * @param unknown what the agent could not see, beside what the looks say themselves
 */
public record Evidence(
    ServiceInfo service,
    ProcessInfo process,
    CaptureRequest request,
    List<CaptureRequest> additional,
    List<Look> looks,
    int dump,
    List<ThreadSeen> threads,
    List<EndedWait> ended,
    List<ResourceHistory> histories,
    List<StepResult> steps,
    List<HookState> hooks,
    Occurrence occurrence,
    Health health,
    List<Unknown> unknown) {
  public Evidence {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(request, "request");
    additional = List.copyOf(additional);
    looks = List.copyOf(looks);
    threads = List.copyOf(threads);
    ended = List.copyOf(ended);
    histories = List.copyOf(histories);
    steps = List.copyOf(steps);
    hooks = List.copyOf(hooks);
    Objects.requireNonNull(health, "health");
    unknown = List.copyOf(unknown);
    Objects.checkIndex(dump, looks.size());
  }

  /** The look that the dump files show. */
  public Look dumpLook() {
    return looks.get(dump);
  }
}
