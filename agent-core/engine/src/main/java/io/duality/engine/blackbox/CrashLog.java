package io.duality.engine.blackbox;

import io.duality.model.CrashDetails;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code hs_err} log in which a JVM says how it ended.
 *
 * @param pid of the process that wrote it, or -1
 * @param signal such as {@code SIGSEGV}, or {@code Internal Error}
 * @param message what the JVM says of an end of its own, such as {@code fatal error: OutOfMemory
 *     encountered: Java heap space}; or null
 * @param problemFrame without its address, or null
 * @param module the library of that frame, or null
 * @param fault whose frame it is
 * @param thread the name of the thread that crashed, or null
 * @param frames of that thread, top first
 * @param vmOperation what the VM was doing for all threads, or null
 * @param elapsedSeconds how long the JVM had lived, or -1
 * @param details what else it says
 */
record CrashLog(
    long pid,
    String signal,
    String message,
    String problemFrame,
    String module,
    String fault,
    String thread,
    List<String> frames,
    String vmOperation,
    double elapsedSeconds,
    CrashDetails details) {
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_FRAMES = 40;
  private static final int LONGEST_FRAME = 160;
  private static final String NATIVE_MEMORY = "Out of Memory Error";

  private static final Pattern SIGNAL =
      Pattern.compile(
          "^# +(SIG\\w+|EXCEPTION_\\w+) \\(0x\\w+\\) at pc=\\w+(?: \\(sent by kill\\))?, pid=(\\d+)");
  private static final Pattern OWN_END =
      Pattern.compile("^# +(Internal Error|" + NATIVE_MEMORY + ") \\(.*\\), pid=(\\d+)");
  private static final Pattern MESSAGE =
      Pattern.compile(
          "^# +((?:fatal error|Error|guarantee.*|assert.*): ?.*|Native memory allocation .*)$");
  private static final Pattern THREAD =
      Pattern.compile(
          "^Current thread (?:is native thread|\\(\\w+\\): +(\\w+) (?:\"(.*)\"(?: +daemon)?|(.*?)) +\\[.*)");
  private static final Pattern RUNTIME = Pattern.compile("^# JRE version: (.*?)(?: \\(build .*)?$");
  private static final Pattern ELAPSED = Pattern.compile("elapsed time: ([\\d.]{1,18}) seconds");
  private static final Pattern FRAME = Pattern.compile("^[A-Za-z]{1,2} .*");
  private static final Pattern COMPILING =
      Pattern.compile("^(C1|C2|JVMCI\\S*):.*?\\s([\\w.$/<>]+::[\\w$<>]+)");
  private static final Pattern OPERATION = Pattern.compile("^VM_Operation \\(\\w+\\): (\\w+)");
  private static final Pattern MODULE = Pattern.compile("\\[([^\\]+]+?)(?:\\+0x\\w+)?\\]");
  private static final Pattern MODULE_PLACE = Pattern.compile("\\[([^\\]]+\\+0x\\w+)\\]");
  private static final Pattern ADDRESSES =
      Pattern.compile("(?:@ )?(?<!\\+)0x[0-9a-f]{6,}(?:\\+0x[0-9a-f]+)?|\\[0x\\w+\\+0x\\w+\\]");

  /** Reads as much of a log as matters. */
  static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }

  /** What the text says; null when it is no crash log. */
  static CrashLog parse(String text) {
    List<String> lines = text.lines().toList();
    Matcher head = null;
    String message = null;
    String problem = null;
    for (int i = 0; i < lines.size() && lines.get(i).startsWith("#"); i++) {
      String line = lines.get(i);
      Matcher found = head == null ? head(line) : null;
      if (found != null) {
        head = found;
      } else if (line.equals("# Problematic frame:") && i + 1 < lines.size()) {
        problem = lines.get(i + 1).substring(1).strip();
      } else if (message == null) {
        Matcher said = MESSAGE.matcher(line);
        message = said.matches() ? said.group(1) : null;
      }
    }
    if (head == null) {
      return null;
    }
    String frame = problem == null || problem.isEmpty() ? null : problem;
    String[] thread = thread(lines);
    long pid = Long.parseLong(head.group(2));
    return new CrashLog(
        pid,
        head.group(1),
        message,
        frame == null ? null : place(frame),
        frame == null ? null : module(frame),
        frame == null ? null : fault(frame),
        thread[1],
        frames(lines),
        operation(lines),
        elapsed(lines),
        details(lines, pid, message, role(thread[0], thread[1])));
  }

  private static Matcher head(String line) {
    for (Pattern pattern : List.of(SIGNAL, OWN_END)) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        return matcher;
      }
    }
    return null;
  }

  /** Kind and name of the thread that crashed; either may be null. */
  private static String[] thread(List<String> lines) {
    for (String line : lines) {
      Matcher matcher = THREAD.matcher(line);
      if (matcher.find()) {
        String name = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        return new String[] {
          matcher.group(1), name == null || name.isBlank() ? null : name.strip()
        };
      }
    }
    return new String[2];
  }

  /** What such a thread is for; native threads of a library have no kind. */
  private static String role(String kind, String name) {
    if (kind == null) {
      return null;
    }
    String of = name == null ? "" : name;
    boolean named = !kind.equals("JavaThread") && of.matches("(GC|G1|Shenandoah|Z).*");
    if (named || kind.startsWith("GC") || kind.contains("Concurrent")) {
      return CrashDetails.COLLECTOR;
    }
    return of.contains("CompilerThread")
        ? CrashDetails.COMPILER
        : kind.equals("JavaThread")
            ? CrashDetails.JAVA
            : kind.equals("VMThread") ? CrashDetails.VM : null;
  }

  private static String compiling(List<String> lines) {
    int at = lines.indexOf("Current CompileTask:");
    Matcher task = at < 0 || at + 1 >= lines.size() ? null : COMPILING.matcher(lines.get(at + 1));
    return task != null && task.find() ? task.group(2) + " by " + task.group(1) : null;
  }

  private static CrashDetails details(List<String> lines, long pid, String message, String role) {
    CrashAccess access = CrashAccess.of(lines);
    String jdk = null;
    for (String line : lines) {
      Matcher runtime = jdk == null ? RUNTIME.matcher(line) : null;
      jdk = runtime != null && runtime.find() ? runtime.group(1) : jdk;
    }
    List<String> java = frames(lines, "Java frames:", true);
    List<String> mixed = java.isEmpty() ? frames(lines, "Native frames:", true) : java;
    return new CrashDetails(
        message,
        access.text(pid),
        access.sender(),
        role,
        compiling(lines),
        mixed.stream().filter(frame -> frame.matches("[jJA] .*")).toList(),
        jdk,
        CrashFigures.of(lines));
  }

  private static double elapsed(List<String> lines) {
    for (String line : lines) {
      Matcher matcher = line.startsWith("Time: ") ? ELAPSED.matcher(line) : null;
      if (matcher != null && matcher.find()) {
        return Double.parseDouble(matcher.group(1));
      }
    }
    return -1;
  }

  private static String operation(List<String> lines) {
    for (String line : lines) {
      Matcher matcher = OPERATION.matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    return null;
  }

  /**
   * The frames under one heading; none of a thread that the crashed one was busy with.
   *
   * @param plain without addresses and cut to a line
   */
  private static List<String> frames(List<String> lines, String heading, boolean plain) {
    List<String> frames = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(heading)
          && (i == 0 || !lines.get(i - 1).endsWith("was being processed"))) {
        for (int j = i + 1; j < lines.size() && FRAME.matcher(lines.get(j)).matches(); j++) {
          if (frames.size() < MOST_FRAMES) {
            frames.add(plain ? plain(lines.get(j)) : lines.get(j));
          }
        }
        return frames;
      }
    }
    return frames;
  }

  /**
   * All native frames with the Java frames between them, or the Java frames where it has no other.
   */
  private static List<String> frames(List<String> lines) {
    List<String> frames = frames(lines, "Native frames:", true);
    frames.removeIf(
        frame -> frame.matches("V \\[.*\\] (VMError::|report_fatal|report_vm_|report_java_).*"));
    return frames.isEmpty() ? frames(lines, "Java frames:", true) : frames;
  }

  /** Without addresses, so that two crashes in one place look alike. */
  private static String plain(String frame) {
    String bare = ADDRESSES.matcher(frame).replaceAll("").replaceAll("\\s+", " ").strip();
    return bare.length() > LONGEST_FRAME ? bare.substring(0, LONGEST_FRAME) + "\u2026" : bare;
  }

  /** The function or method of a frame; where the log names none, the place in its library. */
  private static String place(String frame) {
    String bare = ADDRESSES.matcher(frame).replaceAll("");
    String symbol =
        bare.replaceFirst("^[A-Za-z]{1,2} +(?:~)?", "")
            .replaceFirst("^\\d+%?!? *(?:c[12]|n)? +", "")
            .replaceAll("\\[[^\\]]*\\]", "")
            .replaceAll("\\(\\d+ bytes\\)", "")
            .replaceAll("\\+0x[0-9a-f]+", "")
            .replaceAll("\\s+", " ")
            .strip();
    if (frame.startsWith("V")) {
      symbol = symbol.replaceFirst("\\(.*", ""); // types of arguments fill a page
    }
    Matcher library = MODULE_PLACE.matcher(frame);
    return !symbol.isEmpty() ? symbol : library.find() ? library.group(1) : plain(frame);
  }

  private static String module(String frame) {
    if (frame.startsWith("J") || frame.startsWith("j")) {
      return null;
    }
    Matcher matcher = MODULE.matcher(frame);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** Whose frame it is, by the letter in front of it. */
  private static String fault(String frame) {
    return switch (frame.charAt(0)) {
      case 'C' -> "native library";
      case 'J', 'A' -> "compiled Java code";
      case 'j' -> "Java code";
      default -> "JVM"; // V, v, and the JVM's own stubs
    };
  }

  /** Whether the JVM ended itself because the Java heap or another of its limits was exhausted. */
  boolean outOfMemory() {
    return message != null && message.contains("OutOfMemory");
  }

  /** Whether the system gave the JVM no more memory. */
  boolean nativeMemory() {
    return signal.equals(NATIVE_MEMORY);
  }
}
