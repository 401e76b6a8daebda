package io.duality.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A published bundle, opened for questions. */
public final class OpenedBundle {
  private final Path directory;

  /** Opens the bundle in that directory. */
  public OpenedBundle(Path directory) {
    this.directory = directory;
  }

  /** Its directory. */
  public Path path() {
    return directory;
  }

  /** Its directory's name. */
  public String name() {
    return directory.getFileName().toString();
  }

  /** Whether it has that file. */
  public boolean has(String file) {
    return Files.isRegularFile(directory.resolve(file));
  }

  /** A file's text. */
  public String text(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " of " + directory, e);
    }
  }

  /** A file's JSON. */
  public Tree json(String file) {
    return Tree.read(directory.resolve(file));
  }

  /** The verdict in words. */
  public String summary() {
    return text("summary.md");
  }

  /** {@code manifest.json}. */
  public Tree manifest() {
    return json("manifest.json");
  }

  /** Why it was captured. */
  public Tree trigger() {
    return manifest().tree("trigger");
  }

  /** The same, and behind it the triggers that fired meanwhile. */
  public List<Tree> triggers() {
    Tree manifest = manifest();
    List<Tree> all = new ArrayList<>(List.of(manifest.tree("trigger")));
    if (manifest.has("additionalTriggers")) {
      all.addAll(manifest.trees("additionalTriggers"));
    }
    return all;
  }

  /** What became of a step of the capture. */
  public Tree step(String name) {
    return manifest().trees("steps").stream()
        .filter(step -> step.text("step").equals(name))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("no step '" + name + "' in " + manifest().trees("steps")));
  }

  /** The verdict as data. */
  public Tree verdict() {
    return json("findings.json").tree("verdict");
  }

  /** All findings. */
  public List<Tree> findings() {
    return json("findings.json").trees("findings");
  }

  /** The findings of a pattern, {@code S03}. */
  public List<Tree> findings(String pattern) {
    return findings().stream().filter(found -> found.text("pattern").equals(pattern)).toList();
  }

  /** The first finding of a pattern. */
  public Tree finding(String pattern) {
    return findings(pattern).stream()
        .findFirst()
        .orElseThrow(() -> new AssertionError("no finding " + pattern + " in " + findings()));
  }

  /** The wait-for graph. */
  public WaitGraph waits() {
    return new WaitGraph(json("waits.json"));
  }

  /** The thread dump in words. */
  public ThreadsText threadsText() {
    return new ThreadsText(text("threads.txt"));
  }

  /** A thread of {@code threads.json}. */
  public Tree thread(String name) {
    return json("threads.json").trees("threads").stream()
        .filter(thread -> thread.text("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no thread '" + name + "' in threads.json"));
  }

  /** A resource of {@code resources.json}. */
  public Tree resource(String name) {
    return json("resources.json").trees("resources").stream()
        .filter(resource -> resource.text("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no resource '" + name + "' in resources.json"));
  }

  /** Every event of the recording. */
  public List<RecordedEvent> recording() {
    try {
      return RecordingFile.readAllEvents(directory.resolve("recording.jfr"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read recording.jfr of " + directory, e);
    }
  }

  /** The events of one type in the recording, {@code duality.Wait}. */
  public List<RecordedEvent> recording(String type) {
    return recording().stream()
        .filter(event -> event.getEventType().getName().equals(type))
        .toList();
  }

  /** What is wrong with it by the contract; empty when nothing is. */
  public List<String> problems() {
    return new BundleCheck(this).problems();
  }

  /**
   * Asserts that it keeps the contract: schemas, sizes, hashes, modes, no unlisted file, a readable
   * recording. Returns itself.
   */
  public OpenedBundle validate() {
    List<String> problems = problems();
    if (!problems.isEmpty()) {
      throw new AssertionError(
          "bundle " + directory + " breaks its contract:\n  " + String.join("\n  ", problems));
    }
    return this;
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
