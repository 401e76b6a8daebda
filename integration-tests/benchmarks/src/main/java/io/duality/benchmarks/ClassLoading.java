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
import java.util.List;
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

  /** Longer than any agent takes to start behind main, which is not what is asked here. */
  private static final String SETTLED = "-Dsettle=3000";

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

  /** Prints what each variant costs beside no agent. */
  static void measure(Path java, File agent, int rounds) throws IOException {
    Path scratch = Files.createTempDirectory("duality-benchmark-classes");
    ClassLoading classes = new ClassLoading(java, scratch);
    List<Arm> arms =
        Stream.of(
                Arm.without(),
                Arm.named("empty agent", classes.agent(EmptyAgent.class)),
                Arm.named("no-op transformer", classes.agent(NoopAgent.class)),
                Arm.named("names off", agent.getAbsoluteFile(), "duality.weave.names=false"),
                Arm.with(agent.getAbsoluteFile()))
            .map(arm -> arm.and(SETTLED))
            .toList();
    new Table(java, rounds, arms)
        .on(classes.classPath)
        .run(LoadsClasses.class, false, classes.names.toString())
        .header("loading " + CLASSES + " classes", "ratio")
        .ratio("CPU of the loading thread", "ms", cost -> cost.figure("threadCpuMillis"))
        .ratio("wall", "ms", cost -> cost.figure("wallMillis"));
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
        List.of(
            java.toString(),
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

  private File agent(Class<?> type) throws IOException {
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
    return jar.toFile();
  }
}
