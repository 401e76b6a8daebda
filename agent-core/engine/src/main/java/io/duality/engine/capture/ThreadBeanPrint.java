package io.duality.engine.capture;

import java.lang.management.LockInfo;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The layout of the JVM's thread print, made from the thread beans where the command is missing.
 */
final class ThreadBeanPrint {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private ThreadBeanPrint() {}

  static String text(ThreadMXBean beans, boolean synchronizers) {
    StringBuilder out = new StringBuilder(64 * 1024);
    out.append(TIME.format(LocalDateTime.now(ZoneId.systemDefault())))
        .append("\nFull thread dump ")
        .append(System.getProperty("java.vm.name"))
        .append(" (")
        .append(System.getProperty("java.vm.version"))
        .append(' ')
        .append(System.getProperty("java.vm.info", "mixed mode"))
        .append("):\n\n");
    for (ThreadInfo thread : beans.dumpAllThreads(true, synchronizers)) {
      if (thread != null) {
        thread(out, thread, beans);
      }
    }
    return out.toString();
  }

  private static void thread(StringBuilder out, ThreadInfo thread, ThreadMXBean beans) {
    long cpu = beans.isThreadCpuTimeSupported() ? beans.getThreadCpuTime(thread.getThreadId()) : -1;
    out.append('"')
        .append(thread.getThreadName())
        .append("\" #")
        .append(thread.getThreadId())
        .append(thread.isDaemon() ? " daemon prio=" : " prio=")
        .append(thread.getPriority())
        .append(" os_prio=0 ")
        .append(cpu < 0 ? "" : String.format(Locale.ROOT, "cpu=%.2fms ", cpu / 1e6))
        .append("tid=0x0000000000000000 nid=0x0 ")
        .append(
            switch (thread.getThreadState()) {
              case BLOCKED -> "waiting for monitor entry";
              case WAITING, TIMED_WAITING -> "waiting on condition";
              default -> "runnable";
            })
        .append("  [0x0000000000000000]\n   java.lang.Thread.State: ")
        .append(thread.getThreadState())
        .append(kind(thread))
        .append('\n');
    StackTraceElement[] frames = thread.getStackTrace();
    for (int depth = 0; depth < frames.length; depth++) {
      out.append("\tat ").append(frame(frames[depth])).append('\n');
      if (depth == 0 && thread.getLockInfo() != null) {
        out.append(
            switch (thread.getThreadState()) {
              case BLOCKED -> "\t- waiting to lock ";
              default -> parked(frames[0]) ? "\t- parking to wait for  " : "\t- waiting on ";
            });
        lock(out, thread.getLockInfo());
      }
      for (MonitorInfo monitor : thread.getLockedMonitors()) {
        if (monitor.getLockedStackDepth() == depth) {
          out.append("\t- locked ");
          lock(out, monitor);
        }
      }
    }
    out.append("\n   Locked ownable synchronizers:\n");
    for (LockInfo lock : thread.getLockedSynchronizers()) {
      out.append("\t- ");
      lock(out, lock);
    }
    out.append(thread.getLockedSynchronizers().length == 0 ? "\t- None\n\n" : "\n");
  }

  private static String kind(ThreadInfo thread) {
    StackTraceElement[] frames = thread.getStackTrace();
    return switch (thread.getThreadState()) {
      case BLOCKED -> " (on object monitor)";
      case WAITING, TIMED_WAITING ->
          frames.length == 0 ? "" : parked(frames[0]) ? " (parking)" : monitor(frames[0]);
      default -> "";
    };
  }

  private static String monitor(StackTraceElement top) {
    return top.getClassName().equals("java.lang.Object") ? " (on object monitor)" : " (sleeping)";
  }

  private static boolean parked(StackTraceElement top) {
    return top.getMethodName().equals("park");
  }

  private static void lock(StringBuilder out, LockInfo lock) {
    out.append(String.format("<0x%016x>", lock.getIdentityHashCode()))
        .append(" (a ")
        .append(lock.getClassName())
        .append(")\n");
  }

  private static String frame(StackTraceElement frame) {
    String place =
        frame.isNativeMethod()
            ? "Native Method"
            : frame.getFileName() == null
                ? "Unknown Source"
                : frame.getLineNumber() < 0
                    ? frame.getFileName()
                    : frame.getFileName() + ":" + frame.getLineNumber();
    String version = frame.getModuleVersion() == null ? "" : "@" + frame.getModuleVersion();
    String module = frame.getModuleName() == null ? "" : frame.getModuleName() + version + "/";
    return frame.getClassName() + "." + frame.getMethodName() + "(" + module + place + ")";
  }
}
