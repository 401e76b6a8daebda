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

/** A class histogram by the agent against the JDK's own command, without a collection by either. */
final class HistogramTable {
  private static final List<String> FIGURES =
      List.of(
          "idle.pauseMillis", "jdk.pauseMillis", "jdk.millis", "agent.pauseMillis", "agent.millis");

  private HistogramTable() {}

  static void print(Path java, int rounds, File agent) throws IOException {
    Path home = java.toRealPath().getParent().getParent();
    Map<String, List<Double>> figures = new TreeMap<>();
    for (int round = 0; round < rounds; round++) {
      Path bundles = Files.createTempDirectory("duality-benchmark-histogram");
      String settings =
          "=duality.bundle.dir="
              + bundles
              + ",duality.trigger.manual.capture=histogram"
              + ",duality.capture.max-pause=1m"
              // the benchmark's own collections must not be what is captured
              + ",duality.trigger.gc.enabled=false,duality.trigger.hiccup.enabled=false"
              + ",duality.trigger.memory-level.enabled=false,duality.trigger.cpu.enabled=false";
      Child.Cost cost =
          Child.run(
              List.of(
                  java.toString(),
                  "-javaagent:" + agent + settings,
                  "-Xmx1g",
                  "-cp",
                  System.getProperty("java.class.path"),
                  CountedHeap.class.getName(),
                  home.toString(),
                  agent.toString(),
                  bundles.toString()));
      for (String name : FIGURES) {
        add(figures, name, cost.figure(name));
      }
      try (var manifests = Files.newDirectoryStream(bundles, "*-manual-*")) {
        Iterator<Path> bundle = manifests.iterator();
        Path made = bundle.next();
        CaptureFigures.read(made.resolve("manifest.json"))
            .forEach((step, millis) -> add(figures, "agent, " + step, millis));
      }
    }
    System.out.println("\n| histogram of a heap | median | min | max |");
    System.out.println("|---|---|---|---|");
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
