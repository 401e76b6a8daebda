package io.duality.engine.blackbox;

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
    String vmOperation) {
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_FRAMES = 40;

  private static final Pattern SIGNAL =
      Pattern.compile("^# +(SIG\\w+|EXCEPTION_\\w+) \\(0x\\w+\\) at pc=\\w+, pid=(\\d+)");
  private static final Pattern OWN_END =
      Pattern.compile("^# +(Internal Error|Out of Memory Error) \\(.*\\), pid=(\\d+)");
  private static final Pattern MESSAGE =
      Pattern.compile("^# +((?:fatal error|Error|guarantee.*|assert.*): ?.*)$");
  private static final Pattern THREAD =
      Pattern.compile(
          "^Current thread (?:is native thread|\\(\\w+\\): +\\w+ (?:\"(.*)\"|(.*?)) +\\[.*)");
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
    return new CrashLog(
        Long.parseLong(head.group(2)),
        head.group(1),
        message,
        frame == null ? null : place(frame),
        frame == null ? null : module(frame),
        frame == null ? null : fault(frame),
        thread(lines),
        frames(lines),
        operation(lines));
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

  private static String thread(List<String> lines) {
    for (String line : lines) {
      Matcher matcher = THREAD.matcher(line);
      if (matcher.find()) {
        String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return name == null || name.isBlank() ? null : name.strip();
      }
    }
    return null;
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

  /** Native frames and, where they are listed apart, Java frames; the same frame once. */
  private static List<String> frames(List<String> lines) {
    List<String> frames = new ArrayList<>();
    boolean inside = false;
    for (String line : lines) {
      if (line.startsWith("Native frames:") || line.startsWith("Java frames:")) {
        inside = true;
      } else if (line.isBlank() || line.startsWith("---------------")) {
        inside = false;
      } else if (inside && line.matches("^[A-Za-z]{1,2} .*") && frames.size() < MOST_FRAMES) {
        String frame = plain(line);
        if (!frames.contains(frame)) {
          frames.add(frame);
        }
      }
    }
    return frames;
  }

  /** Without addresses, so that two crashes in one place look alike. */
  private static String plain(String frame) {
    return ADDRESSES.matcher(frame).replaceAll("").replaceAll("\\s+", " ").strip();
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

  /** Whether the JVM ended itself because memory was exhausted. */
  boolean outOfMemory() {
    return signal.equals("Out of Memory Error")
        || (message != null && message.contains("OutOfMemory"));
  }
}
