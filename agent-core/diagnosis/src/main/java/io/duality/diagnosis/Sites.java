package io.duality.diagnosis;

import io.duality.model.ThreadSeen;
import io.duality.model.Vitals;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Places in the application's code, from stacks and from frames that are text already. */
final class Sites {
  private static final Pattern FRAME =
      Pattern.compile("(?:[\\w$]+\\.)*([\\w$]+\\.[\\w$<>]+)\\([^():]*:([0-9]+)\\)");

  /** The flight recorder knows the lines of its frames and not their files. */
  private static final Pattern NO_FILE = Pattern.compile("\\(Unknown Source(:[0-9]+)?\\)$");

  private Sites() {}

  /** {@code SessionCache.put:44} of {@code com.acme.SessionCache.put(SessionCache.java:44)}. */
  static String brief(String frame) {
    Matcher matcher = FRAME.matcher(frame);
    if (matcher.matches() && matcher.group(1).endsWith(".<init>")) {
      return "new " + matcher.group(1).replace(".<init>", "") + ":" + matcher.group(2);
    }
    return matcher.matches()
        ? matcher.group(1) + ":" + matcher.group(2)
        : Words.withoutPackages(Words.plain(frame));
  }

  /** {@code at SessionCache.put:44}, or nothing when the frame is null or empty. */
  static String at(String frame) {
    return frame == null || frame.isEmpty() ? "" : " at " + brief(frame);
  }

  /** The first few of them as code, briefly: {@code `Cleanup.run:12` and `Nightly.sweep:9`}. */
  static String listed(List<String> frames) {
    return Words.some(frames.stream().map(Sites::brief).map(Words::code).toList(), 3);
  }

  /** The application's frame of a stack, the topmost one when it has none; null without a stack. */
  static String of(Case incident, List<StackTraceElement> frames) {
    if (frames.isEmpty()) {
      return null;
    }
    String frame =
        incident
            .graph()
            .places()
            .where(
                new ThreadSeen(
                    Vitals.UNKNOWN, "", false, true, Thread.State.RUNNABLE, null, frames));
    return frame == null ? null : NO_FILE.matcher(frame).replaceFirst("$1");
  }

  /** A frame as code, or these words when it is not known. */
  static String code(String frame, String unknown) {
    return frame == null || frame.isEmpty() ? unknown : Words.code(frame);
  }
}
