package io.duality.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One JMH benchmark class in several arms, round by round. */
final class Jmh {
  private final Path java;
  private final int rounds;
  private final List<Arm> arms;

  Jmh(Path java, int rounds, List<Arm> arms) {
    this.java = java;
    this.rounds = rounds;
    this.arms = arms;
  }

  void print(Class<?> benchmark) throws RunnerException {
    System.out.println(
        "\n| " + benchmark.getSimpleName() + " | without | with | ratio [min–max] |");
    System.out.println("|---|---|---|---|");
    Map<String, List<Double>> without = new TreeMap<>();
    Map<String, List<Double>> with = new TreeMap<>();
    for (int round = 0; round < rounds; round++) {
      round(benchmark, arms.get(0), without);
      round(benchmark, arms.get(1), with);
    }
    without.forEach(
        (name, control) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.1f ns | %.1f ns | %s |%n",
                name,
                Spread.of(control).median(),
                Spread.of(with.get(name)).median(),
                Spread.ratios(control, with.get(name)).ratio()));
  }

  private void round(Class<?> benchmark, Arm arm, Map<String, List<Double>> into)
      throws RunnerException {
    List<String> options = new ArrayList<>(List.of("-Xmx512m"));
    options.addAll(arm.options());
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(benchmark.getName())
                    .jvm(java.toString())
                    .forks(1)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.milliseconds(500))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.milliseconds(500))
                    .verbosity(VerboseMode.SILENT)
                    .jvmArgs(options.toArray(new String[0]))
                    .build())
            .run();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      into.computeIfAbsent(name.substring(name.lastIndexOf('.') + 1), key -> new ArrayList<>())
          .add(result.getPrimaryResult().getScore());
    }
  }
}
