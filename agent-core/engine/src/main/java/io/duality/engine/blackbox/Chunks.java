package io.duality.engine.blackbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The chunks of a flight recorder whose process died, put together to one file. The last of them
 * was being written: its header says how far it is whole, since the flush of about every second.
 */
final class Chunks {
  private static final int HEADER = 68;
  private static final int MAGIC = 0x464c5200; // FLR and 0
  private static final int SIZE_AT = 8;
  private static final int START_AT = 32;
  private static final int DURATION_AT = 40;

  /** Not 0 while the recorder writes the chunk; readers of JDK 22 and later refuse it then. */
  private static final int STATE_AT = 64;

  private record Chunk(Path file, long bytes, long startNanos, long endNanos, Instant written) {}

  private final List<Chunk> chunks = new ArrayList<>();
  private int unreadable;

  /** The chunks below a repository, the oldest first. */
  static Chunks below(Path repository) throws IOException {
    Chunks found = new Chunks();
    List<Path> directories = new ArrayList<>(List.of(repository));
    directories.addAll(children(repository, true));
    for (Path directory : directories) {
      for (Path file : children(directory, false)) {
        if (file.getFileName().toString().endsWith(".jfr")) {
          found.add(file);
        }
      }
    }
    found.chunks.sort(Comparator.comparingLong(Chunk::startNanos));
    return found;
  }

  private static List<Path> children(Path directory, boolean directories) {
    List<Path> all = new ArrayList<>();
    String[] names = directory.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      Path child = directory.resolve(name);
      boolean wanted =
          directories
              ? Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)
              : Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS);
      if (wanted) {
        all.add(child);
      }
    }
    return all;
  }

  private void add(Path file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    long length;
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      int read = 0;
      while (header.hasRemaining() && read >= 0) {
        read = in.read(header);
      }
      length = in.size();
    }
    if (header.hasRemaining() || header.getInt(0) != MAGIC) {
      unreadable++;
      return;
    }
    long size = header.getLong(SIZE_AT);
    if (size <= HEADER || size > length) {
      unreadable++; // nothing was ever flushed into it
      return;
    }
    long start = header.getLong(START_AT);
    chunks.add(
        new Chunk(
            file,
            size,
            start,
            start + header.getLong(DURATION_AT),
            Files.getLastModifiedTime(file).toInstant()));
  }

  boolean isEmpty() {
    return chunks.isEmpty();
  }

  /** How many files were no chunks, or chunks without any event. */
  int unreadable() {
    return unreadable;
  }

  /** When the recorder wrote last; null when there is no chunk. */
  Instant lastWritten() {
    return chunks.stream().map(Chunk::written).max(Comparator.naturalOrder()).orElse(null);
  }

  long bytes() {
    return chunks.stream().mapToLong(Chunk::bytes).sum();
  }

  /** Keeps the last chunk, and those before it inside both limits. */
  void limit(Duration age, long most) {
    if (chunks.isEmpty()) {
      return;
    }
    long from = chunks.get(chunks.size() - 1).endNanos() - age.toNanos();
    long sum = 0;
    for (int i = chunks.size() - 1; i >= 0; i--) {
      sum += chunks.get(i).bytes();
      boolean last = i == chunks.size() - 1;
      if (!last && (sum > most || chunks.get(i).endNanos() < from)) {
        chunks.subList(0, i + 1).clear();
        return;
      }
    }
  }

  /** Writes them one behind the other, each as far as it is whole and marked as finished. */
  void join(Path target) throws IOException {
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (Chunk chunk : chunks) {
        long begin = out.position();
        try (FileChannel in = FileChannel.open(chunk.file(), StandardOpenOption.READ)) {
          long done = 0;
          while (done < chunk.bytes()) {
            long moved = in.transferTo(done, chunk.bytes() - done, out);
            if (moved <= 0) {
              throw new IOException(chunk.file() + " ended before its header says");
            }
            done += moved;
          }
        }
        out.write(ByteBuffer.wrap(new byte[] {0}), begin + STATE_AT);
      }
    }
  }
}
