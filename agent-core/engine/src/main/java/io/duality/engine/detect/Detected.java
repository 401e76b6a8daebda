package io.duality.engine.detect;

import io.duality.model.Alarm;
import java.util.List;
import java.util.Objects;

/**
 * What a detector makes of a look.
 *
 * @param state what it has to be given at the next look
 * @param alarms what it suspects; at most one per signature
 */
public record Detected<S>(S state, List<Alarm> alarms) {
  public Detected {
    Objects.requireNonNull(state, "state");
    alarms = List.copyOf(alarms);
  }
}
