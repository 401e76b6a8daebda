package io.duality.harness;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.duality.model.json.Json;
import io.duality.model.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;

/** Holds a bundle against its contract. */
final class BundleCheck {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static final String MANIFEST = "manifest.json";
  private static final String LATER = "analysis/";
  private static final List<String> ALWAYS = List.of("summary.md", "findings.json");

  private final OpenedBundle bundle;
  private final List<String> problems = new ArrayList<>();

  BundleCheck(OpenedBundle bundle) {
    this.bundle = bundle;
  }

  List<String> problems() {
    if (!bundle.has(MANIFEST)) {
      return List.of("there is no " + MANIFEST);
    }
    try {
      Set<String> files = files();
      modes();
      listed(files);
      for (String file : files) {
        if (file.endsWith(".json")) {
          json(file);
        } else if (file.endsWith(".jfr")) {
          recording(file);
        } else if (file.endsWith(".jsonl")) {
          jsonLines(file);
        }
      }
      identity(files);
      if (problems.isEmpty()) {
        problems.addAll(new EvidenceCheck(bundle).problems());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot check " + bundle.path(), e);
    }
    return problems;
  }

  /** Every file but what is made later, relative to the bundle. */
  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(bundle.path())) {
      Set<String> names = new TreeSet<>();
      all.filter(Files::isRegularFile)
          .map(file -> bundle.path().relativize(file).toString())
          .filter(name -> !name.startsWith(LATER))
          .forEach(names::add);
      return names;
    }
  }

  private void modes() throws IOException {
    try (Stream<Path> all = Files.walk(bundle.path())) {
      for (Path path : all.toList()) {
        String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        if (!mode.equals(expected)) {
          problems.add(path + " has mode " + mode + " instead of " + expected);
        }
      }
    }
  }

  private void listed(Set<String> files) throws IOException {
    Set<String> unlisted = new TreeSet<>(files);
    unlisted.remove(MANIFEST);
    for (Tree entry : bundle.manifest().trees("files")) {
      String name = entry.text("name");
      if (!unlisted.remove(name)) {
        problems.add("the manifest lists " + name + ", which is not there, or lists it twice");
        continue;
      }
      Path file = bundle.path().resolve(name);
      long bytes = (long) entry.number("bytes");
      if (Files.size(file) != bytes) {
        problems.add(name + " has " + Files.size(file) + " bytes, the manifest says " + bytes);
      }
      if (!sha256(file).equals(entry.text("sha256"))) {
        problems.add(name + " has another SHA-256 than the manifest says");
      }
    }
    unlisted.forEach(name -> problems.add(name + " is not in the manifest"));
    for (String name : ALWAYS) {
      if (!files.contains(name)) {
        problems.add("there is no " + name);
      }
    }
  }

  private void json(String file) {
    String text = bundle.text(file);
    String name = file.replaceAll("(-\\d+)?\\.json$", "");
    Optional<String> schema = schema(name);
    if (schema.isPresent()) {
      for (Error error : REGISTRY.getSchema(schema.get()).validate(text, InputFormat.JSON)) {
        problems.add(file + ": " + error);
      }
    } else {
      parse(file, text);
    }
  }

  /** One id in all files, and its end in the directory's name. */
  private void identity(Set<String> files) {
    String id = bundle.manifest().text("bundleId");
    if (!bundle.name().endsWith("-" + id.substring(Math.max(0, id.length() - 4)))) {
      problems.add(bundle.name() + " does not end like its id " + id);
    }
    for (String file : files) {
      if (file.endsWith(".json") && !bundle.json(file).text("bundleId", id).equals(id)) {
        problems.add(file + " has another bundleId than the manifest");
      }
    }
    if (!bundle.manifest().is("complete")) {
      problems.add("it is published, and its manifest says complete: false");
    }
  }

  private void jsonLines(String file) {
    int number = 0;
    for (String line : bundle.text(file).lines().toList()) {
      parse(file + " line " + ++number, line);
    }
  }

  private void parse(String where, String text) {
    try {
      Json.parseObject(text);
    } catch (JsonException e) {
      problems.add(where + " is no JSON object: " + e.getMessage());
    }
  }

  private static Optional<String> schema(String name) {
    String resource = "/io/duality/schema/" + name + ".schema.json";
    try (InputStream in = Json.class.getResourceAsStream(resource)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private void recording(String file) {
    try (RecordingFile recording = new RecordingFile(bundle.path().resolve(file))) {
      boolean any = false;
      while (recording.hasMoreEvents()) {
        recording.readEvent();
        any = true;
      }
      if (!any) {
        problems.add(file + " holds no event");
      }
    } catch (IOException | RuntimeException e) {
      problems.add(file + " can not be read: " + e);
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = Files.newInputStream(file)) {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
