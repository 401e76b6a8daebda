package io.duality.engine.bundle;

import io.duality.model.BundleFiles;
import io.duality.model.FileEntry;
import io.duality.model.Manifest;
import io.duality.model.ManifestJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes one bundle. Until {@link #publish} everything lies below {@code .partial}; each file
 * appears there whole or not at all, and {@code manifest.json} always lists exactly those that did.
 * For one thread at a time.
 */
public final class BundleWriter {
  /** Names which live process writes a partial bundle; gone once it is published. */
  static final String OWNER = ".owner";

  static final String TEMPORARY = ".tmp-";

  /** Given back when the disk is full, so that manifest and summary can still say so. */
  static final String BALLAST = ".ballast";

  private static final int BALLAST_BYTES = 256 << 10;

  private final Disk disk;
  private final Path target;
  private final Path partial;
  private final long budget;
  private final Map<String, FileEntry> files = new TreeMap<>();
  private boolean published;

  private BundleWriter(Disk disk, Path target, Path partial, long budget) {
    this.disk = disk;
    this.target = target;
    this.partial = partial;
    this.budget = budget;
  }

  /**
   * Begins a bundle under the name that its service, trigger and id give it.
   *
   * @param live this process, so that others can tell whether the bundle is still being written
   * @param first what is known now; it is written at once
   * @param budgetBytes how much all files together may take, manifest and summary not counted
   * @throws IOException when the directory cannot be made or the first manifest not be written
   */
  public static BundleWriter open(
      BundleDirectory directory, LiveProcess live, Manifest first, long budgetBytes)
      throws IOException {
    return open(Disk.REAL, directory, live, first, budgetBytes);
  }

  static BundleWriter open(
      Disk disk, BundleDirectory directory, LiveProcess live, Manifest first, long budgetBytes)
      throws IOException {
    String name =
        BundleName.of(
            first.service().name(),
            first.request().at(),
            first.request().trigger(),
            first.bundleId());
    Path target = directory.path().resolve(name);
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString(), null, "there is such a bundle");
    }
    Path partial = directory.partial().resolve(name);
    Permissions.createDirectories(directory.partial());
    Permissions.createDirectory(partial);
    BundleWriter writer = new BundleWriter(disk, target, partial, budgetBytes);
    try {
      writer.put(OWNER, live.id().getBytes(StandardCharsets.UTF_8));
      writer.put(BALLAST, new byte[BALLAST_BYTES]);
      if (writer.manifest(first) instanceof Written.Refused refused) {
        throw new IOException(refused.reason());
      }
    } catch (IOException e) {
      try {
        Trees.delete(partial);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    return writer;
  }

  /** The bundle's name, the same before and after it is published. */
  public String name() {
    return target.getFileName().toString();
  }

  /** Where the bundle lies now. */
  public Path path() {
    return published ? target : partial;
  }

  /** What the files take by now, in bytes; manifest and summary not counted. */
  public long bytes() {
    return files.values().stream()
        .filter(file -> !file.name().equals(BundleFiles.SUMMARY))
        .mapToLong(FileEntry::bytes)
        .sum();
  }

  /** What is left of the budget, in bytes. */
  public long remaining() {
    return Math.max(0, budget - bytes());
  }

  /** The files that are in the bundle, by name. */
  public List<FileEntry> files() {
    return List.copyOf(files.values());
  }

  /**
   * Writes a file, replacing an earlier one of that name only when all went well.
   *
   * @param fileName a safe name, see {@link BundleFiles#safe}
   */
  public Written write(String fileName, Content content) {
    return write(fileName, content, remaining() + bytesOf(fileName));
  }

  /** Writes {@code summary.md}, as often as wanted; the budget does not count it. */
  public Written summary(String markdown) {
    byte[] text = markdown.getBytes(StandardCharsets.UTF_8);
    return write(BundleFiles.SUMMARY, out -> out.write(text), Long.MAX_VALUE);
  }

  /**
   * Writes {@code manifest.json} with the files that are there now and {@code complete: false}, as
   * often as wanted.
   */
  public Written manifest(Manifest manifest) {
    return manifest(manifest, false);
  }

  /**
   * Where somebody else (the JVM, a recording) may write a file; it joins the bundle by {@link
   * #adopt}. The file does not exist yet; its name keeps the ending of {@code fileName}.
   */
  public Path reserve(String fileName) throws IOException {
    Path temporary = temporary(fileName);
    Permissions.createDirectories(temporary.getParent());
    Files.deleteIfExists(temporary);
    return temporary;
  }

  /**
   * Takes in the file that was written where {@link #reserve} said; when it does not fit into the
   * budget it is deleted.
   *
   * @param sanitized for heap dumps, whether primitive contents were zeroed; null for other files
   */
  public Written adopt(String fileName, Boolean sanitized) {
    try {
      Path temporary = temporary(fileName);
      long bytes = Files.size(temporary);
      long allowed = remaining() + bytesOf(fileName);
      if (bytes > allowed) {
        Files.delete(temporary);
        return new Written.Refused(
            fileName + " has " + bytes + " bytes, " + allowed + " are left of the bundle's budget");
      }
      Permissions.close(temporary);
      FileEntry entry = new FileEntry(fileName, bytes, Tally.sha256(temporary), sanitized);
      move(temporary, partial.resolve(fileName));
      files.put(fileName, entry);
      return new Written.Done(entry);
    } catch (IOException | IllegalArgumentException e) {
      return new Written.Refused(reason(fileName, e));
    }
  }

  /**
   * Ends the bundle: writes the last manifest with {@code complete: true}, forces everything to the
   * disk, and moves the directory into its place in one step.
   *
   * @return where it lies
   * @throws IOException when it could not; it then stays in {@code .partial} for recovery
   */
  public Path publish(Manifest manifest) throws IOException {
    return publish(manifest, true);
  }

  /**
   * Ends the bundle like {@link #publish(Manifest)}.
   *
   * @param complete false when a step that was asked for never came to its turn
   */
  public Path publish(Manifest manifest, boolean complete) throws IOException {
    // An interrupt would close the channels that force the bytes out.
    boolean interrupted = Thread.interrupted();
    try {
      Files.deleteIfExists(partial.resolve(BALLAST));
      for (Path file : Trees.files(partial)) {
        if (file.getFileName().toString().startsWith(TEMPORARY)) {
          Files.delete(file); // a step that was abandoned half-way; the manifest names it
        }
      }
      if (manifest(manifest, complete) instanceof Written.Refused refused) {
        throw new IOException(refused.reason());
      }
      for (Path file : Trees.files(partial)) {
        disk.force(file);
      }
      disk.forceDirectory(partial);
      Files.deleteIfExists(partial.resolve(OWNER));
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      published = true;
      disk.forceDirectory(target.getParent());
      return target;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Gives the bundle up and removes it. */
  public void discard() throws IOException {
    if (!published) {
      Trees.delete(partial);
    }
  }

  private Written manifest(Manifest given, boolean complete) {
    byte[] text = ManifestJson.text(given.with(complete, files())).getBytes(StandardCharsets.UTF_8);
    try {
      try {
        return new Written.Done(put(BundleFiles.MANIFEST, text));
      } catch (IOException e) {
        if (!Files.deleteIfExists(partial.resolve(BALLAST))) {
          throw e;
        }
        return new Written.Done(put(BundleFiles.MANIFEST, text));
      }
    } catch (IOException e) {
      return new Written.Refused(reason(BundleFiles.MANIFEST, e));
    }
  }

  private Written write(String fileName, Content content, long limit) {
    try {
      try {
        return attempt(fileName, content, limit);
      } catch (Tally.LimitReached e) {
        throw e;
      } catch (IOException e) {
        // Only the summary is worth the ballast: the other files make room for it.
        if (!fileName.equals(BundleFiles.SUMMARY)
            || !Files.deleteIfExists(partial.resolve(BALLAST))) {
          throw e;
        }
        return attempt(fileName, content, limit);
      }
    } catch (IOException | RuntimeException e) {
      return new Written.Refused(reason(fileName, e));
    }
  }

  private Written attempt(String fileName, Content content, long limit) throws IOException {
    Path temporary = temporary(fileName);
    Permissions.createDirectories(temporary.getParent());
    Files.deleteIfExists(temporary);
    boolean done = false;
    try {
      Tally tally = new Tally(disk.create(temporary), limit);
      try (OutputStream out = new BufferedOutputStream(tally, 64 << 10)) {
        content.writeTo(out);
      }
      FileEntry entry = new FileEntry(fileName, tally.bytes(), tally.sha256Hex());
      move(temporary, partial.resolve(fileName));
      files.put(fileName, entry);
      done = true;
      return new Written.Done(entry);
    } finally {
      if (!done) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  private FileEntry put(String fileName, byte[] bytes) throws IOException {
    Path temporary = partial.resolve(TEMPORARY + fileName);
    Files.deleteIfExists(temporary);
    FileEntry entry;
    try (Tally out = new Tally(disk.create(temporary), Long.MAX_VALUE)) {
      out.write(bytes);
      entry = new FileEntry(fileName, out.bytes(), out.sha256Hex());
    }
    move(temporary, partial.resolve(fileName));
    return entry;
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path temporary(String fileName) {
    if (published) {
      throw new IllegalArgumentException("the bundle is published and never changes again");
    }
    if (!BundleFiles.safe(fileName) || fileName.equals(BundleFiles.MANIFEST)) {
      throw new IllegalArgumentException(
          "'" + fileName + "' is no name for a file of a bundle: " + BundleFiles.NAME_RULE);
    }
    Path file = partial.resolve(fileName);
    return file.resolveSibling(TEMPORARY + file.getFileName());
  }

  private long bytesOf(String fileName) {
    FileEntry old = files.get(fileName);
    return old == null ? 0 : old.bytes();
  }

  private static String reason(String fileName, Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.startsWith(fileName) ? message : "cannot write " + fileName + ": " + message;
  }
}
