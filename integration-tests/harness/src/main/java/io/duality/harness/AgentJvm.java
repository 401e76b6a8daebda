package io.duality.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JVM to be started with the agent: first say what, then {@link #start}. Settings of the agent
 * travel as system properties; its bundles go to {@code duality/} in the JVM's own directory, which
 * is also its working directory.
 */
public final class AgentJvm {
  private static final List<String> INHERITED_NOT =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

  private final Jdk jdk;
  private final Path directory;
  private final List<String> before = new ArrayList<>();
  private final List<String> after = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Set<Path> classPath = new LinkedHashSet<>();
  private final List<String> program = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final List<RunningJvm> started = new ArrayList<>();
  private Path launcher;
  private boolean withAgent = true;
  private String agentArguments;
  private Duration deadline = Duration.ofMinutes(3);

  private AgentJvm(Jdk jdk, Path directory) {
    this.jdk = jdk;
    this.directory = directory;
    this.launcher = jdk.program("java");
  }

  /** A JVM of that JDK, whose files stay in that directory. */
  public static AgentJvm on(Jdk jdk, Path directory) {
    return new AgentJvm(jdk, directory);
  }

  /** The jar under test. */
  public static Path agent() {
    String given = System.getProperty("duality.jar");
    Path jar = Path.of(given == null ? "../../agent/target/duality.jar" : given).toAbsolutePath();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          jar + " is missing: build it first with mvn -pl agent -am package");
    }
    return jar;
  }

  /** Runs that main class; its jar or directory joins the class path. */
  public AgentJvm main(Class<?> main) {
    classPathOf(main);
    return main(main.getName());
  }

  /** Runs the main class of that name. */
  public AgentJvm main(String className) {
    program.clear();
    program.add(className);
    return this;
  }

  /** Runs the main class of a module, {@code module/class}. */
  public AgentJvm module(Path modulePath, String moduleAndClass) {
    program.clear();
    program.addAll(List.of("-p", modulePath.toString(), "-m", moduleAndClass));
    return this;
  }

  /** Runs a source file as it is. */
  public AgentJvm source(Path file) {
    program.clear();
    program.add(file.toString());
    return this;
  }

  /** Runs an executable jar. */
  public AgentJvm jar(Path jar) {
    program.clear();
    program.add("-jar");
    program.add(jar.toString());
    return this;
  }

  /** Adds to the class path. */
  public AgentJvm classPath(Path... entries) {
    classPath.addAll(List.of(entries));
    return this;
  }

  /** Adds the jars or directories that these classes of the test come from. */
  public AgentJvm classPathOf(Class<?>... classes) {
    for (Class<?> type : classes) {
      try {
        classPath.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException("no file holds " + type, e);
      }
    }
    return this;
  }

  /** Adds arguments of the program. */
  public AgentJvm arguments(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  /** Sets a key of the agent's configuration, {@code duality.trigger.stall.age}. */
  public AgentJvm set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** What stands behind {@code -javaagent:duality.jar=}. */
  public AgentJvm agentArguments(String text) {
    agentArguments = text;
    return this;
  }

  /** Starts without our agent: the control. */
  public AgentJvm withoutAgent() {
    withAgent = false;
    return this;
  }

  /** Another agent in front of ours; {@code arguments} null for none. */
  public AgentJvm agentBefore(Path jar, String arguments) {
    before.add(javaagent(jar, arguments));
    return this;
  }

  /** Another agent behind ours; {@code arguments} null for none. */
  public AgentJvm agentAfter(Path jar, String arguments) {
    after.add(javaagent(jar, arguments));
    return this;
  }

  /** Adds options of the JVM. */
  public AgentJvm options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** The heap's limit, {@code 64m}. */
  public AgentJvm heap(String size) {
    return options("-Xmx" + size);
  }

  /** Sets a variable of the environment. */
  public AgentJvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs on an image made of this JDK instead of on the JDK itself; {@code java} is in its bin. */
  public AgentJvm image(Path home) {
    launcher = home.resolve("bin").resolve("java");
    return this;
  }

  /**
   * How long each single fact is waited for; 3 min when nothing is said: a bound for failure, which
   * costs nothing while all is well, and no machine is so busy.
   */
  public AgentJvm deadline(Duration atMost) {
    deadline = atMost;
    return this;
  }

  /** Where its files go. */
  public Path directory() {
    return directory;
  }

  /** Starts it; returns at once. May be called again after the first one ended: a restart. */
  public RunningJvm start() {
    if (program.isEmpty()) {
      throw new IllegalStateException("nothing to run: call main or jar first");
    }
    String suffix = started.isEmpty() ? "" : "-" + (started.size() + 1);
    Path out = directory.resolve("stdout" + suffix + ".txt");
    Path err = directory.resolve("stderr" + suffix + ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> variables = builder.environment();
    INHERITED_NOT.forEach(variables::remove);
    variables.keySet().removeIf(name -> name.startsWith("DUALITY_"));
    variables.put("LC_ALL", "C.UTF-8");
    variables.putAll(environment);
    try {
      RunningJvm jvm = new RunningJvm(jdk, directory, builder.start(), out, err, deadline);
      started.add(jvm);
      return jvm;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + builder.command(), e);
    }
  }

  /** Ends what was started and still runs. */
  void stop() {
    started.forEach(RunningJvm::close);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(launcher.toString());
    command.addAll(options);
    command.addAll(before);
    if (withAgent) {
      command.add(javaagent(agent(), agentArguments));
    }
    command.addAll(after);
    command.add("-Dduality.bundle.dir=" + directory.resolve(RunningJvm.BUNDLES));
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    if (!classPath.isEmpty()) {
      command.add("-cp");
      command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    }
    command.addAll(program);
    command.addAll(arguments);
    return command;
  }

  private static String javaagent(Path jar, String arguments) {
    return "-javaagent:" + jar + (arguments == null ? "" : "=" + arguments);
  }
}
