package io.duality.analysis.read;

import io.duality.analysis.read.Problem.Kind;
import io.duality.model.BundleFiles;
import io.duality.model.FileEntry;
import io.duality.model.Manifest;
import io.duality.model.Schemas;
import io.duality.model.StepResult;
import io.duality.model.json.Json;
import io.duality.model.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Compares a bundle's directory with its manifest and its files with their schemas. */
final class Verification {
  private static final String JSON = ".json";
  private static final int MOST_PER_FILE = 5;

  private final Bundle bundle;
  private final List<Problem> problems = new ArrayList<>();

  Verification(Bundle bundle) {
    this.bundle = bundle;
  }

  List<Problem> problems() {
    Manifest manifest = bundle.manifest();
    if (bundle.newer()) {
      add(
          Kind.NEWER,
          BundleFiles.MANIFEST,
          "schemaVersion is "
              + manifest.schemaVersion()
              + ", this version knows "
              + Manifest.SCHEMA_VERSION
              + ": what it does not know is ignored");
    }
    if (!manifest.complete()) {
      add(Kind.INCOMPLETE, BundleFiles.MANIFEST, incomplete(manifest));
    }
    if (!bundle.newer()) {
      structure(BundleFiles.MANIFEST);
    }
    Set<String> known = new HashSet<>();
    known.add(BundleFiles.MANIFEST);
    for (FileEntry file : manifest.files()) {
      if (!known.add(file.name())) {
        add(Kind.STRUCTURE, file.name(), "is listed twice in manifest.json");
      } else if (check(file) && !bundle.newer()) {
        structure(file.name());
      }
    }
    extras(known);
    return List.copyOf(problems);
  }

  private static String incomplete(Manifest manifest) {
    List<String> missing =
        manifest.steps().stream()
            .filter(step -> step.status() == StepResult.Status.MISSING)
            .map(StepResult::step)
            .toList();
    return missing.isEmpty()
        ? "complete is false: the bundle is being written, or its process died"
        : "the process died before it finished; steps that are missing: "
            + String.join(", ", missing);
  }

  /** Whether the file is what the manifest says. */
  private boolean check(FileEntry entry) {
    String name = entry.name();
    if (!BundleFiles.safe(name)) {
      return add(
          Kind.UNSAFE,
          name,
          "is no name of a bundle's file and is not read: names are " + BundleFiles.NAME_RULE);
    }
    if (!Files.exists(bundle.path().resolve(name))) {
      return add(Kind.MISSING, name, "is listed in manifest.json and not there");
    }
    try {
      Path file = bundle.file(name);
      long bytes = Files.size(file);
      if (bytes < entry.bytes()) {
        return add(
            Kind.TRUNCATED,
            name,
            "has " + bytes + " bytes of " + entry.bytes() + ": copy the bundle again");
      }
      String sha256 = sha256(file);
      if (bytes > entry.bytes() || !sha256.equals(entry.sha256())) {
        return add(
            Kind.CHANGED,
            name,
            "has "
                + bytes
                + " bytes with SHA-256 "
                + sha256
                + ", written were "
                + entry.bytes()
                + " with "
                + entry.sha256());
      }
      return true;
    } catch (BundleException | IOException e) {
      return add(Kind.UNREADABLE, name, String.valueOf(e.getMessage()));
    }
  }

  private void structure(String name) {
    if (!name.endsWith(JSON)) {
      return;
    }
    try {
      Map<String, Object> tree = Json.parseObject(bundle.text(name));
      if (!bundle
          .manifest()
          .bundleId()
          .equals(tree.getOrDefault("bundleId", bundle.manifest().bundleId()))) {
        add(
            Kind.STRUCTURE,
            name,
            "belongs to bundle " + tree.get("bundleId") + ", not to this one");
      }
      String schema = name.substring(0, name.length() - JSON.length());
      if (Schemas.names().contains(schema)) {
        List<String> wrong = SchemaRules.of(schema).errors(tree);
        for (String line : wrong.subList(0, Math.min(wrong.size(), MOST_PER_FILE))) {
          add(Kind.STRUCTURE, name, line);
        }
        if (wrong.size() > MOST_PER_FILE) {
          add(
              Kind.STRUCTURE,
              name,
              "and " + (wrong.size() - MOST_PER_FILE) + " further places break its schema");
        }
      }
    } catch (JsonException e) {
      add(Kind.STRUCTURE, name, "is no JSON object: " + e.getMessage());
    } catch (BundleException e) {
      add(Kind.UNREADABLE, name, e.getMessage());
    }
  }

  private void extras(Set<String> known) {
    Path root = bundle.path();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(path -> !Files.isDirectory(path))
          .map(path -> root.relativize(path).toString().replace('\\', '/'))
          .filter(name -> !known.contains(name))
          .filter(name -> !name.startsWith(BundleFiles.ANALYSIS + "/"))
          .sorted()
          .forEach(name -> add(Kind.EXTRA, name, "is not listed in manifest.json"));
    } catch (IOException e) {
      add(Kind.UNREADABLE, ".", "cannot list the bundle: " + e.getMessage());
    }
  }

  private boolean add(Kind kind, String file, String line) {
    problems.add(new Problem(kind, file, line));
    return false;
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
