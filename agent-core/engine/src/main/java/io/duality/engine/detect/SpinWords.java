package io.duality.engine.detect;

import io.duality.diagnosis.SpinFrames;
import io.duality.model.TraceRef;
import io.duality.model.config.Units;
import java.time.Duration;
import java.util.List;

/** What is said of threads that run without getting anywhere. */
final class SpinWords {
  private SpinWords() {}

  /** Whether a thread with this innermost frame runs: a native method may wait for anything. */
  static boolean runs(StackTraceElement top) {
    return !top.isNativeMethod()
        || top.getClassName().equals("java.lang.Thread")
        || top.getClassName().equals("jdk.internal.misc.Unsafe");
  }

  /** What the spinners of one trouble have in common. */
  static String place(Spinner spinner) {
    StackTraceElement stays = spinner.frames.stays();
    return spinner.frames.tries()
        ? "tries"
        : stays == null ? "" : stays.getClassName() + "." + stays.getMethodName();
  }

  static String condition(Spinner first, boolean hot, double thread, double process, long age) {
    String time = Units.print(Duration.ofNanos(age));
    if (!hot) {
      return "cpu: runs in the same frames, its span is older than " + time;
    }
    if (first.together || !first.alone) {
      return "cpu.process > " + percent(process) + " for " + time + ", no progress seen";
    }
    return first.crowded
        ? "cpu: never waits on a full machine for " + time + ", no progress seen"
        : "cpu.thread > " + percent(thread) + " for " + time + ", no progress seen";
  }

  static String observed(Spinner spinner, long now) {
    double share = spinner.share();
    String time = Units.spoken(now - spinner.since, "");
    return share < 0 ? time : percent(share) + " for " + time;
  }

  /**
   * {@code thread http-1 (span GET /search, trace …) is busy: it has used 99% of a core for 31 s in
   * com.acme.Search.match(Search.java:42), at the moment in …}. That it gets nowhere is said only
   * of who tries in vain or does not come out of a collection: others may compute something long.
   */
  static String sentence(List<Spinner> group, long now) {
    Spinner first = group.get(0);
    String time = Units.spoken(now - first.since, " ");
    StringBuilder said = new StringBuilder(who(first));
    double share = first.share();
    boolean stuck = first.frames.collection() != null;
    String used = share < 0 ? "" : percent(share) + " of a core";
    if (first.frames.tries()) {
      said.append(" has tried again and again for ").append(time);
      said.append(used.isEmpty() ? "" : " with ").append(used);
      said.append(" without progress: it stays in ");
    } else {
      said.append(stuck ? " has " : " is busy: it has ");
      said.append(used.isEmpty() ? "run" : "used ").append(used);
      said.append(" for ").append(time);
      said.append(
          stuck ? " without progress: it stays in " : " in the same few methods, it stays in ");
    }
    said.append(where(first));
    for (Spinner other : group.subList(1, group.size())) {
      said.append("; so does ").append(who(other));
      if (first.together && other.share() >= 0) {
        said.append(" with ").append(percent(other.share())).append(" of a core");
      }
      StackTraceElement stays = other.frames.stays();
      if (stays != null && !stays.equals(first.frames.stays())) {
        said.append(" in ").append(SpinFrames.full(stays));
      }
    }
    if (first.behind > 0) {
      said.append("; ").append(Sentences.count(first.behind, "thread")).append(" behind it");
    }
    return said.toString();
  }

  private static String where(Spinner spinner) {
    StackTraceElement stays = spinner.frames.stays();
    StackTraceElement top = spinner.frames.now();
    return (stays == null ? "no known frame" : SpinFrames.full(stays))
        + (top == null || top.equals(stays) ? "" : ", at the moment in " + SpinFrames.full(top));
  }

  private static String who(Spinner spinner) {
    String label = spinner.shown.label();
    boolean says = label.startsWith("thread ") || label.startsWith("virtual thread ");
    TraceRef trace = spinner.trace();
    String works =
        trace == null
            ? ""
            : " ("
                + (trace.spanName() == null ? "" : "span " + trace.spanName() + ", ")
                + "trace "
                + trace.traceId()
                + ")";
    String carrier = spinner.shown.id() == spinner.id ? "" : " on carrier " + spinner.name;
    return (says ? label : "thread " + label) + works + carrier;
  }

  static String percent(double share) {
    return Math.round(100 * share) + "%";
  }
}
