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
  private static final int PROBES = 16;

  /** From this state on a {@code NioSocketImpl} is closed. */
  private static final int CLOSING = 4;

  private static final AtomicReferenceArray<WeakReference<Object>> TABLE =
      new AtomicReferenceArray<>(CAPACITY);
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final AtomicLong OVERFLOWS = new AtomicLong();
  private static volatile Class<?> type;
  private static volatile long state = Peek.NONE;

  private Sockets() {}

  /** Remembers a new socket, in the place of one that is closed or gone. */
  static void add(Object socket) {
    int from = NEXT.getPlain();
    for (int i = 0; i < PROBES; i++) {
      int at = (from + i) & (CAPACITY - 1);
      WeakReference<Object> there = TABLE.getAcquire(at);
      if ((there == null || isOver(there))
          && TABLE.compareAndSet(at, there, new WeakReference<>(socket))) {
        NEXT.setPlain(at + 1);
        return;
      }
    }
    NEXT.setPlain(from + PROBES);
    OVERFLOWS.getAndIncrement();
  }

  private static boolean isOver(WeakReference<Object> reference) {
    Object socket = reference.get();
    return socket == null
        || (socket.getClass() == typeOf(socket) && Peek.integer(socket, state) >= CLOSING);
  }

  /** The class whose states are known: the first that is seen of that name. */
  private static Class<?> typeOf(Object socket) {
    Class<?> known = type;
    if (known == null && socket.getClass().getName().equals("sun.nio.ch.NioSocketImpl")) {
      state = Peek.offset(socket.getClass(), "state");
      known = socket.getClass();
      type = known;
    }
    return known;
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
