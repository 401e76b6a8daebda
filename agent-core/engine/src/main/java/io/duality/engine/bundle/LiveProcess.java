package io.duality.engine.bundle;

import io.duality.model.ProcessInfo;
import io.duality.model.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * This process's directory below {@code .live}. Its lock is held until the process ends, however it
 * ends: it is the only thing that tells a living process from a dead one where every process is pid
 * 1 and sees no other.
 */
public final class LiveProcess implements AutoCloseable {
  static final String LOCK = "lock";
  static final String PROCESS = "process.json";
  private static final String ENDED = "ended";

  /**
   * The locks of this JVM. POSIX releases a lock when any descriptor of its file is closed, so
   * nobody in this process may open these again.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Path path;
  private final FileChannel channel;
  private final String note;

  private LiveProcess(Path path, FileChannel channel, String note) {
    this.path = path;
    this.channel = channel;
    this.note = note;
  }

  /**
   * Whether a directory below {@code .live} has a name as this class gives; others are not ours.
   */
  static boolean names(Path live) {
    return ID.matcher(live.getFileName().toString()).matches();
  }

  static LiveProcess announce(Path live, String service, ProcessInfo process) throws IOException {
    Path path = live.resolve(UUID.randomUUID().toString());
    Permissions.createDirectory(path);
    Path lock = path.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(
            lock,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            Permissions.file(path));
    OURS.add(lock);
    try {
      return announce(live, path, channel, service, process);
    } catch (IOException | RuntimeException | Error e) { // as when memory ends: it is tried again
      OURS.remove(lock);
      try {
        channel.close();
        Trees.delete(path);
      } catch (IOException left) { // an empty announcement, which the next start removes
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private static LiveProcess announce(
      Path live, Path path, FileChannel channel, String service, ProcessInfo process)
      throws IOException {
    Path lock = path.resolve(LOCK);
    String note = null;
    try {
      if (channel.tryLock() == null) {
        note = "the new file " + lock + " is locked by somebody else";
      }
    } catch (IOException e) {
      note = "the file system of " + live + " does not lock files (" + e.getMessage() + ")";
    }
    if (note != null) {
      note += ": what this process leaves behind will not be harvested automatically";
      channel.close();
      Files.delete(lock);
    }
    String text =
        Json.document(
            Json.object(
                "pid", process.pid(),
                "host", process.host(),
                "startedAt", process.startedAt().toString(),
                "service", service,
                "agentVersion", process.agentVersion()));
    // Last and by renaming: who can read it finds a complete directory.
    Path temporary = Files.createFile(path.resolve(PROCESS + ".tmp"), Permissions.file(path));
    Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
    Files.move(temporary, path.resolve(PROCESS));
    return new LiveProcess(path, channel, note);
  }

  /** {@code .live/<random-id>}, absolute; the place of the black box and of control requests. */
  public Path path() {
    return path;
  }

  /** Who it is; a file that may be opened, unlike the one with the lock. */
  public File announcement() {
    return path.resolve(PROCESS).toFile();
  }

  /** The random id. */
  public String id() {
    return path.getFileName().toString();
  }

  /** Why a dead process could not be told from a living one here; null when it can. */
  public String note() {
    return note;
  }

  /** Whether the lock is held. */
  public boolean locked() {
    return note == null && channel.isOpen();
  }

  /**
   * Takes the lock of another process's directory when that process is dead.
   *
   * @return the lock, to be closed after harvesting; null when the process is alive, is this one,
   *     or never had a lock
   */
  static FileChannel takeOver(Path live) throws IOException {
    Path lock = live.resolve(LOCK);
    if (OURS.contains(lock)) {
      return null;
    }
    Trees.requireRegular(lock); // opening a pipe would wait for whoever reads it
    FileChannel channel;
    try {
      channel = FileChannel.open(lock, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return null;
    }
    try {
      FileLock taken = channel.tryLock();
      if (taken != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // another class loader of this JVM holds it: alive
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  /** Creates a file of this process's directory, for its owner alone, to be read and written. */
  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        EnumSet.of(
            StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
        Permissions.file(file.getParent()));
  }

  /**
   * Leaves in order what others still use: releases the lock, so that the next process removes the
   * directory, and marks that nothing in it is to be harvested.
   */
  public void leave() throws IOException {
    Files.createFile(path.resolve(ENDED), Permissions.file(path));
    channel.close();
    OURS.remove(path.resolve(LOCK));
  }

  /** Whether the process of that directory has left in order. */
  public static boolean left(Path live) {
    return Files.exists(live.resolve(ENDED));
  }

  /**
   * Leaves in order: releases the lock and removes the directory unless something is left in it.
   */
  @Override
  public void close() throws IOException {
    Path lock = path.resolve(LOCK);
    try {
      Files.deleteIfExists(path.resolve(PROCESS)); // first: without it nobody takes us for dead
    } finally {
      channel.close();
    }
    Files.deleteIfExists(lock);
    OURS.remove(lock);
    if (Trees.empty(path)) {
      Files.deleteIfExists(path);
    }
  }
}
