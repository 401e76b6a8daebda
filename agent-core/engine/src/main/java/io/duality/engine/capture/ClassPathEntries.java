package io.duality.engine.capture;

import io.duality.model.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the class path is made of: size, version, checksum of each entry, and the build facts that
 * build tools leave in {@code git.properties} and {@code build-info.properties}.
 */
final class ClassPathEntries {
  private static final Pattern VERSIONED = Pattern.compile(".*?-(\\d[\\w.+-]*)\\.jar");
  private static final Set<String> BUILD =
      Set.of(
          "git.properties",
          "META-INF/build-info.properties",
          "BOOT-INF/classes/git.properties",
          "WEB-INF/classes/git.properties",
          "WEB-INF/classes/META-INF/build-info.properties");
  private static final int MOST_ENTRIES = 5_000;

  private final long deadline;
  private final List<Map<String, Object>> entries = new ArrayList<>();
  private final Map<String, String> build = new LinkedHashMap<>();

  private ClassPathEntries(long deadline) {
    this.deadline = deadline;
  }

  /**
   * Reads the entries of a class path.
   *
   * @param paths each separated as on a command line; null ones are skipped
   * @param deadline monotonic; from then on checksums are left out
   */
  static ClassPathEntries of(long deadline, String... paths) {
    ClassPathEntries all = new ClassPathEntries(deadline);
    Set<String> seen = new LinkedHashSet<>();
    for (String path : paths) {
      if (path != null) {
        for (String entry : path.split(File.pathSeparator)) {
          if (!entry.isEmpty()) {
            seen.add(entry);
          }
        }
      }
    }
    seen.forEach(all::add);
    return all;
  }

  /** The entries in the order of the class path, in the shape of the schema. */
  List<Map<String, Object>> entries() {
    return entries;
  }

  /** The build facts that were found, nearest to the front of the class path first. */
  Map<String, String> build() {
    return build;
  }

  private void add(String path) {
    if (entries.size() >= MOST_ENTRIES) {
      return;
    }
    Map<String, Object> entry = Json.object("path", path);
    entries.add(entry);
    try {
      Path file = Path.of(path);
      if (Files.isDirectory(file)) {
        entry.put("reason", "a directory");
        for (String name : BUILD) {
          if (Files.isRegularFile(file.resolve(name))) {
            try (InputStream in = Files.newInputStream(file.resolve(name))) {
              build(in);
            }
          }
        }
      } else if (!Files.isRegularFile(file)) {
        entry.put("reason", "there is no such file");
      } else {
        entry.put("bytes", Files.size(file));
        jar(file, entry);
        checksum(file, entry);
      }
    } catch (IOException | InvalidPathException | SecurityException e) {
      entry.put("reason", Failed.describe(e));
    }
  }

  private void jar(Path file, Map<String, Object> entry) throws IOException {
    if (!file.toString().endsWith(".jar") && !file.toString().endsWith(".war")) {
      return;
    }
    List<Map<String, Object>> nested = new ArrayList<>();
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      String version = null;
      if (jar.getManifest() != null) {
        Attributes main = jar.getManifest().getMainAttributes();
        version = main.getValue("Implementation-Version");
        version = version == null ? main.getValue("Bundle-Version") : version;
      }
      for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
        JarEntry inner = all.nextElement();
        String name = inner.getName();
        if (version == null
            && name.startsWith("META-INF/maven/")
            && name.endsWith("/pom.properties")) {
          version = properties(jar.getInputStream(inner)).getProperty("version");
        } else if (BUILD.contains(name)) {
          build(jar.getInputStream(inner));
        } else if (name.endsWith(".jar")
            && (name.startsWith("BOOT-INF/") || name.startsWith("WEB-INF/"))) {
          nested.add(nested(file + "!/" + name, inner.getSize()));
        }
      }
      Json.put(entry, "version", version == null ? versionInName(file.toString()) : version);
    }
    entries.addAll(nested.subList(0, Math.min(nested.size(), MOST_ENTRIES)));
  }

  private static Map<String, Object> nested(String path, long bytes) {
    Map<String, Object> entry = Json.object("path", path);
    Json.put(entry, "bytes", bytes < 0 ? null : bytes);
    Json.put(entry, "version", versionInName(path));
    entry.put("reason", "no checksum: it lies inside another file, whose checksum covers it");
    return entry;
  }

  private static String versionInName(String path) {
    Matcher name = VERSIONED.matcher(path.substring(Math.max(path.lastIndexOf('/'), 0)));
    return name.matches() ? name.group(1) : null;
  }

  private void checksum(Path file, Map<String, Object> entry) throws IOException {
    if (System.nanoTime() >= deadline) {
      entry.put("reason", "no checksum: the time for checksums was used up");
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 << 10];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        if (System.nanoTime() >= deadline) {
          entry.put("reason", "no checksum: the time for checksums was used up");
          return;
        }
      }
      entry.put("sha256", HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      entry.put("reason", "no checksum: this image has no SHA-256");
    }
  }

  private void build(InputStream in) throws IOException {
    properties(in).forEach((key, value) -> build.putIfAbsent(key.toString(), value.toString()));
  }

  private static Properties properties(InputStream in) throws IOException {
    Properties properties = new Properties();
    try (in) {
      properties.load(in);
    } catch (IllegalArgumentException e) {
      throw new IOException("a properties file with a malformed escape: " + e.getMessage(), e);
    }
    return properties;
  }
}
