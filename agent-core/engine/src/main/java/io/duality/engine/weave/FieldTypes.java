package io.duality.engine.weave;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The JDK's synchronizers, queues and pools whose fields and creations give names, and what the
 * names of an application's own ones usually end with.
 */
final class FieldTypes {
  static final String PACKAGE = "java/util/concurrent/";

  private static final String[] INTERFACES = {
    "locks/Lock",
    "locks/ReadWriteLock",
    "locks/Condition",
    "BlockingQueue",
    "BlockingDeque",
    "TransferQueue",
    "Executor",
    "ExecutorService",
    "ScheduledExecutorService",
  };

  private static final String[] INNER = {
    "locks/ReentrantReadWriteLock$ReadLock", "locks/ReentrantReadWriteLock$WriteLock",
  };

  private static final String[] CLASSES = {
    "locks/ReentrantLock",
    "locks/ReentrantReadWriteLock",
    "locks/StampedLock",
    "Semaphore",
    "CountDownLatch",
    "CyclicBarrier",
    "Phaser",
    "Exchanger",
    "ArrayBlockingQueue",
    "LinkedBlockingQueue",
    "LinkedBlockingDeque",
    "PriorityBlockingQueue",
    "DelayQueue",
    "SynchronousQueue",
    "LinkedTransferQueue",
    "ConcurrentLinkedQueue",
    "ConcurrentLinkedDeque",
    "ThreadPoolExecutor",
    "ScheduledThreadPoolExecutor",
    "ForkJoinPool",
  };

  /** Types of the JDK that a synchronizer extends, without being stored or created under them. */
  private static final String[] BASES = {
    "locks/AbstractQueuedSynchronizer", "locks/AbstractQueuedLongSynchronizer",
  };

  /** General types of the JDK, of which some values are pools or have queues. */
  private static final String[] GENERAL = {
    "java/util/concurrent/AbstractExecutorService",
    "java/util/concurrent/CompletionService",
    "java/util/concurrent/ExecutorCompletionService",
  };

  /** How people end the names of such classes; whether a value is one is asked when it is there. */
  private static final String[] ENDINGS = {
    "Lock",
    "Mutex",
    "Semaphore",
    "Latch",
    "Barrier",
    "Queue",
    "Deque",
    "Executor",
    "ExecutorService",
    "Pool",
    "Sync",
    "Synchronizer",
  };

  private static final Set<String> STORED = new HashSet<>();
  private static final Set<String> CREATED = new HashSet<>();
  private static final Set<String> EXTENDED = new HashSet<>();
  private static final Set<String> PERHAPS = new HashSet<>();

  static {
    for (String name : INTERFACES) {
      STORED.add("L" + PACKAGE + name + ";");
    }
    for (String name : INNER) {
      STORED.add("L" + PACKAGE + name + ";");
    }
    for (String name : CLASSES) {
      STORED.add("L" + PACKAGE + name + ";");
      CREATED.add(PACKAGE + name);
      EXTENDED.add(PACKAGE + name);
    }
    for (String name : BASES) {
      EXTENDED.add(PACKAGE + name);
      PERHAPS.add(PACKAGE + name);
    }
    for (String name : INTERFACES) {
      if (!name.equals("Executor")) {
        EXTENDED.add(PACKAGE + name); // what only executes is nothing to wait for
      }
    }
    PERHAPS.addAll(List.of(GENERAL));
  }

  private FieldTypes() {}

  /** Whether a field of this descriptor gives its name. */
  static boolean isStored(String descriptor) {
    return STORED.contains(descriptor);
  }

  /** Whether a field of this descriptor gives its name, to all or some of its values. */
  static boolean givesName(String descriptor) {
    return isStored(descriptor)
        || (descriptor.charAt(0) == 'L'
            && isPerhapsOne(descriptor.substring(1, descriptor.length() - 1)));
  }

  /** Whether some values of this type are synchronizers, as far as a look at its name tells. */
  static boolean isPerhapsOne(String internalName) {
    return PERHAPS.contains(internalName) || (!isOfTheJdk(internalName) && endsAsOne(internalName));
  }

  /** Whether a class with this superclass or interface is a synchronizer. */
  static boolean isExtended(String internalName) {
    return EXTENDED.contains(internalName);
  }

  /** The JDK's classes whose mention as such may mean something. */
  static Set<String> createdOrExtended() {
    Set<String> all = new HashSet<>(CREATED);
    all.addAll(EXTENDED);
    return all;
  }

  static String[] endings() {
    return ENDINGS.clone();
  }

  private static boolean endsAsOne(String internalName) {
    for (String ending : ENDINGS) {
      if (internalName.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfTheJdk(String internalName) {
    return internalName.startsWith("java/")
        || internalName.startsWith("javax/")
        || internalName.startsWith("jdk/")
        || internalName.startsWith("sun/");
  }

  /** Whether an object of this class is named where it is created. */
  static boolean isCreated(String internalName) {
    return CREATED.contains(internalName);
  }
}
