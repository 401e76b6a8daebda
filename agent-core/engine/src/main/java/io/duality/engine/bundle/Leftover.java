package io.duality.engine.bundle;

import io.duality.model.BundleFiles;
import io.duality.model.FileEntry;
import io.duality.model.Manifest;
import io.duality.model.ManifestJson;
import io.duality.model.StepResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One bundle that its process did not finish: finished as far as its files allow. */
final class Leftover {
  private static final String DIED = "the process ended before this step did";

  private Leftover() {}

  static Recovery.Recovered finish(Path partial, Path target) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException("there is already a bundle " + target);
    }
    Path file = partial.resolve(BundleFiles.MANIFEST);
    Manifest manifest = ManifestJson.read(file.toString(), Trees.text(file));
    // What it says itself decides: the process may have died between its last manifest and the
    // renaming.
    List<String> unfinished = removeUnfinished(partial);
    List<StepResult> steps = new ArrayList<>(manifest.steps());
    List<String> missing = manifest.complete() ? List.of() : missing(manifest, unfinished);
    for (String step : missing) {
      steps.add(new StepResult(step, StepResult.Status.MISSING, DIED, 0, 0, -1, 0));
    }
    if (!manifest.complete()) {
      sign(partial, manifest, missing);
    }
    Manifest last = withSteps(manifest, steps).with(manifest.complete(), files(partial, manifest));
    replace(file, ManifestJson.text(last));
    for (Path each : Trees.files(partial)) {
      Disk.REAL.force(each);
    }
    Disk.REAL.forceDirectory(partial);
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    Disk.REAL.forceDirectory(target.getParent());
    return new Recovery.Recovered(target, manifest.bundleId(), manifest.signature(), missing);
  }

  /** Removes what was never renamed to its own name, and says what it was. */
  private static List<String> removeUnfinished(Path partial) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path file : Trees.files(partial)) {
      String name = file.getFileName().toString();
      if (name.startsWith(BundleWriter.TEMPORARY)) {
        names.add(name.substring(BundleWriter.TEMPORARY.length()));
      }
      if (name.startsWith(".")) {
        Files.delete(file);
      }
    }
    return names;
  }

  /** The steps that were asked for or begun, and have no result. */
  private static List<String> missing(Manifest manifest, List<String> unfinished) {
    Set<String> steps = new LinkedHashSet<>();
    for (String step : manifest.request().steps()) {
      steps.add(step.split("[*/ ]", 2)[0]); // threads*3/1s is the step threads
    }
    for (String file : unfinished) {
      if (!file.equals(BundleFiles.MANIFEST) && !file.equals(BundleFiles.SUMMARY)) {
        steps.add(file.split("[.-]", 2)[0]);
      }
    }
    for (StepResult done : manifest.steps()) {
      steps.remove(done.step());
    }
    return List.copyOf(steps);
  }

  private static void sign(Path partial, Manifest manifest, List<String> missing)
      throws IOException {
    Path summary = partial.resolve(BundleFiles.SUMMARY);
    String text =
        Files.exists(summary)
            ? Trees.text(summary)
            : "# "
                + manifest.service().name()
                + ": "
                + manifest.request().alarm().sentence()
                + "\n";
    String lacks = missing.isEmpty() ? "" : " It lacks: " + String.join(", ", missing) + ".";
    replace(
        summary,
        text + "\n**Incomplete:** the process ended while this bundle was written." + lacks + "\n");
  }

  private static List<FileEntry> files(Path partial, Manifest manifest) throws IOException {
    Map<String, FileEntry> known = new LinkedHashMap<>();
    for (FileEntry file : manifest.files()) {
      known.put(file.name(), file);
    }
    List<FileEntry> all = new ArrayList<>();
    for (Path file : Trees.files(partial)) {
      String name = partial.relativize(file).toString().replace('\\', '/');
      if (!name.equals(BundleFiles.MANIFEST) && BundleFiles.safe(name)) {
        FileEntry before = known.get(name);
        all.add(
            new FileEntry(
                name,
                Files.size(file),
                Tally.sha256(file),
                before == null ? null : before.sanitized()));
      }
    }
    return all;
  }

  private static Manifest withSteps(Manifest manifest, List<StepResult> steps) {
    return new Manifest(
        manifest.schemaVersion(),
        manifest.bundleId(),
        manifest.complete(),
        manifest.service(),
        manifest.process(),
        manifest.request(),
        manifest.additional(),
        manifest.traces(),
        manifest.signature(),
        manifest.occurrence(),
        manifest.clocks(),
        steps,
        manifest.files(),
        manifest.redactionRules(),
        manifest.redactionReplaced());
  }

  private static void replace(Path file, String text) throws IOException {
    Path temporary = file.resolveSibling(BundleWriter.TEMPORARY + file.getFileName());
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, Permissions.file(file.getParent()));
    Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
