package io.duality.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The sockets of this process that no field of a thread leads to, so that a look can find the one
 * in whose native call a thread sits. Remembered weakly, where they are made; nothing is written
 * when they are used.
 */
public final class Sockets {
  /** How many are remembered; indexes for {@link #get} are below it. */
  public static final int CAPACITY = 1 << 14;

  /** So many places are tried before a socket is not remembered. */
  private static final int PROBES = 64;

  private static final AtomicReferenceArray<WeakReference<Object>> TABLE =
      new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final AtomicLong OVERFLOWS = new AtomicLong();

  private Sockets() {}

  /** Remembers a new socket. */
  static void add(Object socket) {
    WeakReference<Object> reference = new WeakReference<>(socket);
    for (int i = 0; i < PROBES; i++) {
      int at = NEXT.getAndIncrement() & (CAPACITY - 1);
      WeakReference<Object> there = TABLE.getAcquire(at);
      if ((there == null || there.refersTo(null)) && TABLE.compareAndSet(at, there, reference)) {
        return;
      }
    }
    OVERFLOWS.getAndIncrement();
  }

  /** How many sockets found no place since the start. */
  public static long overflows() {
    return OVERFLOWS.get();
  }

  /** The socket at an index, or null. Whoever reads all of them often keeps garbage alive. */
  public static Object get(int index) {
    WeakReference<Object> reference = TABLE.getAcquire(index);
    return reference == null ? null : reference.get();
  }
}
