package io.duality.engine.run;

import io.duality.engine.vitals.CpuSense;
import io.duality.engine.vitals.Sense;
import io.duality.engine.vitals.StallSense;
import io.duality.engine.vitals.VitalSigns;
import java.util.ArrayList;
import java.util.List;

/** The senses of this version, each with what it needs of the agent. */
final class Senses {
  private Senses() {}

  static VitalSigns of(Parts parts) {
    List<Sense> senses = new ArrayList<>();
    senses.add(new CpuSense());
    senses.add(new StallSense());
    return new VitalSigns(senses);
  }
}
