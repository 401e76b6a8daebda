package io.duality.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the agent takes of a heap against the JDK's own command for it: a count of its classes
 * without a collection by either, or a dump, sanitised and compressed.
 */
final class HeapTable {
  private static final List<String> FIGURES =
      List.of(
          "idle.pauseMillis",
          "jdk.pauseMillis",
          "jdk.millis",
          "jdk.fileMiB",
          "agent.pauseMillis",
          "agent.millis");

  /** The benchmark's own collections and pauses must not be what is captured. */
  private static final List<String> OFF =
      List.of("hiccup", "gc", "cpu", "memory-growth", "memory-level");

  private HeapTable() {}

  /** {@code run histogram}. */
  static void histogram(Path java, int rounds, File agent) throws IOException {
    print("histogram", "duality.trigger.manual.capture=histogram", java, rounds, agent);
  }

  /** {@code run heapdump}. */
  static void dump(Path java, int rounds, File agent) throws IOException {
    print(
        "dump",
        "duality.trigger.manual.capture=heap,duality.heap.on-trigger=always,"
            + "duality.heap.max-pause=1m",
        java,
        rounds,
        agent);
  }

  private static void print(String what, String capture, Path java, int rounds, File agent)
      throws IOException {
    Path home = java.toRealPath().getParent().getParent();
    Figures figures = new Figures();
    for (int round = 0; round < rounds; round++) {
      Path bundles = Files.createTempDirectory("duality-benchmark-heap");
      StringBuilder settings = new StringBuilder("=duality.bundle.dir=").append(bundles);
      settings.append(',').append(capture).append(",duality.capture.max-pause=1m");
      OFF.forEach(
          each -> settings.append(",duality.trigger.").append(each).append(".enabled=false"));
      Child.Cost cost =
          Child.run(
              List.of(
                  java.toString(),
                  "-javaagent:" + agent + settings,
                  "-Xmx1g",
                  "-cp",
                  System.getProperty("java.class.path"),
                  FullHeap.class.getName(),
                  what,
                  home.toString(),
                  agent.toString(),
                  bundles.toString()));
      for (String name : FIGURES) {
        if (what.equals("dump") || !name.equals("jdk.fileMiB")) {
          figures.add(name, cost.figure(name));
        }
      }
      bundle(figures, bundles);
    }
    figures.print(what + " of a heap");
  }

  /** What its manifest says of its own cost, and how large the dump is. */
  private static void bundle(Figures figures, Path bundles) throws IOException {
    try (var found = Files.newDirectoryStream(bundles, "*-manual-*")) {
      Path made = found.iterator().next();
      Path dump = made.resolve("heap.hprof.gz");
      if (Files.exists(dump)) {
        figures.add("agent.fileMiB", Files.size(dump) >> 20);
      }
      CaptureFigures.read(made.resolve("manifest.json"))
          .forEach((step, millis) -> figures.add("agent, " + step, millis));
    }
  }
}
