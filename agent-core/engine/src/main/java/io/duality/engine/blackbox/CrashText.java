package io.duality.engine.blackbox;

import io.duality.engine.bundle.Redaction;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /** An agent that is loaded; the options of one in Java begin with its jar. */
  private static final Pattern AGENT =
      Pattern.compile("^(\\S* path:.*?, (?:not )?initialized, .*?)(instrumentlib )?options:(.*)$");

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
        out.append(redaction.text(withoutOptions(line))).append('\n');
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

  /** The same without what an agent was told, which is where licence keys and tokens are given. */
  private static String withoutOptions(String line) {
    Matcher agent = AGENT.matcher(line);
    if (!agent.matches() || agent.group(3).equals("none")) {
      return line;
    }
    boolean java = agent.group(2) != null;
    int end = java ? (agent.group(3) + '=').indexOf('=') : 0;
    boolean more = agent.group(3).length() > end;
    return agent.group(1)
        + (java ? agent.group(2) : "")
        + "options:"
        + agent.group(3).substring(0, end)
        + (more ? "[left out]" : "");
  }

  private static String title(String line) {
    int end = line.indexOf(':');
    String title = end > 0 && end < 40 ? line.substring(0, end) : "a part";
    return title.matches("[A-Za-z0-9 /()_-]+") ? title : "a part";
  }
}
