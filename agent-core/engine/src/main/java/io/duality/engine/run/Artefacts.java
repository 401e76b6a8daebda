package io.duality.engine.run;

import io.duality.engine.capture.Artefact;
import io.duality.engine.heap.HeapArtefact;
import io.duality.engine.heap.HeapLimits;
import io.duality.engine.heap.HistogramArtefact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a bundle may hold beside looks, thread dumps and the recording. */
final class Artefacts {
  private Artefacts() {}

  static List<Artefact> of(Parts parts, Watch watch, Path live) {
    List<Artefact> artefacts = new ArrayList<>();
    artefacts.add(new HistogramArtefact(watch.leaks()));
    artefacts.add(
        new HeapArtefact(
            live, () -> HeapLimits.of(parts.config()), parts.heapSize(), parts.oomDump()));
    return artefacts;
  }
}
