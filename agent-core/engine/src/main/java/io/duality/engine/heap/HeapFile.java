package io.duality.engine.heap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Whether the JVM has finished a dump; since JDK 22 it merges the parts of its threads at last. */
final class HeapFile {
  private static final int END_BYTES = 9;

  private HeapFile() {}

  /** Whether the file has the record that ends a dump, and no part is left beside it. */
  static boolean whole(Path file) throws IOException {
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(file.getParent(), file.getFileName() + ".p*")) {
      if (parts.iterator().hasNext()) {
        return false;
      }
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() < END_BYTES) {
        return false;
      }
      ByteBuffer end = ByteBuffer.allocate(END_BYTES);
      channel.read(end, channel.size() - END_BYTES);
      return end.get(0) == Hprof.HEAP_DUMP_END && end.getInt(END_BYTES - 4) == 0;
    }
  }

  /** Removes a dump and what its threads left beside it. */
  static void delete(Path file) throws IOException {
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(file.getParent(), file.getFileName() + "*")) {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    }
  }
}
