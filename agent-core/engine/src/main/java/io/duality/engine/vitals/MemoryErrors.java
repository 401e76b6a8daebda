package io.duality.engine.vitals;

import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.List;

/**
 * What was heard of OutOfMemoryErrors and not yet told: each source adds, the sense takes. Bounded:
 * of a storm of them the first ones say enough.
 */
final class MemoryErrors {
  private static final int MOST = 32;

  /**
   * One that was heard of.
   *
   * @param kind null when the source does not know
   * @param message of the error, or null
   * @param knownBy which source, in words
   */
  record Heard(
      MemoryErrorKind kind,
      long nanos,
      String className,
      String message,
      long threadId,
      String threadName,
      String knownBy,
      TraceRef trace,
      List<StackTraceElement> frames) {
    /** The same of another kind. */
    Heard as(MemoryErrorKind other) {
      return new Heard(
          other, nanos, className, message, threadId, threadName, knownBy, trace, frames);
    }

    /** The same on another thread. */
    Heard on(long otherId, String otherName, List<StackTraceElement> otherFrames) {
      return new Heard(
          kind, nanos, className, message, otherId, otherName, knownBy, trace, otherFrames);
    }
  }

  private final List<Heard> heard = new ArrayList<>(MOST);

  synchronized void add(Heard one) {
    if (heard.size() < MOST) {
      heard.add(one);
    }
  }

  synchronized List<Heard> take() {
    if (heard.isEmpty()) {
      return List.of();
    }
    List<Heard> taken = new ArrayList<>(heard);
    heard.clear();
    return taken;
  }

  /** Adds one to others, or what it knows to the one that tells of the same error. */
  static void join(List<Heard> joined, Heard one) {
    int at = like(joined, one);
    if (at < 0) {
      joined.add(one);
    } else {
      joined.set(at, joined(joined.get(at), one));
    }
  }

  private static int like(List<Heard> joined, Heard one) {
    for (int i = 0; i < joined.size(); i++) {
      MemoryErrorKind kind = joined.get(i).kind();
      if (kind == one.kind() || (kind.ofVm() && one.kind().ofVm())) {
        return i;
      }
    }
    return -1;
  }

  /** A message is sure of the kind; else the first that was heard is as good as the other. */
  private static Heard joined(Heard a, Heard b) {
    boolean second = a.message() == null && b.message() != null;
    Heard sure = second ? b : a;
    Heard other = second ? a : b;
    boolean bare = sure.frames().isEmpty();
    boolean same = sure.knownBy().contains(other.knownBy());
    Heard named = bare && !other.threadName().isEmpty() ? other : sure;
    return new Heard(
        sure.kind(),
        Math.min(sure.nanos(), other.nanos()),
        sure.className(),
        sure.message(),
        named.threadId(),
        named.threadName(),
        same ? sure.knownBy() : sure.knownBy() + "; " + other.knownBy(),
        sure.trace() == null ? other.trace() : sure.trace(),
        bare ? other.frames() : sure.frames());
  }
}
