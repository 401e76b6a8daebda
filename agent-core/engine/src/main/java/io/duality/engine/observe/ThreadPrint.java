package io.duality.engine.observe;

import java.util.List;
import java.util.Map;

/**
 * A thread print of the JVM and what is in it: one source, one safepoint.
 *
 * @param text as the JVM wrote it
 * @param threads its Java threads, in the order of the text; the JVM's own threads have no id and
 *     are in the text only
 * @param mounted the stacks of the virtual threads that were mounted, by thread id
 */
public record ThreadPrint(
    String text, List<PrintedThread> threads, Map<Long, PrintedStack> mounted) {
  public ThreadPrint {
    threads = List.copyOf(threads);
    mounted = Map.copyOf(mounted);
  }
}
