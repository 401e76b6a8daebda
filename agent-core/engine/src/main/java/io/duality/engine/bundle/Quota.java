package io.duality.engine.bundle;

import io.duality.model.BundleFiles;
import io.duality.model.Manifest;
import io.duality.model.ManifestJson;
import io.duality.model.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps the bundle directory within its limits by deleting the oldest bundles. The newest and the
 * first bundle of each signature are never deleted, and neither is anything that is no bundle.
 *
 * @param maxTotalBytes of all bundles together
 * @param maxCount of bundles
 * @param maxAge of a bundle, by its trigger's time
 */
public record Quota(long maxTotalBytes, int maxCount, Duration maxAge) {
  private static final String TRASH = ".trash-";

  /** 2 GiB, 50 bundles, 14 days. */
  public static final Quota DEFAULT = new Quota(2L << 30, 50, Duration.ofDays(14));

  public Quota {
    if (maxTotalBytes <= 0 || maxCount <= 0 || maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException(
          "limits of the bundle directory are positive, not "
              + maxTotalBytes
              + " bytes, "
              + maxCount
              + " bundles, "
              + maxAge);
    }
  }

  /**
   * One deletion, for the ledger.
   *
   * @param bundle its name
   * @param manifest what it was, or null when its manifest could not be read
   * @param bytes what it took
   * @param reason the limit that it broke
   */
  public record Deletion(String bundle, Manifest manifest, long bytes, String reason) {}

  /**
   * What the directory holds now.
   *
   * @param bundles how many are left
   * @param bytes what they take
   * @param over which limit is still broken because the rest is protected or cannot be deleted;
   *     null when none is
   */
  public record Usage(int bundles, long bytes, String over) {}

  private record Stored(Path path, Instant at, Manifest manifest, String group, long bytes) {
    String name() {
      return path.getFileName().toString();
    }
  }

  /**
   * Deletes what the limits do not allow, oldest first.
   *
   * @param deletions called after each deletion
   * @throws IOException when the directory cannot be read
   */
  public Usage apply(BundleDirectory directory, Instant now, Consumer<Deletion> deletions)
      throws IOException {
    Permissions.createDirectories(directory.partial());
    emptyTrash(directory.partial());
    List<Stored> bundles = bundles(directory.path());
    Set<Path> kept = protectedOnes(bundles);
    long total = bundles.stream().mapToLong(Stored::bytes).sum();
    int count = bundles.size();
    String problem = null;
    for (Stored bundle : bundles) {
      String reason = kept.contains(bundle.path()) ? null : reason(bundle, now, count, total);
      if (reason == null) {
        continue;
      }
      try {
        delete(bundle.path(), directory.partial());
      } catch (IOException e) {
        problem = "cannot delete " + bundle.name() + ": " + e.getMessage();
        continue;
      }
      count--;
      total -= bundle.bytes();
      deletions.accept(new Deletion(bundle.name(), bundle.manifest(), bundle.bytes(), reason));
    }
    String over = over(count, total);
    return new Usage(count, total, over != null && problem != null ? over + "; " + problem : over);
  }

  private String reason(Stored bundle, Instant now, int count, long total) {
    if (bundle.at().isBefore(now.minus(maxAge))) {
      return "older than duality.bundle.max-age " + days(maxAge);
    }
    return over(count, total);
  }

  private static String days(Duration age) {
    long days = age.toDays();
    return age.equals(Duration.ofDays(days)) ? days + "d" : age.toMinutes() + "m";
  }

  private String over(int count, long total) {
    if (count > maxCount) {
      return count + " bundles exceed duality.bundle.max-count " + maxCount;
    }
    return total > maxTotalBytes
        ? FreeSpace.size(total)
            + " of bundles exceed duality.bundle.max-total "
            + FreeSpace.size(maxTotalBytes)
        : null;
  }

  private static Set<Path> protectedOnes(List<Stored> oldestFirst) {
    Map<String, Path> first = new HashMap<>();
    Map<String, Path> newest = new HashMap<>();
    for (Stored bundle : oldestFirst) {
      first.putIfAbsent(bundle.group(), bundle.path());
      newest.put(bundle.group(), bundle.path());
    }
    Set<Path> kept = new HashSet<>(first.values());
    kept.addAll(newest.values());
    return kept;
  }

  private static List<Stored> bundles(Path directory) throws IOException {
    List<Stored> all = new ArrayList<>();
    for (Path path : Trees.list(directory)) {
      if (BundleName.matches(path.getFileName().toString())
          && Files.isDirectory(path)
          && !Files.isSymbolicLink(path)) {
        all.add(stored(path));
      }
    }
    all.sort(Comparator.comparing(Stored::at).thenComparing(Stored::name));
    return all;
  }

  private static Stored stored(Path path) throws IOException {
    long bytes = Trees.bytes(path);
    Path manifest = path.resolve(BundleFiles.MANIFEST);
    try {
      Manifest read = ManifestJson.read(manifest.toString(), Trees.text(manifest));
      String group =
          read.signature() == null ? "trigger " + read.request().trigger() : read.signature();
      return new Stored(path, read.request().at(), read, group, bytes);
    } catch (IOException | JsonException e) {
      // Its name says it was a bundle; all such share one group, so that they do not pile up.
      return new Stored(
          path, Files.getLastModifiedTime(path).toInstant(), null, "unreadable", bytes);
    }
  }

  /** Out of sight in one step, so that no reader meets half a bundle. */
  private static void delete(Path bundle, Path partial) throws IOException {
    Path trash = partial.resolve(TRASH + bundle.getFileName());
    Files.move(bundle, trash, StandardCopyOption.ATOMIC_MOVE);
    Trees.delete(trash);
  }

  private static void emptyTrash(Path partial) throws IOException {
    for (Path path : Trees.list(partial)) {
      if (path.getFileName().toString().startsWith(TRASH)) {
        Trees.delete(path);
      }
    }
  }
}
