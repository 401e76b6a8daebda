package io.duality.diagnosis;

import io.duality.model.CrashDetails;
import io.duality.model.CrashSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A crash log in words: where the JVM crashed, how it came about, whose it may be, what to try. */
final class CrashWords {
  private static final Pattern JAVA_FRAME =
      Pattern.compile("^[jJA] +(?:\\d+%?!? +(?:c[12] +)?)?([\\w.$/]+?)\\.([\\w$<>]+)\\(.*");
  private static final int MOST_NATIVE = 4;
  private static final int MOST_JAVA = 5;
  private static final int MOST_CALLERS = 3;

  private final CrashSeen crash;
  private final CrashDetails details;

  CrashWords(CrashSeen crash) {
    this.crash = crash;
    this.details = crash.details();
  }

  /** Whether a collection was under way, which finds damage that others did. */
  private boolean collecting() {
    String operation = crash.vmOperation() == null ? "" : crash.vmOperation();
    return CrashDetails.COLLECTOR.equals(details.role())
        || (CrashDetails.VM.equals(details.role())
            && (operation.contains("GC") || operation.contains("Collect")));
  }

  private boolean compiling() {
    return CrashDetails.COMPILER.equals(details.role());
  }

  /** Whether Java code touched memory by address: then the address was wrong, not the JVM. */
  private boolean byAddress() {
    return crash.problemFrame() != null
        && crash.problemFrame().startsWith("Unsafe_")
        && telling().size() > 1;
  }

  private boolean inJava() {
    return crash.fault() != null && crash.fault().contains("Java code");
  }

  /** Where it crashed, a clause: {@code crashed in native code}. */
  String where() {
    if (details.sent()) {
      return "was ended by a signal that was sent to it";
    }
    if (collecting()) {
      return "crashed in a garbage collection";
    }
    if (compiling()) {
      return "crashed in the JIT compiler";
    }
    if (inJava()) {
      return "crashed in Java code";
    }
    if (byAddress()) {
      return "crashed by an address that Java code gave it";
    }
    return "JVM".equals(crash.fault()) ? "crashed in the JVM's own code" : "crashed in native code";
  }

  /** Signal, frame, library and thread, or who sent it, for a title. */
  String brief() {
    String signal = crash.signal() == null ? "a signal" : crash.signal();
    if (details.sent()) {
      return signal + ", " + details.access();
    }
    StringBuilder text = new StringBuilder(signal);
    if (crash.problemFrame() != null) {
      text.append(" in ").append(withoutTypes(crash.problemFrame()));
      if (crash.module() != null && !crash.problemFrame().contains(crash.module())) {
        text.append(" of ").append(crash.module());
      }
    } else if (details.message() != null) {
      text.append(", ").append(details.message());
    } else {
      text.append(" in an unknown frame");
    }
    return text + (crash.thread() == null ? "" : ", thread " + crash.thread());
  }

  /** The sentences of the root's paragraph. */
  List<String> root() {
    List<String> sentences = new ArrayList<>();
    String frame =
        crash.problemFrame() == null
            ? "a frame that is not known"
            : Words.code(withoutTypes(crash.problemFrame()));
    sentences.add(
        (crash.signal() == null ? "A signal" : Words.code(crash.signal()))
            + (details.sent() ? " while the thread was in " : " in ")
            + frame
            + (crash.module() == null || frame.contains(crash.module())
                ? ""
                : " of " + Words.code(crash.module()))
            + (crash.thread() == null ? "" : " on thread " + Words.code(crash.thread()))
            + (details.access() == null ? "" : ": " + details.access())
            + ".");
    if (details.message() != null) {
      sentences.add("The JVM says: " + Words.text(details.message()) + ".");
    }
    String whose = whose();
    if (whose != null) {
      sentences.add(whose);
    }
    if (details.compiling() != null) {
      String[] task = details.compiling().split(" by ", 2);
      sentences.add(
          "It was compiling "
              + Words.code(task[0])
              + (task.length == 1 ? "" : " by " + Words.text(task[1]))
              + ".");
    }
    if (crash.vmOperation() != null) {
      sentences.add("The VM was in the middle of " + Words.code(crash.vmOperation()) + ".");
    }
    String callers = callers();
    if (callers != null) {
      sentences.add("Java came there by " + callers + ".");
    }
    return sentences;
  }

