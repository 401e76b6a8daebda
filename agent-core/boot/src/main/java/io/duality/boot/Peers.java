package io.duality.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Whom a connect, a read, a write or a handshake was with that failed: noted with the exception
 * where it leaves the socket, for whoever hears of that exception later. The exception is held
 * weakly; nothing is done where nothing fails.
 */
public final class Peers {
  /** How many failures are remembered; later ones take the places of earlier ones. */
  public static final int CAPACITY = 256;

  /** So deep in the causes of an exception the one of the socket is looked for. */
  private static final int CAUSES = 8;

  private static final AtomicReferenceArray<Failed> TABLE = new AtomicReferenceArray<>(CAPACITY);
  private static volatile boolean any;

  /** So that its class is there before a stack is nearly used up. */
  private static final Failed NOBODY = new Failed(null, null, 0, 0);

  private Peers() {}

  /** One exception that left a socket. */
  private static final class Failed extends WeakReference<Throwable> {
    private final String peer;
    private final long threadId;
    private final long nanos;

    Failed(Throwable thrown, String peer, long threadId, long nanos) {
      super(thrown);
      this.peer = peer;
      this.threadId = threadId;
      this.nanos = nanos;
    }
  }

  /** When an operation of a socket throws. */
  public static void failed(Throwable thrown, Object socket) {
    if (!Hooks.armed || thrown == null) {
      return;
    }
    try {
      Describer describes = WaitEnd.describer();
      String peer = describes == null ? null : describes.peer(socket);
      if (peer != null) {
        long id = Peek.threadId(Thread.currentThread());
        TABLE.set(place(thrown), new Failed(thrown, peer, id, System.nanoTime()));
        any = true;
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /**
   * When a request fails whose socket may know nothing of it: whom the request was for, unless a
   * cause tells whom it was with.
   */
  public static void unanswered(Throwable thrown, Object request) {
    if (!Hooks.armed
        || thrown == null
        || thrown instanceof RuntimeException // such as a request that was none
        || thrown instanceof InterruptedException) {
      return;
    }
    try {
      if (of(thrown) == null) {
        failed(thrown, request);
      }
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  private static int place(Object thrown) {
    return System.identityHashCode(thrown) & (CAPACITY - 1);
  }

  /** Runs once what a hook will run. */
  static void warm() {
    place(NOBODY);
    TABLE.compareAndSet(0, NOBODY, null);
    failed(null, NOBODY);
    unanswered(null, NOBODY);
  }

  /** Whom an exception, or one of its causes, was about; null when nobody knows. */
  static String of(Throwable thrown) {
    Throwable at = any ? thrown : null;
    for (int i = 0; at != null && i <= CAUSES; i++) {
      Failed failed = TABLE.get(place(at));
      if (failed != null && failed.refersTo(at)) {
        return failed.peer;
      }
      Throwable cause = ThrownParts.cause(at);
      at = cause == at ? null : cause;
    }
    return null;
  }

  /**
   * Whom the exception was about that left a socket on this thread at about this time; null when
   * none did, or several about different ones.
   */
  public static String near(long threadId, String className, long nanos, long distance) {
    String found = null;
    for (int i = 0; any && i < CAPACITY; i++) {
      Failed failed = TABLE.get(i);
      if (failed != null
          && failed.threadId == threadId
          && Math.abs(failed.nanos - nanos) <= distance) {
        Throwable thrown = failed.get();
        boolean other = thrown != null && !thrown.getClass().getName().equals(className);
        if (!other && found != null && !found.equals(failed.peer)) {
          return null;
        }
        found = other ? found : failed.peer;
      }
    }
    return found;
  }
}
