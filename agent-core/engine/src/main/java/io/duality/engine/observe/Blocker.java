package io.duality.engine.observe;

import io.duality.boot.Op;
import io.duality.boot.Peek;
import io.duality.engine.library.ByClass;
import io.duality.model.ResourceKind;
import java.util.Map;

/**
 * What the class of a blocker tells: what kind of thing it is and what people call it.
 *
 * @param kind of resource
 * @param className of the object that people know: the lock, not its {@code Sync}
 * @param owned whether the object itself has an owner field
 */
record Blocker(ResourceKind kind, String className, boolean owned) {
  private static final String SYNC = "AbstractQueuedSynchronizer";
  private static final String LONG_SYNC = "AbstractQueuedLongSynchronizer";

  /** Class to kind, and to the class around it; the nearest superclass in the table decides. */
  private static final Map<String, ResourceKind> KINDS =
      Map.ofEntries(
          Map.entry(Fields.LOCKS + "ReentrantLock$Sync", ResourceKind.LOCK),
          Map.entry(Fields.LOCKS + "ReentrantReadWriteLock$Sync", ResourceKind.READ_WRITE_LOCK),
          Map.entry(Fields.LOCKS + "StampedLock", ResourceKind.READ_WRITE_LOCK),
          Map.entry(Fields.LOCKS + SYNC + "$ConditionObject", ResourceKind.CONDITION),
          Map.entry(Fields.LOCKS + LONG_SYNC + "$ConditionObject", ResourceKind.CONDITION),
          Map.entry(Fields.LOCKS + SYNC, ResourceKind.SYNCHRONIZER),
          Map.entry(Fields.LOCKS + LONG_SYNC, ResourceKind.SYNCHRONIZER),
          Map.entry(Fields.CONCURRENT + "Semaphore$Sync", ResourceKind.SEMAPHORE),
          Map.entry(Fields.CONCURRENT + "CountDownLatch$Sync", ResourceKind.LATCH),
          Map.entry(Fields.CONCURRENT + "CyclicBarrier", ResourceKind.BARRIER),
          Map.entry(Fields.CONCURRENT + "Phaser", ResourceKind.BARRIER),
          Map.entry(Fields.CONCURRENT + "Exchanger", ResourceKind.BARRIER),
          Map.entry(Fields.CONCURRENT + "FutureTask", ResourceKind.FUTURE),
          Map.entry(Fields.CONCURRENT + "ForkJoinTask", ResourceKind.FUTURE),
          Map.entry(Fields.CONCURRENT + "CompletableFuture", ResourceKind.FUTURE),
          Map.entry(Fields.CONCURRENT + "CompletableFuture$Signaller", ResourceKind.FUTURE),
          Map.entry(Fields.CONCURRENT + "SynchronousQueue$Transferer", ResourceKind.QUEUE),
          Map.entry(Fields.CONCURRENT + "LinkedTransferQueue$DualNode", ResourceKind.QUEUE),
          Map.entry("sun.nio.ch.NioSocketImpl", ResourceKind.SOCKET),
          Map.entry("sun.nio.ch.SocketChannelImpl", ResourceKind.SOCKET),
          Map.entry("sun.nio.ch.ServerSocketChannelImpl", ResourceKind.SOCKET),
          Map.entry("sun.nio.ch.DatagramChannelImpl", ResourceKind.SOCKET),
          Map.entry("sun.nio.ch.SelectorImpl", ResourceKind.SOCKET),
          Map.entry("sun.nio.ch.FileChannelImpl", ResourceKind.FILE),
          Map.entry("java.lang.Process", ResourceKind.PROCESS),
          Map.entry("java.lang.Thread", ResourceKind.THREAD_END));

  private static final Map<String, String> KNOWN_AS =
      Map.ofEntries(
          Map.entry("Process", "java.lang.Process"),
          Map.entry("NioSocketImpl", "java.net.Socket"),
          Map.entry("SocketChannelImpl", "java.nio.channels.SocketChannel"),
          Map.entry("ServerSocketChannelImpl", "java.nio.channels.ServerSocketChannel"),
          Map.entry("DatagramChannelImpl", "java.nio.channels.DatagramChannel"),
          Map.entry("SelectorImpl", "java.nio.channels.Selector"),
          Map.entry("FileChannelImpl", "java.nio.channels.FileChannel"),
          Map.entry("ReentrantLock$Sync", Fields.LOCKS + "ReentrantLock"),
          Map.entry("ReentrantReadWriteLock$Sync", Fields.LOCKS + "ReentrantReadWriteLock"),
          Map.entry("Semaphore$Sync", Fields.CONCURRENT + "Semaphore"),
          Map.entry("CountDownLatch$Sync", Fields.CONCURRENT + "CountDownLatch"),
          Map.entry("SynchronousQueue$Transferer", Fields.CONCURRENT + "SynchronousQueue"),
          Map.entry("AbstractQueuedSynchronizer$ConditionObject", Fields.LOCKS + "Condition"),
          Map.entry("AbstractQueuedLongSynchronizer$ConditionObject", Fields.LOCKS + "Condition"));

