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
  private long committed;
  private long touched;
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
   * @param used bytes of the heap that objects have
   * @param heap bytes of the heap that are committed
   * @param heapIsShared whether the collector keeps the heap in shared memory, as ZGC does, which
   *     on 17 maps it three times
   * @return whether it could be read
   */
  boolean read(long used, long heap, boolean heapIsShared) {
    long all = status.read() ? KIB * status.number("VmRSS:") : Vitals.UNKNOWN;
    bytes = all;
    if (all <= 0) {
      besideHeap = Vitals.UNKNOWN;
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
    besideHeap = told ? heapIsShared ? anonymous : beside(anonymous, used, heap) : Vitals.UNKNOWN;
    return true;
  }

  /**
   * The system does not tell which pages are the heap's. What is committed need not be in memory
   * yet, what objects once had is there: the truth lies between. The estimate moves only when it
   * has to, so a heap whose pages are touched one after the other is never taken for memory beside
   * it that grows.
   */
  private long beside(long anonymous, long used, long heap) {
    touched = Math.max(used, touched - Math.max(0, committed - heap));
    committed = heap;
    long least = Math.max(0, anonymous - heap);
    long most = Math.max(least, anonymous - touched);
    return besideHeap < 0 ? most : Math.min(most, Math.max(least, besideHeap));
  }

  /** Bytes that cannot be read again from a file. */
  long bytes() {
    return bytes;
  }

  /** Whether the system tells pages of files from others. */
  boolean told() {
    return told;
  }

  /** Bytes of them that are not the heap's, about, or {@link Vitals#UNKNOWN}. */
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
