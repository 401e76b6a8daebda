package io.duality.engine.bundle;

import io.duality.model.config.KeepFree;
import java.io.File;
import java.nio.file.Path;

/** Whether a step may write, so that some of the file system stays free whatever happens. */
public final class FreeSpace {
  private FreeSpace() {}

  /**
   * Why a step must not write now.
   *
   * @param keep what has to stay free
   * @param place where it would write
   * @param estimatedBytes how much it would write
   * @return {@code disk: 512 MiB free < keep-free 1024 MiB}, or null when there is room
   */
  public static String shortage(KeepFree keep, Path place, long estimatedBytes) {
    File file = place.toFile(); // a FileStore reads the list of all mounts first
    if (!file.exists()) {
      return "disk: cannot ask for the free space of " + place + ": it does not exist";
    }
    return shortage(keep, file.getUsableSpace(), file.getTotalSpace(), estimatedBytes);
  }

  static String shortage(KeepFree keep, long usable, long total, long estimated) {
    // Some file systems do not know their size; then the plain size counts.
    long kept = total > 0 || keep.bytes() == Long.MAX_VALUE ? keep.of(total) : keep.bytes();
    if (usable - estimated >= kept) {
      return null;
    }
    String free = "disk: " + size(usable) + " free";
    return (estimated > 0 ? free + " - " + size(estimated) + " needed" : free)
        + " < keep-free "
        + size(kept);
  }

  static String size(long bytes) {
    if (bytes >= 10L << 30) {
      return (bytes >> 30) + " GiB";
    }
    if (bytes >= 10L << 20) {
      return (bytes >> 20) + " MiB";
    }
    return bytes >= 10L << 10 ? (bytes >> 10) + " KiB" : bytes + " B";
  }
}
