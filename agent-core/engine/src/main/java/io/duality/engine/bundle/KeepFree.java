package io.duality.engine.bundle;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much of the file system stays free whatever happens: the smaller of a share and a size.
 *
 * @param share of the whole file system, 0 to 1
 * @param bytes a size
 */
public record KeepFree(double share, long bytes) {
  /** The smaller of 15 % and 1 GiB. */
  public static final KeepFree DEFAULT = new KeepFree(0.15, 1L << 30);

  public KeepFree {
    if (!(share >= 0 && share <= 1) || bytes < 0) {
      throw new IllegalArgumentException(
          "keep-free is a share from 0 to 1 and a size, not " + share + " and " + bytes);
    }
  }

  /**
   * Why a step must not write now.
   *
   * @param place where it would write
   * @param estimatedBytes how much it would write
   * @return {@code disk: 512 MiB free < keep-free 1 GiB …}, or null when there is room
   */
  public String shortage(Path place, long estimatedBytes) {
    try {
      FileStore store = Files.getFileStore(place);
      return shortage(store.getUsableSpace(), store.getTotalSpace(), estimatedBytes);
    } catch (IOException e) {
      return "disk: cannot ask for the free space of " + place + " (" + e.getMessage() + ")";
    }
  }

  String shortage(long usable, long total, long estimated) {
    // Some file systems do not know their size; the usable space still counts.
    long keep = total > 0 ? Math.min((long) (share * total), bytes) : bytes;
    if (usable - estimated >= keep) {
      return null;
    }
    String free = "disk: " + size(usable) + " free";
    return (estimated > 0 ? free + " - " + size(estimated) + " needed" : free)
        + " < keep-free "
        + size(keep)
        + " (smaller of "
        + Math.round(share * 100)
        + " % and "
        + size(bytes)
        + ")";
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
