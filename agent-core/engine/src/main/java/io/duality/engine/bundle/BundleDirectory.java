package io.duality.engine.bundle;

import io.duality.model.BundleFiles;
import io.duality.model.ProcessInfo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** The directory in which all bundles of a service lie, beside their ledger. */
public final class BundleDirectory {
  private final File directory;
  private final boolean fallback;
  private final String note;

  private BundleDirectory(File directory, boolean fallback, String note) {
    this.directory = directory;
    this.fallback = fallback;
    this.note = note;
  }

  /**
   * Takes the wanted directory, or {@code ${java.io.tmpdir}/duality-<user>} when it cannot be
   * written; what is missing is created for the owner alone. Uses {@code java.io.File} only, so it
   * may run before {@code main}.
   *
   * @throws IOException when neither can be written; the message says why and what to do
   */
  public static BundleDirectory choose(String wanted) throws IOException {
    return choose(new File(wanted), null);
  }

  /**
   * The same with another place to go.
   *
   * @param fallback null for the one in {@code java.io.tmpdir}, whose name takes regular
   *     expressions to make and is rarely needed
   */
  static BundleDirectory choose(File wanted, File fallback) throws IOException {
    File first = normal(wanted);
    String problem = problem(first);
    if (problem == null) {
      return new BundleDirectory(first, false, null);
    }
    File second = normal(fallback == null ? ofUser() : fallback);
    String secondProblem = problem(second);
    String remedy =
        "set duality.bundle.dir to a directory that user "
            + System.getProperty("user.name")
            + " may write";
    if (secondProblem == null) {
      return new BundleDirectory(
          second,
          true,
          "cannot write bundles to "
              + first
              + " ("
              + problem
              + "), they go to "
              + second
              + "; "
              + remedy);
    }
    throw new IOException(
        "cannot write bundles to "
            + first
            + " ("
            + problem
            + ") nor to "
            + second
            + " ("
            + secondProblem
            + "); "
            + remedy);
  }

  private static File ofUser() {
    String user = BundleName.clean(System.getProperty("user.name", ""), "unknown", 40);
    return new File(System.getProperty("java.io.tmpdir"), "duality-" + user);
  }

  /** The absolute path without {@code .} and {@code ..}; symbolic links stay as they are. */
  private static File normal(File file) {
    return new File(file.getAbsoluteFile().toURI().normalize());
  }

  /** Why nothing can be written there, or null when it can. */
  private static String problem(File directory) {
    if (directory.exists() && !directory.isDirectory()) {
      return "it is not a directory";
    }
    if (!directory.exists() && !create(directory)) {
      return "it cannot be created";
    }
    File probe = new File(directory, ".probe-" + Long.toHexString(System.nanoTime()));
    try {
      if (!probe.createNewFile()) {
        return "a file of that name is in the way: " + probe.getName();
      }
    } catch (IOException e) {
      return e.getMessage();
    }
    return probe.delete() ? null : "files in it cannot be deleted";
  }

  private static boolean create(File directory) {
    File parent = directory.getParentFile();
    if (parent != null && !parent.exists() && !create(parent)) {
      return false;
    }
    // Another process may create it at the same moment; then its permissions are not ours to set.
    return directory.mkdir() ? ownerOnly(directory) : directory.isDirectory();
  }

  /** Whether the owner can use it; systems without such permissions answer false and do nothing. */
  private static boolean ownerOnly(File directory) {
    boolean set = directory.setReadable(false, false);
    set &= directory.setWritable(false, false);
    set &= directory.setExecutable(false, false);
    set &= directory.setReadable(true, true);
    set &= directory.setWritable(true, true);
    set &= directory.setExecutable(true, true);
    return set || directory.canWrite();
  }

  /** Why the wanted directory was not taken; null when it was. */
  public String note() {
    return note;
  }

  /** The absolute path, without touching the NIO file system. */
  public File file() {
    return directory;
  }

  /** The absolute path. */
  public Path path() {
    return directory.toPath();
  }

  /** Where bundles are written before they are published. */
  public Path partial() {
    return path().resolve(BundleFiles.PARTIAL);
  }

  /** Where running processes announce themselves. */
  public Path live() {
    return path().resolve(BundleFiles.LIVE);
  }

  /** The file of decisions and deletions. */
  public Path ledger() {
    return path().resolve(BundleFiles.LEDGER);
  }

  /**
   * Announces this process in {@code .live} and makes the places that writing needs.
   *
   * @throws IOException when they cannot be made, or when somebody else could change what lies in a
   *     directory under {@code java.io.tmpdir}
   */
  public LiveProcess enter(String service, ProcessInfo process) throws IOException {
    String foreign = foreign();
    if (foreign != null) {
      throw new IOException(
          directory + " " + foreign + ": set duality.bundle.dir to a directory of your own");
    }
    Permissions.createDirectories(live());
    Permissions.createDirectories(partial());
    return LiveProcess.announce(live(), service, process);
  }

  /** What keeps a guessable path in a shared directory from being ours alone, or null. */
  private String foreign() throws IOException {
    if (!fallback) {
      return null;
    }
    if (Files.isSymbolicLink(path())) {
      return "is a symbolic link";
    }
    Optional<Set<PosixFilePermission>> mode = Permissions.of(path());
    if (mode.isEmpty()) {
      return null;
    }
    if (mode.get().contains(PosixFilePermission.GROUP_WRITE)
        || mode.get().contains(PosixFilePermission.OTHERS_WRITE)) {
      return "may be written by other users";
    }
    Path probe = Files.createTempFile(path(), ".probe-", "", Permissions.file(path()));
    try {
      return Files.getOwner(path(), LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe))
          ? null
          : "belongs to " + Files.getOwner(path(), LinkOption.NOFOLLOW_LINKS);
    } finally {
      Files.delete(probe);
    }
  }
}
