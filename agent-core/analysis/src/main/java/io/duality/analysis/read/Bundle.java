package io.duality.analysis.read;

import io.duality.model.BundleFiles;
import io.duality.model.FileEntry;
import io.duality.model.Manifest;
import io.duality.model.ManifestJson;
import io.duality.model.json.Json;
import io.duality.model.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bundle that was opened for reading. It may come from anywhere: nothing that its manifest says
 * leads to a file outside its directory.
 */
public final class Bundle {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:\\.\\d+)?");

  /** What Markdown needs so that a star is a star; a list of titles is none. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\([*_<>#`|\\[\\]\\\\])");

  private static final long MAX_TEXT_BYTES = 512L << 20;

  private final Path path;
  private final Manifest manifest;

  private Bundle(Path path, Manifest manifest) {
    this.path = path;
    this.manifest = manifest;
  }

  /**
   * Opens a bundle.
   *
   * @param place its directory, or its {@code manifest.json}
   * @throws BundleException when it is no bundle, its manifest is damaged, or its schema's major
   *     version is another
   */
  public static Bundle open(Path place) throws BundleException {
    Path directory =
        place.endsWith(BundleFiles.MANIFEST) && Files.isRegularFile(place)
            ? place.toAbsolutePath().getParent()
            : place;
    if (!Files.isDirectory(directory)) {
      throw new BundleException(
          directory
              + (Files.exists(directory) ? ": is no directory" : ": there is nothing")
              + "; a bundle is the directory that has a manifest.json, nothing was read");
    }
    Path file = directory.resolve(BundleFiles.MANIFEST);
    if (!Files.exists(file)) {
      throw new BundleException(
          directory + ": is no bundle, it has no manifest.json; nothing was read");
    }
    String text = read(file);
    try {
      Map<String, Object> tree = Json.parseObject(text);
      checkVersion(file, tree);
      return new Bundle(directory, ManifestJson.read(file.toString(), tree));
    } catch (JsonException e) {
      String message = e.getMessage();
      throw new BundleException(
          (message.startsWith(file.toString()) ? message : file + ": " + message)
              + "; without its manifest the bundle cannot be read",
          e);
    }
  }

  private static void checkVersion(Path file, Map<String, Object> tree) throws BundleException {
    String version = String.valueOf(tree.get("schemaVersion"));
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      throw new BundleException(
          file
              + ": schemaVersion is '"
              + version
              + "', not a version such as "
              + Manifest.SCHEMA_VERSION
              + "; the bundle cannot be read");
    }
    if (Integer.parseInt(matcher.group(1)) != major(Manifest.SCHEMA_VERSION)) {
      throw new BundleException(
          file
              + ": schemaVersion is "
              + version
              + ", this version of Duality reads "
              + major(Manifest.SCHEMA_VERSION)
              + ".x; use the duality.jar of the agent that wrote the bundle");
    }
  }

  /** Whether the bundle's writer knew a later minor version: fields may be there that we ignore. */
  boolean newer() {
    return minor(manifest.schemaVersion()) > minor(Manifest.SCHEMA_VERSION);
  }

  private static int major(String version) {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  private static int minor(String version) {
    Matcher matcher = VERSION.matcher(version);
    return matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
  }

  /** Its directory, as it was given. */
  public Path path() {
    return path;
  }

  /** The directory's name. */
  public String name() {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? path.toString() : name.toString();
  }

  /** What its manifest says. */
  public Manifest manifest() {
    return manifest;
  }

  /** Compares the directory with its manifest; empty when all is well. */
  public List<Problem> verify() {
    return new Verification(this).problems();
  }

  /**
   * Where a file of the bundle is, whether the manifest lists it or not.
   *
   * @throws BundleException when the name leads out of the bundle, or nothing of that name is there
   */
  public Path file(String name) throws BundleException {
    if (!BundleFiles.safe(name)) {
      throw new BundleException(
          "'" + name + "' is no name of a bundle's file: names are " + BundleFiles.NAME_RULE);
    }
    Path file = path.resolve(name);
    if (!Files.exists(file)) {
      throw new BundleException(file + ": is not in the bundle; it has " + names());
    }
    try {
      // A link would read files of this machine under a name of the bundle.
      if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(path.toRealPath())) {
        throw new BundleException(file + ": is no plain file inside the bundle; it is not read");
      }
    } catch (IOException e) {
      throw new BundleException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
    return file;
  }

  /**
   * The text of a file of the bundle.
   *
   * @throws BundleException as {@link #file}, or when it cannot be read or is no text
   */
  public String text(String name) throws BundleException {
    return read(file(name));
  }

  /** The first heading of the summary, or else the trigger's sentence. */
  public String title() {
    try {
      if (Files.exists(path.resolve(BundleFiles.SUMMARY))) {
        Optional<String> heading =
            text(BundleFiles.SUMMARY).lines().filter(line -> line.startsWith("# ")).findFirst();
        if (heading.isPresent()) {
          return ESCAPE.matcher(heading.get().substring(2).strip()).replaceAll("$1");
        }
      }
    } catch (BundleException e) {
      return manifest.request().alarm().sentence() + " (summary: " + e.getMessage() + ")";
    }
    return manifest.request().alarm().sentence();
  }

  /** What its listed files take, in bytes. */
  public long bytes() {
    return manifest.files().stream().mapToLong(FileEntry::bytes).sum();
  }

  private String names() {
    return BundleFiles.MANIFEST
        + String.join("", manifest.files().stream().map(file -> ", " + file.name()).toList());
  }

  private static String read(Path file) throws BundleException {
    try {
      if (Files.size(file) > MAX_TEXT_BYTES) {
        throw new BundleException(
            file + ": has more than " + (MAX_TEXT_BYTES >> 20) + " MiB; it is not read as a text");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BundleException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
