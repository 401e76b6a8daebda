package io.duality.engine.blackbox;

import io.duality.engine.capture.AgentState;
import io.duality.engine.capture.CaptureSources;
import io.duality.model.CaptureRequest;
import io.duality.model.CrashSeen;
import io.duality.model.EndedWait;
import io.duality.model.FailureSeen;
import io.duality.model.Health;
import io.duality.model.Look;
import io.duality.model.Occurrence;
import io.duality.model.ProcessInfo;
import io.duality.model.ResourceHistory;
import io.duality.model.ServiceInfo;
import io.duality.model.Unknown;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A dead process in the place of a living one: it answers what its black box still knows. */
final class DeadSources implements CaptureSources {
  private final Remains remains;
  private final CrashSeen crash;
  private final AgentState agent;
  private final Function<String, Occurrence> occurrences;

  DeadSources(
      Remains remains,
      CrashSeen crash,
      AgentState agent,
      Function<String, Occurrence> occurrences) {
    this.remains = remains;
    this.crash = crash;
    this.agent = agent;
    this.occurrences = occurrences;
  }

  @Override
  public ServiceInfo service() {
    return remains.service();
  }

  @Override
  public ProcessInfo process() {
    return remains.process();
  }

  @Override
  public Look look(boolean confirm) {
    LastState state = remains.state();
    if (state != null && state.look() != null) {
      return state.look();
    }
    long nanos = state == null ? 0 : state.nanos();
    List<Unknown> unknown =
        state == null
            ? List.of(new Unknown("looks", "every open wait", remains.boxProblem()))
            : List.of();
    return new Look(
        1, remains.lastSign(), nanos, List.of(), List.of(), List.of(), List.of(), unknown);
  }

  @Override
  public List<Look> recent() {
    return List.of(look(false));
  }

  @Override
  public List<EndedWait> ended() {
    return List.of();
  }

  @Override
  public List<ResourceHistory> histories() {
    return List.of();
  }

  @Override
  public List<Unknown> unknown() {
    List<Unknown> unknown = new ArrayList<>();
    LastState state = remains.state();
    if (state == null) {
      return unknown;
    }
    if (state.at() == null) {
      unknown.add(new Unknown("black box", "the last state", state.nothing()));
    } else if (state.torn()) {
      unknown.add(
          new Unknown(
              "black box",
              "the very last round",
              "the process died while it was noted; this is the one before"));
    }
    if (state.cost() != null) {
      unknown.add(state.cost().unknown(true));
    }
    return unknown;
  }

  @Override
  public AgentState agent() {
    return agent;
  }

  @Override
  public Occurrence occurrence(String signature) {
    return occurrences.apply(signature);
  }

  @Override
  public List<CaptureRequest> additional() {
    return List.of();
  }

  @Override
  public Health health() {
    LastState state = remains.state();
    Vitals vitals = state == null ? null : state.vitals();
    List<FailureSeen> failures = vitals == null ? List.of() : vitals.failures();
    return new Health(
        vitals == null ? List.of() : List.of(vitals),
        List.of(),
        List.of(),
        failures,
        null,
        null,
        crash,
        List.of());
  }
}
