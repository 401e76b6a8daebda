package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.boot.Sockets;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Finds the socket, channel or selector in whose native call a thread sits. An interruptible
 * channel notes itself in the thread that uses it; of any other socket, the lock that its users
 * take in turn tells who uses it.
 */
final class NativeObjects {
  private static final String SPI = "java.nio.channels.spi.";
  private static final String IMPL = "sun.nio.ch.NioSocketImpl";
  private static final String DATAGRAMS = "sun.nio.ch.DatagramChannelImpl";

  private final long blocker = first("java.lang.Thread", "blocker", "nioBlocker");
  private final Class<?> byChannel = Fields.named(SPI + "AbstractInterruptibleChannel$1");
  private final long channel = Fields.of(SPI + "AbstractInterruptibleChannel$1", "this$0");
  private final Class<?> bySelector = Fields.named(SPI + "AbstractSelector$1");
  private final long selector = Fields.of(SPI + "AbstractSelector$1", "this$0");
  private final long sync = Fields.of(Fields.LOCKS + "ReentrantLock", "sync");
  private final IdentityHashMap<Class<?>, long[]> locks = new IdentityHashMap<>();

  private static long first(String owner, String... names) {
    for (String name : names) {
      long offset = Fields.of(owner, name);
      if (offset != Peek.NONE) {
        return offset;
      }
    }
    return Peek.NONE;
  }

  /** The channel or selector that an interrupt of this thread would close or wake, or null. */
  Object interruptible(Thread thread) {
    Object interruptor = Peek.reference(thread, blocker);
    if (interruptor == null) {
      return null;
    }
    return interruptor.getClass() == byChannel
        ? Peek.reference(interruptor, channel)
        : interruptor.getClass() == bySelector ? Peek.reference(interruptor, selector) : null;
  }

  /**
   * Which of these threads use which socket. Goes through all sockets that are remembered, so it is
   * for threads that are new in their wait.
   */
  IdentityHashMap<Thread, Object> users(List<Thread> threads) {
    IdentityHashMap<Thread, Object> users = new IdentityHashMap<>();
    IdentityHashMap<Thread, Boolean> wanted = new IdentityHashMap<>();
    threads.forEach(thread -> wanted.put(thread, true));
    for (int i = 0; i < Sockets.CAPACITY && users.size() < wanted.size(); i++) {
      Object socket = Sockets.get(i);
      if (socket != null) {
        for (long lock : locksOf(socket.getClass())) {
          Object owner =
              Peek.reference(Peek.reference(Peek.reference(socket, lock), sync), Fields.OWNER);
          if (owner instanceof Thread thread && wanted.containsKey(thread)) {
            users.put(thread, socket);
          }
        }
      }
    }
    return users;
  }

  private long[] locksOf(Class<?> type) {
    return locks.computeIfAbsent(
        type,
        t ->
            t.getName().equals(IMPL) || t.getName().equals(DATAGRAMS)
                ? new long[] {Peek.offset(t, "readLock"), Peek.offset(t, "writeLock")}
                : new long[0]);
  }
}