  private static final Class<?> OWNABLE =
      Fields.named(Fields.LOCKS + "AbstractOwnableSynchronizer");
  private static final Class<?> QUEUE = Fields.named(Fields.CONCURRENT + "BlockingQueue");
  private static final Class<?> PHASER_NODE = Fields.named(Fields.CONCURRENT + "Phaser$QNode");
  private static final long PHASER_OF = Fields.of(Fields.CONCURRENT + "Phaser$QNode", "phaser");
  private static final ByClass<Blocker> CLASSES =
      new ByClass<>() {
        @Override
        protected Blocker derive(Class<?> type) {
          return ofClass(type);
        }
      };

  /** What is known of an object that a thread waits for. */
  static Blocker of(Object blocker) {
    return CLASSES.get(blocker.getClass());
  }

  /** The thing itself where a thread parks on a node that stands for its turn there. */
  static Object outer(Object blocker) {
    return PHASER_NODE != null && PHASER_NODE.isInstance(blocker)
        ? Peek.reference(blocker, PHASER_OF)
        : blocker;
  }

  /**
   * The kind of one instance: a synchronizer of the application's own that has an owner is a lock.
   */
  static ResourceKind kindOf(Object blocker) {
    Blocker known = of(blocker);
    return known.kind == ResourceKind.SYNCHRONIZER
            && known.owned
            && Peek.reference(blocker, Fields.OWNER) != null
        ? ResourceKind.LOCK
        : known.kind;
  }

  /**
   * What kind of thing was waited for, as ended waits remember it.
   *
   * @param className of the object
   * @param op one of {@link Op}, which tells more than the name of an application's own class
   */
  static ResourceKind kindOf(String className, int op) {
    return switch (op) {
      case Op.PUT, Op.TAKE, Op.TRANSFER -> ResourceKind.QUEUE;
      case Op.GET -> ResourceKind.FUTURE;
      case Op.JOIN -> ResourceKind.THREAD_END;
      case Op.SLEEP -> ResourceKind.SLEEP;
      case Op.ADVANCE, Op.EXCHANGE -> ResourceKind.BARRIER;
      default -> kindOfClass(className);
    };
  }

  private static ResourceKind kindOfClass(String className) {
    int dollar = className.lastIndexOf('$');
    String base = dollar < 0 ? className : className.substring(0, dollar) + "$Sync";
    ResourceKind kind = KINDS.get(className);
    if (kind == null) {
      kind = KINDS.get(base);
    }
    if (kind == null && className.startsWith(Fields.CONCURRENT)) {
      kind =
          className.contains("Queue") || className.contains("Deque")
              ? ResourceKind.QUEUE
              : className.contains("Future") || className.contains("Async")
                  ? ResourceKind.FUTURE
                  : null;
    }
    return kind == null ? ResourceKind.SYNCHRONIZER : kind;
  }

  /** Whether it leads out of this process, so that its peer's name is its name. */
  boolean external() {
    return kind == ResourceKind.SOCKET || kind == ResourceKind.FILE || kind == ResourceKind.PROCESS;
  }

  private static Blocker ofClass(Class<?> type) {
    boolean owned = OWNABLE != null && OWNABLE.isAssignableFrom(type);
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      ResourceKind kind = KINDS.get(c.getName());
      if (kind != null) {
        String known = KNOWN_AS.get(c.getName().substring(c.getName().lastIndexOf('.') + 1));
        return new Blocker(kind, known == null ? type.getName() : known, owned);
      }
    }
    boolean queue = QUEUE != null && QUEUE.isAssignableFrom(type);
    return new Blocker(queue ? ResourceKind.QUEUE : ResourceKind.PARK, type.getName(), owned);
  }
}
