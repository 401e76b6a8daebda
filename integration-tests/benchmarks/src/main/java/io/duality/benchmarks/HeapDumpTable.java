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

/** A dump of the heap by the agent, sanitised and compressed, against the JDK's own command. */
final class HeapDumpTable {
  private static final List<String> FIGURES =
      List.of(
          "idle.pauseMillis",
          "jdk.pauseMillis",
          "jdk.millis",
          "jdk.fileMiB",
          "agent.pauseMillis",
          "agent.millis");

  private HeapDumpTable() {}

  static void print(Path java, int rounds, File agent) throws IOException {
    Path home = java.toRealPath().getParent().getParent();
    Map<String, List<Double>> figures = new TreeMap<>();
    for (int round = 0; round < rounds; round++) {
      Path bundles = Files.createTempDirectory("duality-benchmark-heap");
      String settings =
          "=duality.bundle.dir="
              + bundles
              + ",duality.trigger.manual.capture=heap"
              + ",duality.heap.on-trigger=always,duality.heap.max-pause=1m"
              + off("hiccup")
              + off("gc")
              + off("memory-growth")
              + off("memory-level");
      Child.Cost cost =
          Child.run(
              List.of(
                  java.toString(),
                  "-javaagent:" + agent + settings,
                  "-Xmx1g",
                  "-cp",
                  System.getProperty("java.class.path"),
                  FullHeap.class.getName(),
                  home.toString(),
                  agent.toString(),
                  bundles.toString()));
      for (String name : FIGURES) {
        add(figures, name, cost.figure(name));
      }
      try (var manifests = Files.newDirectoryStream(bundles, "*-manual-*")) {
        Iterator<Path> bundle = manifests.iterator();
        Path made = bundle.next();
        add(figures, "agent.fileMiB", Files.size(made.resolve("heap.hprof.gz")) >> 20);
        CaptureFigures.read(made.resolve("manifest.json"))
            .forEach((step, millis) -> add(figures, "agent, " + step, millis));
      }
    }
    System.out.println("\n| dump of a heap | median | min | max |");
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

  /** What the dump itself would fire. */
  private static String off(String trigger) {
    return ",duality.trigger." + trigger + ".enabled=false";
  }

  private static void add(Map<String, List<Double>> figures, String name, double value) {
    figures.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }
}
