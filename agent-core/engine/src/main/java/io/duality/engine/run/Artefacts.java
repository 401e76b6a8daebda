package io.duality.engine.run;

import io.duality.engine.capture.Artefact;
import io.duality.engine.heap.HistogramArtefact;
import java.util.ArrayList;
import java.util.List;

/** What a bundle may hold beside looks, thread dumps and the recording. */
final class Artefacts {
  private Artefacts() {}

  static List<Artefact> of(Parts parts, Watch watch) {
    List<Artefact> artefacts = new ArrayList<>();
    artefacts.add(new HistogramArtefact(watch.leaks()));
    return artefacts;
  }
}
