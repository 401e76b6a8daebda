package io.duality.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every figure of the results page: each measured with and without the agent in one run, round by
 * round, on every JDK given.
 *
 * <p>Arguments: what to measure (see {@link #tables}, or {@code all}), the agent's jar, the number
 * of rounds, and one or more paths of {@code java} programs.
 */
public final class Benchmarks {
  /** The recorder's own line on stdout would be taken for a figure. */
  private static final String QUIET = "-Xlog:jfr+startup=off";

  private static final String NO_RECORDING = "duality.recording.enabled=false";

  private final File agent;
  private final int rounds;
  private final Path java;

  private interface Measurement {
    void print() throws Exception;
  }

  private Benchmarks(File agent, int rounds, Path java) {
    this.agent = agent;
    this.rounds = rounds;
    this.java = java;
  }

  public static void main(String[] args) throws Exception {
    if (args.length < 4) {
      System.err.println("usage: Benchmarks WHAT JAR ROUNDS JAVA...");
      System.exit(2);
    }
    for (int i = 3; i < args.length; i++) {
      Path java = Path.of(args[i]);
      var benchmarks = new Benchmarks(new File(args[1]), Integer.parseInt(args[2]), java);
      System.out.println("\n## " + version(java) + ", " + args[2] + " rounds\n");
      benchmarks.measure(args[0]);
    }
  }

  private void measure(String what) throws Exception {
    Map<String, Measurement> tables = tables();
    if (what.equals("all")) {
      for (Measurement table : tables.values()) {
        table.print();
      }
    } else if (tables.containsKey(what)) {
      tables.get(what).print();
    } else {
      throw new IllegalArgumentException(
          "nothing to measure is called " + what + "; known are all and " + tables.keySet());
    }
  }

  private Map<String, Measurement> tables() {
    Map<String, Measurement> tables = new LinkedHashMap<>();
    tables.put("locks", () -> new Jmh(java, rounds, two()).print(LockBenchmark.class));
    tables.put("sockets", () -> new Jmh(java, rounds, two()).print(SocketBenchmark.class));
    tables.put("cpu", this::cpu);
    tables.put("handoff", this::handoff);
    tables.put("tasks", this::tasks);
    tables.put("contended", this::contended);
    tables.put("borrow", this::borrow);
    tables.put("recorder", this::recorder);
    tables.put("instructions", () -> new Instructions(java, rounds, two()).print());
    tables.put("context", () -> new Jmh(java, rounds, two()).print(ContextBenchmark.class));
    tables.put("start", this::start);
    tables.put("spring", this::spring);
    tables.put("memory", this::memory);
    tables.put("idle", this::idle);
    tables.put("watch", this::watch);
    tables.put("cpuwatch", this::cpuWatch);
    tables.put("vitals", this::vitals);
    tables.put("capture", () -> CaptureTable.print(java, rounds, agent));
    tables.put("histogram", () -> HeapTable.histogram(java, rounds, agent));
    tables.put("window", this::window);
    tables.put("requests", this::requests);
    tables.put("heapdump", () -> HeapTable.dump(java, rounds, agent));
    tables.put("classes", () -> ClassLoading.measure(java, agent, rounds));
    return tables;
  }

  private List<Arm> two() {
    return List.of(Arm.without(), Arm.with(agent));
  }

  /** The control, the whole agent, and the agent without the flight recorder. */
  private List<Arm> split() {
    return List.of(
        Arm.without(), Arm.with(agent), Arm.named("with, no recording", agent, NO_RECORDING));
  }

  private static List<Arm> all(List<Arm> arms, String option) {
    return arms.stream().map(arm -> arm.and(option)).toList();
  }

  private Table table(List<Arm> arms) {
    return new Table(java, rounds, arms);
  }

  private void cpu() throws IOException {
    uncontended("uncontended, CPU time of the thread", split());
    uncontended("the same in a settled JVM", split(), "settled");
    uncontended("the same, Parallel collector", all(split(), "-XX:+UseParallelGC"));
  }

  private void uncontended(String what, List<Arm> arms, String... arguments) throws IOException {
    Table table = table(arms).run(Uncontended.class, false, arguments).header(what, "ratio");
    for (Uncontended.Kind kind : Uncontended.Kind.values()) {
      table.ratio(kind.key(), "ns", cost -> cost.figure(kind.key()));
    }
  }

  private void handoff() throws IOException {
    Table table =
        table(split())
            .run(Handoffs.class, true)
            .header("round trip of two threads on one processor, CPU", "ratio");
    for (String kind :
        List.of(
            "arrayBlockingQueue",
            "linkedBlockingQueue",
            "synchronousQueue",
            "condition",
            "futureTask",
            "completableFuture",
            "monitor",
            "park")) {
      table.ratio(kind, "ns", cost -> cost.figure(kind));
    }
  }

  private void tasks() throws IOException {
    List<Arm> arms = new ArrayList<>(List.of(Arm.without()));
    arms.add(Arm.named("with, pools not woven", agent, "duality.weave.tasks=false"));
    arms.add(Arm.with(agent));
    Table table =
        table(arms).run(PoolTasks.class, true).header("a task on one processor, CPU", "added");
    for (String kind :
        List.of("execute", "submit", "runAsync", "forkJoin", "scheduled", "tenMicroseconds")) {
      table.difference(kind, "ns", cost -> cost.figure(kind));
    }
  }

  private void contended() throws IOException {
    table(split())
        .run(Contended.class, false)
        .header("contended short section", "ratio")
        .ratio("2 threads, CPU of all", "ns", cost -> cost.figure("cpu2"))
        .ratio("8 threads, CPU of all", "ns", cost -> cost.figure("cpu8"))
        .ratio("2 threads, wall", "ns", cost -> cost.figure("wall2"))
        .ratio("8 threads, wall", "ns", cost -> cost.figure("wall8"));
  }

  private void borrow() throws IOException {
    table(split())
        .run(Borrowing.class, false)
        .header("a connection of HikariCP, CPU of the thread", "added")
        .difference("borrow and return", "ns", cost -> cost.figure("borrow"))
        .difference("the same with a query of H2 in memory", "ns", cost -> cost.figure("query"))
        .difference("the query without a borrow", "ns", cost -> cost.figure("alone"));
  }

  private void recorder() throws IOException {
    Map<String, Arm> starters = new LinkedHashMap<>();
    starters.put("nobody", Arm.without());
    starters.put("jdk", Arm.without());
    starters.put("agent", Arm.with(agent, "duality.jfr.start-delay=10s"));
    starters.forEach(
        (starter, arm) -> {
          try {
            Table table = table(List.of(arm)).run(LateRecorder.class, false, starter);
            table.changeHeader("a warm JVM, recorder started by " + starter);
            for (Uncontended.Kind kind : Uncontended.Kind.values()) {
              table.change(kind.key());
            }
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  private void window() throws IOException {
    Path directory = Files.createTempDirectory("duality-benchmark-window");
    Arm open = Arm.named("with, investigating", agent, Investigation.settings(directory));
    table(all(two(), "-Xmx256m"))
        .run(WindowScopes.class, false)
        .header("a scope of a context, CPU of its thread", "added")
        .difference("4,000 changes a second", "ns", cost -> cost.figure("paced"))
        .difference("as fast as can be", "ns", cost -> cost.figure("fast"));
    table(all(List.of(open), "-Xmx256m"))
        .run(WindowScopes.class, false, directory.toString())
        .header("the same inside an investigation", "added")
        .difference("4,000 changes a second", "ns", cost -> cost.figure("paced"))
        .difference("as fast as can be", "ns", cost -> cost.figure("fast"));
  }

  private void requests() throws IOException {
    Path directory = Files.createTempDirectory("duality-benchmark-requests");
    List<Arm> arms = new ArrayList<>(two());
    arms.add(1, new Arm("the JDK's recording alone", List.of("-XX:StartFlightRecording", QUIET)));
    arms.add(
        Arm.named("with, investigating", agent, Investigation.settings(directory))
            .and("-Dinvestigated=" + directory));
    table(all(arms, "-Xmx256m"))
        .run(Requests.class, false)
        .header("a small request, 2,000 a second", "ratio")
        .ratio("CPU of its thread", "µs", cost -> cost.figure("thread"))
        .ratio("CPU of the process", "µs", cost -> cost.figure("process"))
        .difference("the same began to be measured after", "s", cost -> cost.figure("settled"));
  }

  private void start() throws IOException {
    List<Arm> arms = new ArrayList<>(split());
    arms.add(1, new Arm("an empty agent", List.of("-javaagent:" + Empty.jar())));
    table(arms)
        .run(Hello.class, false)
        .header("hello world, the whole process", "added")
        .difference("wall", "ms", Child.Cost::wallMillis)
        .difference("CPU", "ms", Child.Cost::cpuMillis);
  }

  private void spring() throws IOException {
    table(split())
        .run(Service.class, false)
        .header("Spring Boot service, start and 200 requests", "ratio")
        .ratio("CPU", "ms", Child.Cost::cpuMillis)
        .ratio("wall", "ms", Child.Cost::wallMillis);
  }

  private void memory() throws IOException {
    table(split())
        .run(Settled.class, false)
        .header("a small service that has warmed up", "added")
        .difference("resident memory", "MiB", cost -> cost.figure("rssMiB"))
        .difference("CPU of 10 idle seconds", "ms", cost -> cost.figure("idleCpuMillis"));
  }

  private void idle() throws Exception {
    idle("a quiet service", 0, 0);
    idle("1,000 idle platform threads", 1_000, 0);
    if (feature(java) >= 21) {
      idle("10,000 parked virtual threads", 0, 10_000);
    }
  }

  private void idle(String what, int platform, int virtual) throws IOException {
    table(split())
        .run(Idle.class, false, String.valueOf(platform), String.valueOf(virtual))
        .header(what + ", per hour", "added")
        .difference("CPU", "s", cost -> cost.figure("cpuSecondsPerHour"))
        .difference("allocated", "MiB", cost -> cost.figure("allocatedMiBPerHour"));
  }

  private void watch() throws IOException {
    watch("200 idle pools of 25 workers", 0);
    watch("the same, 10 of them stuck with 100 tasks queued", 10);
  }

  private void watch(String what, int stuck) throws IOException {
    table(two())
        .run(ManyPools.class, false, String.valueOf(stuck))
        .header(what, "added")
        .difference("CPU of the watch", "ms/s", cost -> cost.figure("watchMillisPerSecond"));
  }

  private void cpuWatch() throws IOException {
    for (String threads : List.of("100", "2000")) {
      table(two())
          .run(CpuWatch.class, false, threads)
          .header(threads + " idle threads, CPU a second", "added")
          .difference("duality-hiccup", "ms/s", cost -> cost.figure("hiccup"))
          .difference("duality-watch, all it does", "ms/s", cost -> cost.figure("watch"))
          .difference("questions about threads alone", "ms/s", cost -> cost.figure("questions"));
    }
  }

  private void vitals() throws IOException {
    for (String load : List.of("idle", "busy")) {
      table(two())
          .run(VitalCost.class, false, load)
          .header("an " + (load.equals("busy") ? "application that is busy" : "idle one"), "added")
          .difference("`duality-watch`, CPU", "ms/s", cost -> cost.figure("watchMillisPerSecond"))
          .difference("the agent's threads", "ms/s", cost -> cost.figure("agentMillisPerSecond"))
          .difference("the recorder's", "ms/s", cost -> cost.figure("recorderMillisPerSecond"))
          .difference("allocated by them", "KiB/s", cost -> cost.figure("agentKibPerSecond"));
    }
  }

  private static int feature(Path java) throws IOException {
    return Integer.parseInt(version(java).replaceAll("\\D*(\\d+).*", "$1"));
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
