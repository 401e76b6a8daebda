package io.duality.engine.observe;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Linux says of the threads of this process that are inside a system call: on which file. A
 * thread is recognised by its processor time, which is the same number in the JVM and in {@code
 * schedstat} for as long as the thread does not run. Elsewhere nothing is known.
 */
final class SystemCalls {
  private static final int MAX_TASKS = 4096;
  private static final int MAX_CHILDREN = 64;
  private static final String[] STANDARD = {"stdin", "stdout", "stderr"};

  private final Path process;

  SystemCalls() {
    this(Path.of("/proc/self"));
  }

  SystemCalls(Path process) {
    this.process = process;
  }

  /**
   * Names what the first argument of a thread's system call stands for, which is a file descriptor
   * where the thread reads or writes.
   *
   * @param cpuNanos the processor times of such threads
   * @return by processor time; what is not found, or not unique, is missing
   */
  Map<Long, String> files(Set<Long> cpuNanos) {
    Map<Long, String> found = new HashMap<>();
    Set<Long> ambiguous = new HashSet<>();
    String[] tasks = process.resolve("task").toFile().list();
    if (tasks == null || tasks.length > MAX_TASKS) {
      return found;
    }
    for (String task : tasks) {
      Path directory = process.resolve("task").resolve(task);
      long cpu = number(firstWord(directory.resolve("schedstat"), 0));
      if (cpuNanos.contains(cpu)) {
        String name = file(firstWord(directory.resolve("syscall"), 1));
        if (name != null && found.put(cpu, name) != null) {
          ambiguous.add(cpu);
        }
      }
    }
    found.keySet().removeAll(ambiguous);
    return found;
  }

  private String file(String argument) {
    long descriptor = number(argument);
    if (descriptor < 0) {
      return null;
    }
    String target = link(process.resolve("fd").resolve(Long.toString(descriptor)));
    if (target == null) {
      return null;
    }
    if (descriptor < STANDARD.length) {
      return STANDARD[(int) descriptor] + " of this process";
    }
    return target.startsWith("pipe:") ? pipe(target) : "file " + Endpoint.brief(target);
  }

  /** The other end of a pipe is looked for in the children of this process. */
  private static String pipe(String target) {
    List<ProcessHandle> children = ProcessHandle.current().children().limit(MAX_CHILDREN).toList();
    for (ProcessHandle child : children) {
      String[] descriptors = new File("/proc/" + child.pid() + "/fd").list();
      for (String each : descriptors == null ? new String[0] : descriptors) {
        if (target.equals(link(Path.of("/proc/" + child.pid() + "/fd/" + each)))) {
          String command = ProcessCommand.of(child.pid());
          return "pipe of process " + child.pid() + (command == null ? "" : " " + command);
        }
      }
    }
    return target;
  }

  private static String link(Path path) {
    try {
      return Files.readSymbolicLink(path).toString();
    } catch (IOException | UnsupportedOperationException gone) {
      return null; // closed meanwhile, or another user's: then it has no name
    }
  }

  private static String firstWord(Path file, int skipped) {
    try {
      String[] words = Files.readString(file, StandardCharsets.US_ASCII).split("\\s+", skipped + 2);
      return words.length > skipped ? words[skipped] : "";
    } catch (IOException gone) {
      return ""; // the thread has ended, or the kernel does not tell
    }
  }

  private static long number(String text) {
    try {
      return Long.decode(text);
    } catch (NumberFormatException none) {
      return -1; // such as "running", when it is in no system call any more
    }
  }
}
