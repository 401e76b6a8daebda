package io.duality.scenarios;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The other JVM: locks a file, says {@code L}, and holds the lock until its stdin ends. */
public final class FileLocker {
  private FileLocker() {}

  @SuppressWarnings("try") // the lock is there to be held
  public static void main(String[] args) throws Exception {
    try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      System.out.print('L');
      System.out.flush();
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }
}
