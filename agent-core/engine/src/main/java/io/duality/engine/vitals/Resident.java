package io.duality.engine.vitals;

import io.duality.model.Vitals;
import java.io.File;

/**
 * What the process has in physical memory. Pages of files do not count: the system takes them back
 * when it needs room, so they fill whatever is free and harm nobody. For one thread.
 */
final class Resident {
  private static final long KIB = 1024;

  private final SystemFile status;
  private long bytes = Vitals.UNKNOWN;
  private long besideHeap = Vitals.UNKNOWN;
  private boolean told;

  /**
   * @param status {@code /proc/self/status}
   */
  Resident(File status) {
    this.status = new SystemFile(status);
  }

  /**
   * Reads it anew.
   *
   * @param heap bytes of the heap that are committed
   * @param heapIsShared whether the collector keeps the heap in shared memory, as ZGC does, which
   *     on 17 maps it three times
   * @return whether it could be read
   */
  boolean read(long heap, boolean heapIsShared) {
    long all = status.read() ? KIB * status.number("VmRSS:") : Vitals.UNKNOWN;
    bytes = all;
    besideHeap = Vitals.UNKNOWN;
    if (all <= 0) {
      return false;
    }
    long anonymous = KIB * status.number("RssAnon:");
    long files = KIB * status.number("RssFile:");
    long shared = KIB * status.number("RssShmem:");
    if (files > 0) {
      bytes -= files;
    }
    if (heapIsShared && shared > heap) {
      bytes -= shared - heap;
    }
    told = anonymous > 0;
    if (told) {
      // Below nothing, parts of the heap are not in memory yet, and nobody knows how much of it.
      besideHeap = Math.max(Vitals.UNKNOWN, heapIsShared ? anonymous : anonymous - heap);
    }
    return true;
  }

  /** Bytes that cannot be read again from a file. */
  long bytes() {
    return bytes;
  }

  /** Whether the system tells pages of files from others. */
  boolean told() {
    return told;
  }

  /** Bytes of them that are not the heap's, or {@link Vitals#UNKNOWN}. */
  long besideHeap() {
    return besideHeap;
  }

  File path() {
    return status.path();
  }

  void close() {
    status.close();
  }
}
