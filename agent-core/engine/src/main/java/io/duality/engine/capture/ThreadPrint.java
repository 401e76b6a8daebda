package io.duality.engine.capture;

import java.util.List;
import java.util.Map;

/**
 * A thread print of the JVM and what is in it: one source, one safepoint.
 *
 * @param text as the JVM wrote it
 * @param threads its Java threads, in the order of the text; the JVM's own threads have no id and
 *     are in the text only
 * @param mounted frames of the virtual threads that were mounted, by thread id, top first
 */
record ThreadPrint(
    String text, List<PrintedThread> threads, Map<Long, List<StackTraceElement>> mounted) {
  ThreadPrint {
    threads = List.copyOf(threads);
    mounted = Map.copyOf(mounted);
  }
}
