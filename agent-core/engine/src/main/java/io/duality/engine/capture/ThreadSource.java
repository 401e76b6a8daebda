package io.duality.engine.capture;

import io.duality.engine.observe.JvmPrint;
import io.duality.engine.observe.PrintedThread;
import io.duality.engine.observe.ThreadPrint;
import io.duality.engine.observe.ThreadPrintParser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMException;

/** Where the threads of a dump come from. */
final class ThreadSource {
  private final int synchronizersUpTo;
  private final int maxVirtual;

  /**
   * @param synchronizersUpTo with more threads than this the print leaves the owned synchronizers
   *     out, which double its pause
   * @param maxVirtual with more virtual threads than this they are only counted
   */
  ThreadSource(int synchronizersUpTo, int maxVirtual) {
    this.synchronizersUpTo = synchronizersUpTo;
    this.maxVirtual = maxVirtual;
  }

  /**
   * Takes a dump.
   *
   * @param scratch a file that does not exist, for the JVM's dump of virtual threads; or null to
   *     leave virtual threads out
   */
  ThreadDump take(Path scratch) {
    ThreadMXBean beans = ManagementFactory.getThreadMXBean();
    boolean synchronizers = beans.getThreadCount() <= synchronizersUpTo;
    String note =
        synchronizers
            ? null
            : "the owned synchronizers are left out: "
                + beans.getThreadCount()
                + " threads are more than "
                + synchronizersUpTo
                + ", and the part doubles the pause";
    String text;
    try {
      text = JvmPrint.text(synchronizers ? new String[] {"-l"} : new String[0]);
    } catch (JMException | RuntimeException e) {
      text = ThreadBeanPrint.text(beans, synchronizers);
      note =
          (note == null ? "" : note + "; ")
              + "the JVM's own print is not to be had ("
              + Failed.describe(e)
              + "), so the thread beans' stands in its place: no priorities of the system, no ages";
    }
    Instant at = Instant.now();
    long nanos = System.nanoTime();
    ThreadPrint print = ThreadPrintParser.parse(text, id -> name(beans, id));
    return virtual(
        new ThreadDump(at, nanos, print, List.of(), OptionalLong.empty(), null, note), scratch);
  }

  private ThreadDump virtual(ThreadDump dump, Path scratch) {
    if (!VirtualThreads.exist() || scratch == null) {
      return dump;
    }
    Set<Long> platform =
        dump.print().threads().stream().map(PrintedThread::id).collect(Collectors.toSet());
    OptionalLong count = VirtualThreads.count();
    if (count.isEmpty()) {
      return with(
          dump,
          List.of(),
          OptionalLong.empty(),
          "how many virtual threads exist is unknown, and the JVM's dump of them has no limit:"
              + " jdk.internal.vm is not exported to the agent");
    }
    if (count.getAsLong() == 0) {
      return with(dump, List.of(), count, null);
    }
    if (count.getAsLong() > maxVirtual) {
      return with(
          dump,
          List.of(),
          count,
          count.getAsLong()
              + " virtual threads are more than duality.threads.max-virtual "
              + maxVirtual);
    }
    try {
      return with(dump, VirtualThreads.dump(scratch, platform), count, null);
    } catch (IOException e) {
      return with(dump, List.of(), count, e.getMessage());
    }
  }

  private static ThreadDump with(
      ThreadDump dump, List<VirtualThreadSeen> virtual, OptionalLong count, String reason) {
    return new ThreadDump(
        dump.at(), dump.nanos(), dump.print(), virtual, count, reason, dump.note());
  }

  private static String name(ThreadMXBean beans, long id) {
    ThreadInfo info = beans.getThreadInfo(id);
    return info == null ? null : info.getThreadName();
  }
}
