package io.duality.engine.vitals;

import io.duality.engine.vitals.Arrival.Kind;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Whether the same one was told of the same exception before: it is recorded on each span that it
 * passes, and logged by who wraps the call and by who called. That is one error, not several.
 */
final class SameThrown {
  private static final int MOST = 512;

  /** A constant that is thrown again and again is one more error each time. */
  private static final long SAME_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Who told of which, by its identity hash, which another may have too. */
  private record Of(int identity, Kind kind) {}

  private record Telling(WeakReference<Throwable> thrown, long nanos) {}

  private final Map<Of, Telling> last =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Of, Telling> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Whether it was, a moment before. Those without a stack may be the JVM's own, which are thrown
   * many times.
   */
  boolean again(Throwable thrown, Arrival arrival) {
    boolean passedOn = arrival.kind() == Kind.SPAN || arrival.kind() == Kind.LOGGED;
    if (!passedOn || arrival.frames().isEmpty()) {
      return false;
    }
    Of key = new Of(System.identityHashCode(thrown), arrival.kind());
    Telling before = last.get(key);
    if (before != null
        && before.thrown.refersTo(thrown)
        && arrival.nanos() - before.nanos < SAME_NANOS) {
      return true;
    }
    last.put(key, new Telling(new WeakReference<>(thrown), arrival.nanos()));
    return false;
  }
}
