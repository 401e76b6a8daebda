package io.duality.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * What loading 5,000 classes of well-known libraries costs: without an agent, with ours, and with
 * two controls that do nothing. The same classes in the same order every time.
 */
final class ClassLoading {
  private static final int CLASSES = 5_000;
  private static final String SETTLED = "-Dsettle=";

  private final Path java;
  private final Path scratch;
  private final String classPath;
  private final Path names;

  private ClassLoading(Path java, Path scratch) throws IOException {
    this.java = java;
    this.scratch = scratch;
    List<Path> jars = libraries();
    List<String> entries = new ArrayList<>(List.of(ownClasses().toString()));
    jars.forEach(jar -> entries.add(jar.toString()));
    this.classPath = String.join(File.pathSeparator, entries);
    this.names = names(jars);
  }

  /** Prints one row per variant and figure. */
  static void measure(Path java, File agent, int rounds) throws IOException {
    Path scratch = Files.createTempDirectory("duality-benchmark-classes");
    ClassLoading classes = new ClassLoading(java, scratch);
    Map<String, List<String>> variants = new LinkedHashMap<>();
    variants.put("empty agent", List.of("-javaagent:" + classes.agent(EmptyAgent.class)));
    variants.put("no-op transformer", List.of("-javaagent:" + classes.agent(NoopAgent.class)));
    variants.put(
        "duality, names off", List.of("-javaagent:" + agent.getAbsolutePath() + "=duality.weave.names=false"));
    variants.put("duality", List.of("-javaagent:" + agent.getAbsolutePath()));
    Map<String, List<Child.Cost>> with = new LinkedHashMap<>();
    List<Child.Cost> without = new ArrayList<>();
    classes.run(List.of()); // the page cache's turn
    for (int round = 0; round < rounds; round++) {
      without.add(classes.run(List.of()));
      for (Map.Entry<String, List<String>> variant : variants.entrySet()) {
        with.computeIfAbsent(variant.getKey(), key -> new ArrayList<>())
            .add(classes.run(variant.getValue()));
      }
    }
    System.out.println(
        "\n| loading " + CLASSES + " classes | without | with | ratio [min–max] |\n|---|---|---|---|");
    with.forEach(
        (name, costs) -> {
          row(name + ", CPU of the loading thread", "threadCpuMillis", without, costs);
          row(name + ", wall", "wallMillis", without, costs);
        });
  }

  private static void row(
      String name, String figure, List<Child.Cost> without, List<Child.Cost> with) {
    var rounds =
        new Rounds(
            without.stream().map(cost -> cost.figure(figure)).toList(),
            with.stream().map(cost -> cost.figure(figure)).toList());
    System.out.println(rounds.ratioRow(name, "ms"));
  }

  private Child.Cost run(List<String> agent) throws IOException {
    List<String> arguments = new ArrayList<>(agent);
    // Longer than any agent takes to start behind main, which is not what is asked here.
    arguments.addAll(List.of(SETTLED + "3000", "-Xmx512m", "-cp", classPath));
    arguments.addAll(List.of(LoadsClasses.class.getName(), names.toString()));
    return Child.run(java, arguments);
  }

  private static List<Path> libraries() throws IOException {
    Path directory = ownClasses().resolveSibling("load");
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static Path ownClasses() {
    String path = System.getProperty("java.class.path");
    return Path.of(path.split(File.pathSeparator)[0]).toAbsolutePath();
  }

  /** One class of each library in turn, so that small libraries are in as well. */
  private Path names(List<Path> jars) throws IOException {
    List<Deque<String>> byJar = new ArrayList<>();
    for (Path jar : jars) {
      byJar.add(classesOf(jar));
    }
    List<String> all = new ArrayList<>();
    while (byJar.stream().anyMatch(classes -> !classes.isEmpty())) {
      for (Deque<String> classes : byJar) {
        if (!classes.isEmpty()) {
          all.add(classes.poll());
        }
      }
    }
    Path candidates = Files.write(scratch.resolve("candidates"), all);
    Path loadable = scratch.resolve("loadable");
    Child.run(
        java,
        List.of(
            "-Xmx512m",
            "-cp",
            classPath,
            LoadsClasses.class.getName(),
            candidates.toString(),
            loadable.toString()));
    List<String> loaded = Files.readAllLines(loadable);
    if (loaded.size() < CLASSES) {
      throw new IOException(loaded.size() + " classes can be loaded, not " + CLASSES);
    }
    return Files.write(scratch.resolve("names"), loaded.subList(0, CLASSES));
  }

  private static Deque<String> classesOf(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return new ArrayDeque<>(
          file.stream()
              .map(JarEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
              .filter(name -> !name.endsWith("-info.class"))
              .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
              .sorted()
              .toList());
    }
  }

  private Path agent(Class<?> type) throws IOException {
    Path jar = scratch.resolve(type.getSimpleName() + ".jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", type.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream file = new JarOutputStream(out, manifest)) {
      for (String name : List.of(type.getName(), type.getName() + "$Noop")) {
        String entry = name.replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
          if (in != null) {
            file.putNextEntry(new JarEntry(entry));
            in.transferTo(file);
          }
        }
      }
    }
    return jar;
  }
}
