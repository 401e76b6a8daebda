package io.duality.analysis.read;

import io.duality.model.BundleFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The bundles of a directory.
 *
 * @param directory where they lie
 * @param bundles those that can be read, oldest first; the ones being written included
 * @param unreadable one line for each that cannot be read
 */
public record BundleList(Path directory, List<Bundle> bundles, List<String> unreadable) {
  public BundleList {
    bundles = List.copyOf(bundles);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * Reads a bundle directory; when it is itself a bundle, that one.
   *
   * @throws BundleException when there is no such directory
   */
  public static BundleList of(Path directory) throws BundleException {
    if (!Files.isDirectory(directory)) {
      throw new BundleException(
          directory
              + (Files.exists(directory) ? ": is no directory" : ": there is no such directory")
              + "; give the one that duality.bundle.dir names, by"
              + " default ./duality of the application");
    }
    List<Bundle> bundles = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    if (Files.exists(directory.resolve(BundleFiles.MANIFEST))) {
      bundles.add(Bundle.open(directory));
    } else {
      read(directory, bundles, unreadable);
      read(directory.resolve(BundleFiles.PARTIAL), bundles, unreadable);
    }
    bundles.sort(
        Comparator.comparing((Bundle bundle) -> bundle.manifest().request().at())
            .thenComparing(Bundle::name));
    return new BundleList(directory, bundles, unreadable);
  }

  private static void read(Path directory, List<Bundle> bundles, List<String> unreadable)
      throws BundleException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.exists(entry.resolve(BundleFiles.MANIFEST))) {
          try {
            bundles.add(Bundle.open(entry));
          } catch (BundleException e) {
            unreadable.add(e.getMessage());
          }
        }
      }
    } catch (IOException e) {
      throw new BundleException(directory + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Those whose name begins or ends with a text, or is it. */
  public List<Bundle> named(String part) {
    List<Bundle> exact = bundles.stream().filter(bundle -> bundle.name().equals(part)).toList();
    return exact.isEmpty()
        ? bundles.stream()
            .filter(bundle -> bundle.name().startsWith(part) || bundle.name().endsWith(part))
            .toList()
        : exact;
  }
}
