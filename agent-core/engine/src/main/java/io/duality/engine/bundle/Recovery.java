package io.duality.engine.bundle;

import io.duality.model.BundleFiles;
import io.duality.model.json.JsonException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finishes what processes left behind when they died: bundles in {@code .partial} are published as
 * incomplete with their missing steps named, and their directories in {@code .live} are reported.
 */
public final class Recovery {
  /** A partial bundle that names no process may belong to one that is about to name itself. */
  private static final Duration QUIET = Duration.ofMinutes(10);

  private static final String LOCK = ".recovery";
  private static final String INTO = "bundle";

  private Recovery() {}

  /**
   * What was found.
   *
   * @param bundles the bundles that were finished
   * @param dead directories below {@code .live} whose process is dead; their black box can be
   *     harvested, then {@link #forget} removes them
   * @param notes what could not be done and why, one line each
   */
  public record Result(List<Recovered> bundles, List<Path> dead, List<String> notes) {
    public Result {
      bundles = List.copyOf(bundles);
      dead = List.copyOf(dead);
      notes = List.copyOf(notes);
    }
  }

  /**
   * A bundle that was finished.
   *
   * @param path where it lies now
   * @param bundleId its id
   * @param signature its signature, or null when it was not known yet
   * @param missing the steps that it lacks
   */
  public record Recovered(Path path, String bundleId, String signature, List<String> missing) {
    public Recovered {
      missing = List.copyOf(missing);
    }
  }

  /**
   * Looks through the directory once. Processes that start at the same moment do not get in each
   * other's way: one of them does the work.
   *
   * @throws IOException when the directory cannot be read
   */
  public static Result run(BundleDirectory directory, Instant now) throws IOException {
    Permissions.createDirectories(directory.live());
    Permissions.createDirectories(directory.partial());
    List<String> notes = new ArrayList<>();
    List<Recovered> bundles = new ArrayList<>();
    List<Path> dead = new ArrayList<>();
    Path lock = directory.live().resolve(LOCK);
    try (FileChannel channel = openLock(lock);
        FileLock taken = tryLock(channel)) {
      if (taken == null) {
        notes.add("another process is recovering " + directory.path());
        return new Result(bundles, dead, notes);
      }
      Set<String> alive = new HashSet<>();
      for (Path live : Trees.list(directory.live())) {
        if (Files.isDirectory(live, LinkOption.NOFOLLOW_LINKS) && LiveProcess.names(live)) {
          judge(live, now, dead, alive, notes);
        }
      }
      dropBegun(directory, dead);
      for (Path partial : Trees.list(directory.partial())) {
        if (BundleName.matches(partial.getFileName().toString())) {
          recover(directory, partial, alive, now, bundles, notes);
        }
      }
    } catch (IOException e) {
      if (!Files.isReadable(directory.path())) {
        throw e;
      }
      notes.add("nothing is recovered in " + directory.path() + ": " + e.getMessage());
    }
    return new Result(bundles, dead, notes);
  }

  /**
   * Takes the directory of a dead process for oneself, so that of several processes one harvests
   * it.
   *
   * @return to be closed after the harvest; null when another process has it, or it is gone
   * @throws IOException when nobody can tell
   */
  public static Closeable claim(Path dead) throws IOException {
    FileChannel lock = LiveProcess.takeOver(dead);
    if (lock != null && !Files.exists(dead.resolve(LiveProcess.LOCK))) {
      lock.close(); // harvested and removed between the two
      return null;
    }
    return lock;
  }

  /**
   * Notes into which bundle a dead process is made, so that a harvest that is itself cut short is
   * begun anew and not finished half.
   */
  public static void into(Path dead, String bundle) throws IOException {
    Path marker = dead.resolve(INTO);
    Files.deleteIfExists(marker);
    Files.createFile(marker, Permissions.file(dead));
    Files.write(marker, bundle.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes {@link #into} back. */
  public static void outOf(Path dead) throws IOException {
    Files.deleteIfExists(dead.resolve(INTO));
  }

  /** The bundle that {@link #into} named, or null. */
  public static String into(Path dead) throws IOException {
    Path marker = dead.resolve(INTO);
    return Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)
        ? Files.readString(marker, StandardCharsets.UTF_8).strip()
        : null;
  }

  /** Removes the directory of a dead process after its black box was harvested. */
  public static void forget(Path dead) throws IOException {
    Trees.delete(dead);
  }

  private static FileChannel openLock(Path lock) throws IOException {
    Trees.requireRegular(lock);
    if (!Files.exists(lock)) {
      try {
        Files.createFile(lock, Permissions.file(lock.getParent()));
      } catch (FileAlreadyExistsException e) {
        // made by a process that starts at the same moment: as good as ours
      }
    }
    return FileChannel.open(lock, StandardOpenOption.WRITE);
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread or class loader of this JVM has it
    }
  }

  private static void judge(
      Path live, Instant now, List<Path> dead, Set<String> alive, List<String> notes) {
    String id = live.getFileName().toString();
    try {
      // Written after the lock is held: without it the process may be about to take its lock.
      if (!Files.exists(live.resolve(LiveProcess.PROCESS))
          && Trees.lastChange(live).isAfter(now.minus(QUIET))) {
        alive.add(id);
        return;
      }
      FileChannel lock = LiveProcess.takeOver(live);
      if (lock == null) {
        alive.add(id); // or nobody can know: it then stays as it is
      } else {
        lock.close();
        dead.add(live);
      }
    } catch (IOException e) {
      alive.add(id);
      notes.add("cannot tell whether " + live + " is alive: " + e.getMessage());
    }
  }

  /** A post-mortem bundle that its maker did not finish is made again from what it was made of. */
  private static void dropBegun(BundleDirectory directory, List<Path> dead) throws IOException {
    for (Path each : dead) {
      String begun = into(each);
      if (begun != null && BundleName.matches(begun)) {
        Trees.delete(directory.partial().resolve(begun));
      }
    }
  }

  private static void recover(
      BundleDirectory directory,
      Path partial,
      Set<String> alive,
      Instant now,
      List<Recovered> bundles,
      List<String> notes) {
    try {
      Path owner = partial.resolve(BundleWriter.OWNER);
      if (Files.exists(owner)) {
        if (alive.contains(Trees.text(owner).strip())) {
          return;
        }
      } else if (Trees.lastChange(partial).isAfter(now.minus(QUIET))) {
        return;
      }
      if (!Files.exists(partial.resolve(BundleFiles.MANIFEST))) {
        Trees.delete(partial);
        notes.add(
            partial.getFileName() + " was removed: its process died before it wrote anything");
        return;
      }
      bundles.add(
          Leftover.finish(partial, directory.path().resolve(partial.getFileName().toString())));
    } catch (IOException | JsonException e) {
      notes.add(partial + " stays as it is: " + e.getMessage());
    }
  }
}
