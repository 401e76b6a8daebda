package io.duality.engine.heap;

import io.duality.engine.capture.Artefact;
import io.duality.engine.capture.Captured;
import io.duality.engine.capture.Failed;
import io.duality.engine.capture.StepOutcome;
import io.duality.model.BundleFiles;
import io.duality.model.Histogram;
import io.duality.model.json.Json;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code histogram.json}: the classes on the heap now, at the baseline, what grew, who keeps it.
 */
public final class HistogramArtefact implements Artefact {
  private static final long BYTES = 300_000;
  private final LeakWatch watch;

  public HistogramArtefact(LeakWatch watch) {
    this.watch = watch;
  }

  @Override
  public String name() {
    return "histogram";
  }

  @Override
  public String file() {
    return BundleFiles.HISTOGRAM;
  }

  @Override
  public long estimateBytes() {
    return BYTES;
  }

  /** Nothing where it is too long: then the rest, which stops nobody, is done all the same. */
  @Override
  public double predictedPauseMillis() {
    return watch.tooLong() == null ? watch.predictedPauseMillis() : 0;
  }

  @Override
  public StepOutcome write(Path target) throws IOException {
    String tooLong = watch.tooLong();
    Histogram now = watch.confirm(tooLong == null);
    if (now == null) {
      return Failed.skipped(tooLong);
    }
    try (Writer out = Files.newBufferedWriter(target, StandardCharsets.UTF_8)) {
      Map<String, Object> holders = HoldersDocument.of(watch.leaks(), watch.searches());
      Json.write(out, HistogramDocument.of(now, watch.baseline(), holders));
    }
    return Captured.of(Files.size(target));
  }
}
