package io.duality.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What one capture of 1,000 threads costs, by a thread that wants to run and by the manifest. */
final class CaptureTable {
  private CaptureTable() {}

  static void print(Path java, int rounds, File agent) throws IOException {
    System.out.println("\n| capture of 1,000 threads behind one lock | median | min | max |");
    System.out.println("|---|---|---|---|");
    Map<String, List<Double>> figures = new TreeMap<>();
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
      add(figures, "longest pause before, ms", cost.figure("idlePauseMillis"));
      add(figures, "longest pause from trigger to bundle, ms", cost.figure("capturePauseMillis"));
      try (var manifests = Files.newDirectoryStream(bundles, "*-stall-*")) {
        Iterator<Path> bundle = manifests.iterator();
        CaptureFigures.read(bundle.next().resolve("manifest.json"))
            .forEach((step, millis) -> add(figures, step, millis));
      }
    }
    figures.forEach(
        (name, values) -> {
          Spread spread = Spread.of(values);
          System.out.printf(
              Locale.ROOT,
              "| %s | %.1f | %.1f | %.1f |%n",
              name,
              spread.median(),
              spread.min(),
              spread.max());
        });
  }

  private static void add(Map<String, List<Double>> figures, String name, double value) {
    figures.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }
}
