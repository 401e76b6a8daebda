package io.duality.engine.heap;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets the JVM write its heap: by several threads of its own where it can and where asking for that
 * is safe, else by its bean. All objects are written, unreachable ones too: no collection is forced
 * for it.
 */
final class DumpWay {
  /** Before it, the dump is written by one thread of the JVM whoever asks. */
  private static final int PARALLEL_SINCE = 22;

  private static final int MOST_WRITERS = 4;

  private DumpWay() {}

  /**
   * Dumps all of the heap; returns when the file is whole.
   *
   * @param file absolute, ends in {@code .hprof}, does not exist
   * @return how it was done, in words
   * @throws IOException when the JVM did not write it
   */
  static String dump(Path file) throws IOException {
    int writers = Math.min(MOST_WRITERS, Runtime.getRuntime().availableProcessors());
    String why = "";
    if (Runtime.version().feature() >= PARALLEL_SINCE && writers > 1) {
      OwnSocket.Reached socket = OwnSocket.reach(file.getParent());
      if (socket.path() != null) {
        String failure =
            OwnSocket.ask(
                socket.path(), "GC.heap_dump -all -parallel=" + writers + " " + file, "created");
        if (failure == null) {
          return "by " + writers + " threads of the JVM, all objects";
        }
        Files.deleteIfExists(file);
        why = "; not in parallel: " + failure;
      } else {
        why = "; not in parallel: " + socket.reason();
      }
    }
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(file.toString(), false);
    return "by one thread of the JVM, all objects" + why;
  }
}
