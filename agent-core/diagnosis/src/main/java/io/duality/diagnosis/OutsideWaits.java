package io.duality.diagnosis;

import io.duality.diagnosis.IdlePolicy.Judgement;
import io.duality.model.OpenWait;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;

/**
 * Judges a wait for something outside this process. Who accepts or selects has nothing to do. A
 * read is a long poll inside the limit that it set itself, and a kept-alive connection when its
 * thread works for nothing that is traced. Connecting, writing, looking up a name and locking a
 * file are no way to be idle: whoever does so for a trace has work, whatever the limit is.
 */
final class OutsideWaits {
  private OutsideWaits() {}

  static boolean is(ResourceKind kind) {
    return kind == ResourceKind.SOCKET || kind == ResourceKind.FILE || kind == ResourceKind.PROCESS;
  }

  static Judgement judge(OpenWait wait, ThreadSeen thread, long nowNanos) {
    boolean traced = thread.trace() != null;
    return switch (wait.op()) {
      case "accept" -> Judgement.idle("an acceptor without a new connection");
      case "select" -> Judgement.idle("a selector without events");
      case "connect" -> work(traced, thread, "waits to be connected");
      case "write" -> work(traced, thread, "waits for a peer that does not read");
      case "look-up" -> work(traced, thread, "waits for a name to be looked up");
      case "lock" -> work(traced, thread, "waits for a file that another process has locked");
      case "read" ->
          traced
              ? limited(wait, thread, nowNanos, "reads")
              : Judgement.idle("reads from a quiet connection or file, without a trace");
      default ->
          traced
              ? limited(wait, thread, nowNanos, "waits")
              : Judgement.idle("waits for what is outside, and carries no trace");
    };
  }

  private static Judgement work(boolean traced, ThreadSeen thread, String what) {
    return traced
        ? new Judgement(true, what + " and carries a trace", thread.frames().isEmpty())
        : Judgement.idle(what + ", without a trace");
  }

  private static Judgement limited(OpenWait wait, ThreadSeen thread, long nowNanos, String what) {
    if (!Limits.none(wait) && wait.ageNanos(nowNanos) <= wait.timeoutNanos()) {
      return Judgement.idle(
          Limits.known(wait)
              ? "inside its timeout of " + Words.duration(wait.timeoutNanos())
              : "inside its timeout, whose length is not known");
    }
    String limit =
        Limits.known(wait)
            ? " past its timeout of " + Words.duration(wait.timeoutNanos())
            : " without a timeout";
    return new Judgement(true, "carries a trace and " + what + limit, thread.frames().isEmpty());
  }
}
