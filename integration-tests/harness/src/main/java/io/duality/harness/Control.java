package io.duality.harness;

import io.duality.model.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Talks to a running agent as the command line does: request and reply files. */
public final class Control {
  private final RunningJvm jvm;

  Control(RunningJvm jvm) {
    this.jvm = jvm;
  }

  /** Waits until the agent is armed: its process is announced. Returns its live directory. */
  public Path awaitArmed() {
    return jvm.await("an armed agent (" + live().resolve("*/process.json") + ")", this::announced);
  }

  /** Asks for the status and waits for it. */
  public Tree status() {
    return ask(Json.object("command", "status"));
  }

  /** Waits until the status has a line that contains the text; returns the whole status. */
  public String awaitStatus(String text) {
    return jvm.await(
        "'" + text + "' in the status",
        () -> Optional.of(status().text("text")).filter(said -> said.contains(text)));
  }

  /** Switches the agent off; waits for the answer. */
  public Tree disarm(String reason, boolean unweave) {
    return ask(
        Json.object("command", "disarm", "by", "the test", "reason", reason, "unweave", unweave));
  }

  /** Switches the agent on again; waits for the answer. */
  public Tree rearm() {
    return ask(Json.object("command", "rearm", "by", "the test"));
  }

  /** Asks for a bundle and waits for it. */
  public OpenedBundle capture(String reason) {
    Tree reply = ask(Json.object("command", "capture", "reason", reason));
    if (!reply.text("status").equals("ok")) {
      throw new AssertionError("no capture: " + reply);
    }
    return new OpenedBundle(Path.of(reply.text("bundle")));
  }

  /** Waits for further looks: the agent answers one request at a look, so each answer is one. */
  public void awaitLooks(int count) {
    for (int look = 0; look < count; look++) {
      status();
    }
  }

  private Tree ask(Map<String, Object> request) {
    Path directory = awaitArmed();
    String id = UUID.randomUUID().toString();
    Path unfinished = directory.resolve("request-" + id + ".tmp");
    Path reply = directory.resolve("reply-" + id + ".json");
    try {
      Files.writeString(unfinished, Json.document(request));
      Files.move(
          unfinished, directory.resolve("request-" + id + ".json"), StandardCopyOption.ATOMIC_MOVE);
      Tree answer =
          jvm.await(
              "an answer to " + Json.line(request),
              () -> Files.exists(reply) ? Optional.of(Tree.read(reply)) : Optional.empty());
      Files.deleteIfExists(reply);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot talk to the agent in " + directory, e);
    }
  }

  private Path live() {
    return jvm.bundleDirectory().resolve(".live");
  }

  private Optional<Path> announced() {
    jvm.failIfNotArmed();
    if (!Files.isDirectory(live())) {
      return Optional.empty();
    }
    try (Stream<Path> processes = Files.list(live())) {
      return processes.filter(this::isTheJvm).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + live(), e);
    }
  }

  private boolean isTheJvm(Path directory) {
    Path process = directory.resolve("process.json");
    try {
      return Files.exists(process) && Tree.read(process).number("pid") == jvm.pid();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return false; // of a dead process, which is just being cleared away
      }
      throw e;
    }
  }
}
