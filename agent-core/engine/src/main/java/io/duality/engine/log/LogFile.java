package io.duality.engine.log;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A file that is appended to and rotated. It is open only while it is written: several processes
 * may share it, and any of them may rotate it.
 */
final class LogFile {
  private final File file;
  private final long maxBytes;

  LogFile(File file, long maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
  }

  String path() {
    return file.getPath();
  }

  void append(String text) throws IOException {
    if (!file.isFile() && file.exists()) {
      throw new IOException("it is no regular file"); // opening a pipe waits for its reader
    }
    if (file.length() > maxBytes) {
      File older = new File(file.getPath() + ".1");
      if (older.exists() && !older.delete()) {
        throw new IOException(older + " cannot be deleted");
      }
      if (!file.renameTo(older)) {
        throw new IOException("it cannot be renamed to " + older.getName());
      }
    }
    boolean created = !file.exists();
    try (FileOutputStream out = new FileOutputStream(file, true)) {
      if (created) {
        OwnerOnly.make(file); // where that is not possible the directory has to do
      }
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
