package io.duality.engine.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who holds the lock on a file, as Linux lists it. */
final class FileLocks {
  private static final int PID = 5;
  private static final int FILE = 6;

  private FileLocks() {}

  /** The process that holds a lock on this file while this process waits for it, or null. */
  static String holder(String path) {
    if (path == null) {
      return null;
    }
    try {
      long inode = ((Number) Files.getAttribute(Path.of(path), "unix:ino")).longValue();
      return holder(
          Files.readAllLines(Path.of("/proc/locks"), StandardCharsets.US_ASCII),
          inode,
          ProcessHandle.current().pid());
    } catch (IOException | RuntimeException notTold) {
      return null; // not on Linux, or the file is gone: then the holder has no name
    }
  }

  /** {@code 3: POSIX ADVISORY WRITE 4711 08:01:1234 0 EOF}; who waits has an arrow in front. */
  static String holder(List<String> lines, long inode, long self) {
    String end = ":" + inode;
    for (String line : lines) {
      String[] words = line.trim().split("\\s+");
      boolean waits = words.length > 1 && words[1].equals("->");
      if (!waits && words.length > FILE - 1 && words[FILE - 1].endsWith(end)) {
        String pid = words[PID - 1];
        if (!pid.equals(Long.toString(self)) && pid.matches("[1-9][0-9]*")) {
          String command = ProcessCommand.of(Long.parseLong(pid));
          return "process " + pid + (command == null ? "" : " " + command);
        }
      }
    }
    return null;
  }
}
