package io.duality.engine.vitals;

import io.duality.boot.Thrown;
import io.duality.boot.ThrownParts;
import io.duality.model.TraceRef;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One error that was heard of.
 *
 * @param kind who told
 * @param className of what was thrown
 * @param frames its stack, top first; may be empty
 * @param causes the classes of its causes
 * @param nanos when
 * @param threadId on which thread
 * @param threadName its name
 * @param pool in which pool, or null
 * @param trace for which activity, or null
 * @param task the number of the task that the thread ran, 0 for none, negative when not known
 * @param peer whom it was tried to reach, or empty
 */
record Arrival(
    Kind kind,
    String className,
    List<StackTraceElement> frames,
    List<String> causes,
    long nanos,
    long threadId,
    String threadName,
    String pool,
    TraceRef trace,
    long task,
    String peer) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}(?=$|: )");

  /** One of which only the recorder, or a pool, tells. */
  Arrival(
      Kind kind,
      String className,
      List<StackTraceElement> frames,
      List<String> causes,
      long nanos,
      long threadId,
      String threadName,
      String pool,
      TraceRef trace) {
    this(kind, className, frames, causes, nanos, threadId, threadName, pool, trace, -1, "");
  }

  /** The same, and whom it was with. */
  Arrival with(String whom) {
    return new Arrival(
        kind, className, frames, causes, nanos, threadId, threadName, pool, trace, task, whom);
  }

  /** One that a hook saw. */
  static Arrival of(Thrown.Entry entry, TraceRef trace, String peer) {
    return new Arrival(
        kind(entry.kind),
        entry.thrown.getClass().getName(),
        List.of(ThrownParts.frames(entry.thrown)),
        ThrownParts.causes(entry.thrown),
        entry.nanos,
        entry.threadId,
        entry.threadName,
        null,
        trace,
        entry.task,
        peer.isEmpty() ? host(entry.thrown) : peer);
  }

  /** A host that has no address: where the JDK itself says so, its message begins with the name. */
  private static String host(Throwable thrown) {
    if (thrown.getClass() != UnknownHostException.class) {
      return "";
    }
    String message = ThrownParts.message(thrown);
    List<StackTraceElement> made =
        Sites.made(UnknownHostException.class.getName(), List.of(ThrownParts.frames(thrown)));
    String maker = made.isEmpty() ? "" : made.get(0).getClassName();
    boolean said = maker.startsWith("java.net.") || maker.startsWith("sun.nio.ch.");
    Matcher name = HOST.matcher(said && message != null ? message : "");
    return name.lookingAt() ? "host " + name.group() : "";
  }

  private static Kind kind(int kind) {
    return switch (kind) {
      case Thrown.THREAD -> Kind.THREAD;
      case Thrown.SPAN -> Kind.SPAN;
      case Thrown.LOGGED -> Kind.LOGGED;
      case Thrown.UNREACHED -> Kind.UNREACHED;
      default -> Kind.TASK;
    };
  }

  /** The same, now that its task is known. */
  Arrival of(Kind known, String its, TraceRef submitter) {
    return new Arrival(
        known,
        className,
        frames,
        causes,
        nanos,
        threadId,
        threadName,
        its,
        trace == null ? submitter : trace,
        task,
        peer);
  }

  /** Who told of an error; the later ones tell more of what became of it. */
  enum Kind {
    /** The flight recorder saw it thrown. */
    THROWN("", 0),
    /** A connect failed of it. */
    UNREACHED("", 0),
    /** A logger took it, or its stack was printed. */
    LOGGED("logged", 0.95),
    /** A span was told of it. */
    SPAN("span", 0.95),
    REJECTED("rejected task", 0.95),
    TASK("failed task", 0.95),
    STOPPED("stopped job", 0.95),
    THREAD("ended thread", 1);

    final String fate;
    final double sure;

    Kind(String fate, double sure) {
      this.fate = fate;
      this.sure = sure;
    }
  }
}
