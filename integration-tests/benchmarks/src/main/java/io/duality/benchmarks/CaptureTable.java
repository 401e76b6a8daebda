package io.duality.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** What one capture of 1,000 threads costs, by a thread that wants to run and by the manifest. */
final class CaptureTable {
  private CaptureTable() {}

  static void print(Path java, int rounds, File agent) throws IOException {
    Figures figures = new Figures();
    for (int round = 0; round < rounds; round++) {
      Path bundles = Files.createTempDirectory("duality-benchmark-bundles");
      Child.Cost cost =
          Child.run(
              List.of(
                  java.toString(),
                  "-javaagent:" + agent + "=duality.bundle.dir=" + bundles,
                  "-Xmx512m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Crowd.class.getName(),
                  bundles.toString()));
      figures.add("longest pause before, ms", cost.figure("idlePauseMillis"));
      figures.add("longest pause from trigger to bundle, ms", cost.figure("capturePauseMillis"));
      try (var manifests = Files.newDirectoryStream(bundles, "*-stall-*")) {
        Iterator<Path> bundle = manifests.iterator();
        CaptureFigures.read(bundle.next().resolve("manifest.json"))
            .forEach((step, millis) -> figures.add(step, millis));
      }
    }
    figures.print("capture of 1,000 threads behind one lock");
  }
}
