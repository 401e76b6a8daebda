package io.duality.harness;

import io.duality.model.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A started JVM. Every {@code await} returns as soon as the fact is there; when its deadline passes
 * it fails with the JVM's last words, and a thread dump of the JVM lies in its directory.
 */
public final class RunningJvm implements AutoCloseable {
  static final String BUNDLES = "duality";

  /** What a hiccup says when the machine, and not the program, kept all threads from running. */
  private static final List<String> OF_THE_MACHINE =
      List.of(
          "others on this machine used them all",
          "the host of this virtual machine gave them to others",
          "some task of the machine waited for one all that time",
          "the container's quota was used up",
          "the whole process was suspended for",
          "and nothing says why");

  /** How long tools of the JDK, and the end of a killed process, may take. */
  private static final long TOOL_SECONDS = 120;

  private final Jdk jdk;
  private final Path directory;
  private final Process process;
  private final Path out;
  private final Path err;
  private final Duration deadline;
  private final BufferedWriter commands;
  private int dumps;

  RunningJvm(Jdk jdk, Path directory, Process process, Path out, Path err, Duration deadline) {
    this.jdk = jdk;
    this.directory = directory;
    this.process = process;
    this.out = out;
    this.err = err;
    this.deadline = deadline;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** The operating system's id. */
  public long pid() {
    return process.pid();
  }

  /** Its working directory. */
  public Path directory() {
    return directory;
  }

  /** Where its agent publishes. */
  public Path bundleDirectory() {
    return directory.resolve(BUNDLES);
  }

  /** What it has printed so far. */
  public List<String> stdout() {
    return lines(out);
  }

  /** What it has complained of so far. */
  public List<String> stderr() {
    return lines(err);
  }

  /** Waits until the program says {@code READY}. */
  public RunningJvm awaitReady() {
    awaitLine("READY");
    return this;
  }

  /** Waits for a line on stdout that contains the text; returns it. */
  public String awaitLine(String text) {
    return await("'" + text + "' on stdout", () -> containing(whole(out), text));
  }

  /** Waits for a line on stderr that contains the text; returns it. */
  public String awaitComplaint(String text) {
    return await("'" + text + "' on stderr", () -> containing(whole(err), text));
  }

  /** Waits for its end; returns the exit code. */
  public int awaitExit() {
    try {
      if (process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw complain(new AssertionError("did not end within " + deadline.toSeconds() + " s"));
  }

  /** Sends a line to the program's stdin. */
  public void send(String line) {
    try {
      commands.write(line);
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      throw complain(new AssertionError("cannot send '" + line + "'", e));
    }
  }

  /** The bundles that are published, by name, which is by time. */
  public List<OpenedBundle> bundles() {
    if (!Files.isDirectory(bundleDirectory())) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(bundleDirectory())) {
      return children
          .filter(
              child -> Files.isDirectory(child) && !child.getFileName().toString().startsWith("."))
          .sorted()
          .map(OpenedBundle::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + bundleDirectory(), e);
    }
  }

  /** Waits for the first published bundle. */
  public OpenedBundle awaitBundle() {
    return awaitBundle("a published bundle", bundle -> true);
  }

  /** Waits for a published bundle of that trigger, or which that trigger has joined. */
  public OpenedBundle awaitBundle(String trigger) {
    return awaitBundle(
        "a bundle of trigger " + trigger,
        bundle -> bundle.triggers().stream().anyMatch(each -> each.text("name").equals(trigger)));
  }

  /** Waits for a published bundle that is the wanted one. */
  public OpenedBundle awaitBundle(String what, Predicate<OpenedBundle> wanted) {
    return await(
        what,
        () -> {
          failIfNotArmed();
          return bundles().stream().filter(wanted).findFirst();
        });
  }

  /** The lines of the agent's ledger, oldest first. */
  public List<Tree> ledger() {
    Path ledger = bundleDirectory().resolve("ledger.jsonl");
    return Files.exists(ledger)
        ? whole(ledger).stream().map(line -> new Tree(Json.parseObject(line))).toList()
        : List.of();
  }

  /** The agent's ear and voice in its bundle directory. */
  public Control control() {
    return new Control(this);
  }

  /**
   * Waits until the agent has looked that many times more, and asserts that it captured nothing: no
   * bundle is published and none is being written. To be called when the story has run its course.
   * A bundle that says nothing but that the machine stood still is true, and not about the program.
   */
  public void assertNoBundle(int furtherLooks) {
    control().awaitLooks(furtherLooks);
    Path partial = bundleDirectory().resolve(".partial");
    await("nothing half written", () -> Optional.of(partial).filter(now -> entries(now).isEmpty()));
    List<OpenedBundle> written =
        bundles().stream().filter(bundle -> !isOfTheMachine(bundle)).toList();
    if (!written.isEmpty()) {
      throw complain(
          new AssertionError(
              "nothing was wrong, and yet there is "
                  + written.stream().map(each -> each.name() + ": " + each.trigger()).toList()));
    }
  }

  private static boolean isOfTheMachine(OpenedBundle bundle) {
    String sentence = bundle.trigger().text("sentence");
    return bundle.trigger().text("name").equals("hiccup")
        && !bundle.manifest().has("additionalTriggers")
        && OF_THE_MACHINE.stream().anyMatch(sentence::contains);
  }

  /** Attaches the agent to it; {@code arguments} null for none. Returns what jcmd said. */
  public String attachAgent(String arguments) {
    return arguments == null
        ? jcmd("JVMTI.agent_load", AgentJvm.agent().toString())
        : jcmd("JVMTI.agent_load", AgentJvm.agent().toString(), '"' + arguments + '"');
  }

  /** Runs one of its diagnostic commands by jcmd and returns the answer. */
  public String jcmd(String... command) {
    Path answer = directory.resolve("jcmd-" + ++dumps + ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(jdk.program("jcmd").toString(), Long.toString(pid()));
      builder.command().addAll(List.of(command));
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      Process jcmd = builder.redirectErrorStream(true).redirectOutput(answer.toFile()).start();
      if (!jcmd.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
        jcmd.destroyForcibly();
        return "jcmd gave no answer within " + TOOL_SECONDS + " s";
      }
      return Files.readString(answer);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask JVM " + pid() + " by jcmd", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted while waiting for jcmd";
    }
  }

  /** Ends it at once, as {@code kill -9} does. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("JVM " + pid() + " outlived its kill by " + TOOL_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks it politely to end, as {@code kill} does; its shutdown hooks run. */
  public void terminate() {
    process.destroy();
  }

  /** Waits for a fact of this JVM; a JVM that has ended is given no more time. */
  public <T> T await(String what, Supplier<Optional<T>> fact) {
    try {
      return Await.until(
          what,
          deadline,
          () -> {
            boolean ended = !process.isAlive();
            Optional<T> found = fact.get();
            if (found.isEmpty() && ended) {
              throw new AssertionError(
                  "JVM ended with exit code " + process.exitValue() + " before " + what);
            }
            return found;
          });
    } catch (AssertionError e) {
      throw complain(e);
    }
  }

  /** An agent that gave up will bring no fact: fail with its own words, at once. */
  void failIfNotArmed() {
    stderr().stream()
        .filter(line -> line.startsWith("duality: not armed") && !line.contains("already"))
        .findFirst()
        .ifPresent(
            line -> {
              throw new AssertionError(line);
            });
  }

  private AssertionError complain(AssertionError failure) {
    if (process.isAlive()) {
      jcmd("Thread.print", "-l");
    }
    return new AssertionError(
        String.join(
            System.lineSeparator(),
            failure.getMessage() + "; see " + directory,
            "last of stdout: " + tail(stdout()),
            "last of stderr: " + tail(stderr())),
        failure);
  }

  private static String tail(List<String> lines) {
    return String.join("\n  ", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  private static Optional<String> containing(List<String> lines, String text) {
    return lines.stream().filter(line -> line.contains(text)).findFirst();
  }

  private static List<String> entries(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  /** The lines that have come to their end: one may just be written. */
  private static List<String> whole(Path file) {
    String text = text(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static List<String> lines(Path file) {
    return text(file).lines().toList();
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
