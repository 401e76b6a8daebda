package io.duality.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Every figure of the results page: each measured with and without the agent in one run, round by
 * round, on every JDK given.
 *
 * <p>Arguments: what to measure ({@code locks}, {@code cpu}, {@code context}, {@code start}, {@code
 * spring}, {@code memory}, {@code capture}, {@code classes}, or {@code all}), the agent's jar, the number of rounds,
 * and one or more paths of {@code java} programs.
 */
public final class Benchmarks {
  private final File agent;
  private final int rounds;
  private final Path java;

  private Benchmarks(File agent, int rounds, Path java) {
    this.agent = agent;
    this.rounds = rounds;
    this.java = java;
  }

  public static void main(String[] args) throws Exception {
    if (args.length < 4) {
      System.err.println(
          "usage: Benchmarks locks|cpu|context|start|spring|memory|capture|classes|all JAR ROUNDS JAVA...");
      System.exit(2);
    }
    String what = args[0];
    for (int i = 3; i < args.length; i++) {
      Path java = Path.of(args[i]);
      var benchmarks = new Benchmarks(new File(args[1]), Integer.parseInt(args[2]), java);
      System.out.println("\n## " + version(java) + ", " + args[2] + " rounds\n");
      benchmarks.measure(what);
    }
  }

  private void measure(String what) throws IOException, RunnerException {
    boolean all = what.equals("all");
    boolean known = all;
    if (all || what.equals("locks")) {
      known = true;
      jmh(LockBenchmark.class);
    }
    if (all || what.equals("cpu")) {
      known = true;
      header("uncontended, CPU time of the thread", "ratio");
      for (String lock : List.of("reentrantLock", "readLock", "semaphore")) {
        process(lock, Uncontended.class, c -> c.figure(lock), "ns", true);
      }
    }
    if (all || what.equals("context")) {
      known = true;
      jmh(ContextBenchmark.class);
    }
    if (all || what.equals("start")) {
      known = true;
      header("whole process", "added");
      process("hello world, wall", Hello.class, Child.Cost::wallMillis, "ms", false);
      process("hello world, CPU", Hello.class, Child.Cost::cpuMillis, "ms", false);
    }
    if (all || what.equals("spring")) {
      known = true;
      header("Spring Boot service, start and 200 requests", "ratio");
      process("CPU", Service.class, Child.Cost::cpuMillis, "ms", true);
      process("wall", Service.class, Child.Cost::wallMillis, "ms", true);
    }
    if (all || what.equals("memory")) {
      known = true;
      header("a small service that has warmed up", "added");
      process("resident memory", Settled.class, c -> c.figure("rssMiB"), "MiB", false);
      process("CPU of 10 idle seconds", Settled.class, c -> c.figure("idleCpuMillis"), "ms", false);
    }
    if (all || what.equals("capture")) {
      known = true;
      capture();
    }
    if (all || what.equals("classes")) {
      known = true;
      ClassLoading.measure(java, agent, rounds);
    }
    if (!known) {
      throw new IllegalArgumentException("nothing to measure is called " + what);
    }
  }

  private static void header(String what, String figure) {
    System.out.println("\n| " + what + " | without | with | " + figure + " [min–max] |");
    System.out.println("|---|---|---|---|");
  }

  private interface Figure {
    double of(Child.Cost cost);
  }

  private final Map<String, List<Child.Cost>> measured = new LinkedHashMap<>();

  private void process(String name, Class<?> main, Figure figure, String unit, boolean ratio)
      throws IOException {
    if (!measured.containsKey(main.getName() + true)) {
      List<Child.Cost> without = new ArrayList<>();
      List<Child.Cost> with = new ArrayList<>();
      run(main, false); // the page cache's turn
      for (int round = 0; round < rounds; round++) {
        without.add(run(main, false));
        with.add(run(main, true));
      }
      measured.put(main.getName() + false, without);
      measured.put(main.getName() + true, with);
    }
    var result =
        new Rounds(
            measured.get(main.getName() + false).stream().map(figure::of).toList(),
            measured.get(main.getName() + true).stream().map(figure::of).toList());
    System.out.println(ratio ? result.ratioRow(name, unit) : result.differenceRow(name, unit));
  }

  private Child.Cost run(Class<?> main, boolean agent) throws IOException {
    List<String> arguments = new ArrayList<>();
    if (agent) {
      arguments.add("-javaagent:" + this.agent);
    }
    arguments.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    arguments.add(main.getName());
    return Child.run(java, arguments);
  }

  private void capture() throws IOException {
    System.out.println("\n| capture of 1,000 threads behind one lock | median | min | max |");
    System.out.println("|---|---|---|---|");
    Map<String, List<Double>> figures = new TreeMap<>();
    for (int round = 0; round < rounds; round++) {
      Path bundles = Files.createTempDirectory("duality-benchmark-bundles");
      Child.Cost cost =
          Child.run(
              java,
              List.of(
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
        (name, values) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f |%n",
                name,
                Rounds.median(values.stream().mapToDouble(Double::doubleValue).toArray()),
                values.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                values.stream().mapToDouble(Double::doubleValue).max().orElseThrow()));
  }

  private static void add(Map<String, List<Double>> figures, String name, double value) {
    figures.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  private void jmh(Class<?> benchmark) throws RunnerException {
    header(benchmark.getSimpleName(), "ratio");
    Map<String, List<Double>> without = new TreeMap<>();
    Map<String, List<Double>> with = new TreeMap<>();
    for (int round = 0; round < rounds; round++) {
      jmhRound(benchmark, false, without);
      jmhRound(benchmark, true, with);
    }
    without.forEach(
        (name, values) ->
            System.out.println(new Rounds(values, with.get(name)).ratioRow(name, "ns")));
  }

  private void jmhRound(Class<?> benchmark, boolean agent, Map<String, List<Double>> into)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmark.getName())
            .jvm(java.toString())
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(500))
            .verbosity(VerboseMode.SILENT);
    options =
        agent
            ? options.jvmArgs("-Xmx512m", "-javaagent:" + this.agent)
            : options.jvmArgs("-Xmx512m");
    Collection<RunResult> results = new Runner(options.build()).run();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      into.computeIfAbsent(name.substring(name.lastIndexOf('.') + 1), key -> new ArrayList<>())
          .add(result.getPrimaryResult().getScore());
    }
  }

  private static String version(Path java) throws IOException {
    Path release = java.toRealPath().resolveSibling("..").resolve("release").normalize();
    return "JDK "
        + Files.readAllLines(release).stream()
            .filter(line -> line.startsWith("JAVA_RUNTIME_VERSION="))
            .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
            .findFirst()
            .orElse(java.toString());
  }
}
