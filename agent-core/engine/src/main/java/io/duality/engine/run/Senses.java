package io.duality.engine.run;

import io.duality.engine.heap.LeakWatch;
import io.duality.engine.observe.Endpoint;
import io.duality.engine.observe.Looker;
import io.duality.engine.observe.OpenStatements;
import io.duality.engine.observe.TaskEvents;
import io.duality.engine.vitals.CpuSense;
import io.duality.engine.vitals.ErrorSense;
import io.duality.engine.vitals.HandleSense;
import io.duality.engine.vitals.MemorySense;
import io.duality.engine.vitals.OutOfMemorySense;
import io.duality.engine.vitals.Sense;
import io.duality.engine.vitals.StallSense;
import io.duality.engine.vitals.VitalSigns;
import java.util.ArrayList;
import java.util.List;

/** The senses of this version, each with what it needs of the agent. */
final class Senses {
  private Senses() {}

  static VitalSigns of(Parts parts, Looker looker, LeakWatch leaks) {
    List<Sense> senses = new ArrayList<>();
    senses.addAll(MemorySense.andCollector());
    senses.add(new CpuSense());
    senses.add(
        new StallSense(parts.place().problem() == null, parts.oomDump(), Debugger.isLoaded()));
    OutOfMemorySense memory = new OutOfMemorySense(parts.oomDump());
    Trouble.tell(memory);
    TaskEvents.Reader tasks = looker.taskEvents().reader();
    senses.add(new ErrorSense(tasks::take, parts.contexts()::reference, Endpoint::reached, memory));
    senses.add(memory);
    senses.add(
        new HandleSense(
            () -> LoadedClasses.of(parts.instrumentation()),
            new OpenStatements(parts.libraries())::read,
            parts.handles()::absorb));
    senses.add(parts.metrics());
    senses.add(leaks);
    return new VitalSigns(senses);
  }
}