  private String whose() {
    if (details.sent()) {
      return "The frame is only where the thread was then, and has no fault in it.";
    }
    if (crash.fault() == null) {
      return null;
    }
    if (collecting()) {
      return "A collection follows every reference: it found memory that somebody else had damaged"
          + " before, and the frame does not say who.";
    }
    if (byAddress()) {
      return "It only does what it is told: the address came from the Java code that called `Unsafe` or"
          + " a memory segment.";
    }
    return switch (crash.fault()) {
      case "native library" -> "The frame is of a native library, not of the JVM or of Java code.";
      case "JVM" ->
          "The frame is of the JVM itself; native code may have damaged its memory before.";
      default ->
          "The frame is of "
              + Words.text(crash.fault())
              + ": it used a bad address from Unsafe or native code, or was compiled wrongly.";
    };
  }

  /** The first Java frame and those of the application behind it, innermost first; or null. */
  private String callers() {
    List<String> names = new ArrayList<>();
    for (String frame : telling()) {
      Matcher matcher = JAVA_FRAME.matcher(frame);
      if (names.size() < MOST_CALLERS && matcher.matches()) {
        names.add(Words.code(matcher.group(1) + "." + matcher.group(2)));
      }
    }
    return names.isEmpty() ? null : String.join(" <- ", names);
  }

  /** The Java frames without those of the JDK that another one called. */
  private List<String> telling() {
    List<String> frames = new ArrayList<>();
    for (String frame : details.javaFrames()) {
      boolean jdk = frame.matches("[jJA] +(?:\\d+\\S* +(?:c[12] +)?)?(?:java|jdk|sun)\\..*");
      if (frames.isEmpty() || !jdk) {
        frames.add(frame);
      }
    }
    return frames;
  }

  /** The stack: the first native frames, then the Java frames. */
  List<String> stack() {
    List<String> lines = new ArrayList<>();
    for (String frame : crash.frames()) {
      boolean java = frame.matches("[jJA] .*") && !details.javaFrames().isEmpty();
      if (java || lines.size() == MOST_NATIVE) {
        break; // what called Java, behind it, is the same in every thread
      }
      lines.add(Words.fenced(frame));
    }
    telling().stream().limit(MOST_JAVA).map(Words::fenced).forEach(lines::add);
    return lines;
  }

  /** Runtime and memory of that moment, or null. */
  String then() {
    List<String> parts = new ArrayList<>();
    if (details.jdk() != null) {
      parts.add(details.jdk());
    }
    parts.addAll(details.memory());
    return parts.isEmpty() ? null : Words.text(String.join("; ", parts)) + ".";
  }

  /** What to do about it, most telling first. */
  List<String> steps() {
    List<String> steps = new ArrayList<>();
    if (details.sent()) {
      steps.add(
          "Find who sends "
              + Words.code(crash.signal())
              + (details.access().contains("itself")
                  ? ": a library that calls `abort` or `raise`; its log or stderr says why."
                  : ": a watchdog, a script, a person (`kill -SEGV`); the pid is of that moment, in the"
                      + " JVM's own pid namespace."));
      return steps;
    }
    steps.add(
        "Read "
            + (crash.log() == null ? "the crash log" : Words.code(crash.log()))
            + ": stack, registers and the libraries of that moment; "
            + (byAddress() || inJava()
                ? "see who computed the address in the first application frame above."
                : "give it to whoever makes "
                    + (crash.module() == null ? "the library" : Words.code(crash.module()))
                    + "."));
    String cause = cause();
    if (cause != null) {
      steps.add(cause);
    }
    steps.add(
        "A restart is safe and does not remove the cause. Until it is known: the version of "
            + (byAddress() || inJava() ? "that code" : "that library")
            + " and of the JVM that did not crash.");
    return steps;
  }

  private String cause() {
    String access = details.access() == null ? "" : details.access();
    if (access.contains("mapped file")) {
      return "Who cuts or replaces a file in place: log rotation with `copytruncate`, a deployment that"
          + " overwrites a jar or library; `df -h /dev/shm` and the disk of the file.";
    }
    if (access.contains("stack was used up")) {
      return "See the stack above for what calls itself; a larger `-Xss` only helps a deep and finite"
          + " recursion.";
    }
    if (collecting()) {
      return "Suspect native libraries and `Unsafe` before the collector: run a copy with `-Xcheck:jni`,"
          + " and with `-XX:+UnlockDiagnosticVMOptions -XX:+VerifyBeforeGC` to find the damage sooner.";
    }
    if (compiling() && details.compiling() != null) {
      return "Keep the compiler from it: `-XX:CompileCommand=exclude,"
          + Words.plain(details.compiling().replaceFirst(" by .*", ""))
          + "`, and try the newest update of this JDK.";
    }
    return inJava()
        ? "Who gives it its addresses (`Unsafe`, native code)? To tell whether the compiler is wrong,"
            + " run a copy with `-Xint`."
        : null;
  }

  private static String withoutTypes(String frame) {
    return frame.replaceFirst("^void ", "").replaceFirst("\\([\\w/$;\\[]*\\)[\\w/$;\\[]+$", "");
  }
}
