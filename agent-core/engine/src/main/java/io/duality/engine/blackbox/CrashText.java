package io.duality.engine.blackbox;

import io.duality.engine.bundle.Redaction;
import java.util.List;

/**
 * A crash log for a bundle: only the parts that say how the JVM ended. Command line, environment,
 * properties, registers, what lay on the stack and messages of exceptions may hold values, and are
 * left out with a line in their place.
 */
final class CrashText {
  /** How the parts begin that are taken over; all others are left out. */
  private static final List<String> TAKEN =
      List.of(
          "#",
          "---------------",
          "Current thread",
          "Stack: ",
          "Current CompileTask:",
          "JavaThread 0x",
          "Native frames:",
          "Java frames:",
          "siginfo:",
          "VM_Operation",
          "VM state:",
          "VM Mutex",
          "Heap:",
          "Heap address",
          "CDS archive",
          "Compressed class",
          "Narrow klass",
          "GC Precious",
          "CardTable",
          "Metaspace:",
          "Usage:",
          "CodeHeap",
          "CodeCache",
          "Compilation: ",
          "Threads class SMR",
          "Java Threads:",
          "Other Threads:",
          "Total: ",
          "Threads with active compile tasks",
          "OutOfMemory and StackOverflow",
          "JVMTI agents",
          "GC Heap History",
          "GC heap before",
          "Dll operation events",
          "Deoptimization events",
          "Compilation events",
          "ZGC Phase",
          "VM Operations",
          "VM Operation",
          "Events (",
          "OS:",
          "OS uptime",
          "uname:",
          "libc:",
          "rlimit",
          "load average",
          "/proc/meminfo",
          "/proc/sys",
          "container (cgroup) information",
          "Memory: ",
          "Process Memory:",
          "CPU: ",
          "Page Sizes",
          "vm_info:",
          "Time: ",
          "elapsed time",
          "Host: ",
          "Launcher Type");

  private CrashText() {}

  static String of(String log, Redaction redaction) {
    StringBuilder out = new StringBuilder(log.length() / 2);
    boolean begins = true;
    boolean taken = false;
    for (String line : log.lines().toList()) {
      if (line.isBlank()) {
        begins = true;
        if (taken) {
          out.append('\n');
        }
        continue;
      }
      if (begins || line.startsWith("---------------") || line.startsWith("Time: ")) {
        boolean wanted = TAKEN.stream().anyMatch(line::startsWith);
        if (!wanted && begins) {
          out.append('[').append(title(line)).append(": left out, it may hold values]\n\n");
        }
        taken = wanted;
        begins = false;
      }
      if (taken && !secret(line)) {
        out.append(redaction.text(line)).append('\n');
      }
    }
    return out.toString();
  }

  /** Lines with values inside parts that are taken over. */
  private static boolean secret(String line) {
    return line.startsWith("Command Line:")
        || line.startsWith("jvm_args:")
        || line.startsWith("java_command:")
        || line.startsWith("java_class_path")
        || line.contains("Exception <");
  }

  private static String title(String line) {
    int end = line.indexOf(':');
    String title = end > 0 && end < 40 ? line.substring(0, end) : "a part";
    return title.matches("[A-Za-z0-9 /()_-]+") ? title : "a part";
  }
}
