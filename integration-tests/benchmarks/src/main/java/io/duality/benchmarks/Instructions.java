package io.duality.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Instructions of the thread that runs {@code main}, counted by valgrind's callgrind: the only
 * figure that neither other load nor the processor's mood changes. The simulator runs one thread at
 * a time and slowly, so it is for bounded loops.
 */
final class Instructions {
  private static final int FEW = 5_000_000;
  private static final int MANY = 25_000_000;

  private final Path java;
  private final int rounds;
  private final List<Arm> arms;

  Instructions(Path java, int rounds, List<Arm> arms) {
    this.java = java;
    this.rounds = rounds;
    this.arms = arms;
  }

  void print() throws IOException {
    System.out.println("\n| instructions | without | with | difference [min–max] |");
    System.out.println("|---|---|---|---|");
    for (Uncontended.Kind kind : Uncontended.Kind.values()) {
      Map<Arm, List<Double>> counts = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        for (Arm arm : arms) {
          double few = count(arm, Counted.class, kind.key(), String.valueOf(FEW));
          double many = count(arm, Counted.class, kind.key(), String.valueOf(MANY));
          counts.computeIfAbsent(arm, key -> new ArrayList<>()).add((many - few) / (MANY - FEW));
        }
      }
      row("one uncontended " + kind.key(), counts, "");
    }
    Map<Arm, List<Double>> counts = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Arm arm : arms) {
        counts.computeIfAbsent(arm, key -> new ArrayList<>()).add(count(arm, Hello.class) / 1e6);
      }
    }
    row("hello world, its main thread", counts, " million");
  }

  private void row(String name, Map<Arm, List<Double>> counts, String unit) {
    List<Double> without = counts.get(arms.get(0));
    List<Double> with = counts.get(arms.get(1));
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f%s | %.1f%s | %s |%n",
        name,
        Spread.of(without).median(),
        unit,
        Spread.of(with).median(),
        unit,
        Spread.differences(without, with).added());
  }

  private double count(Arm arm, Class<?> main, String... arguments) throws IOException {
    Path directory = Files.createTempDirectory("duality-instructions");
    List<String> command = new ArrayList<>();
    command.add("valgrind");
    command.add("--tool=callgrind");
    command.add("--callgrind-out-file=" + directory.resolve("counts"));
    command.add("--separate-threads=yes");
    command.add("--smc-check=all");
    command.add(java.toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx128m"));
    command.addAll(arm.options());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Child.run(command);
    // The first thread is the launcher's, which makes the one that runs main and waits for it.
    double count = summary(directory.resolve("counts-02"));
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
    return count;
  }

  private static double summary(Path counts) throws IOException {
    try (var lines = Files.lines(counts)) {
      return lines
          .filter(line -> line.startsWith("summary: ") || line.startsWith("totals: "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
          .findFirst()
          .orElseThrow(() -> new IOException("no summary in " + counts));
    }
  }
}
