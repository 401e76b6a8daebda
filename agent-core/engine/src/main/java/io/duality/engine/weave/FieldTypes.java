package io.duality.engine.weave;

import java.util.HashSet;
import java.util.Set;

/** The synchronizers, queues and pools whose fields and creations give names. */
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
    "ThreadPoolExecutor",
    "ScheduledThreadPoolExecutor",
    "ForkJoinPool",
  };

  private static final Set<String> STORED = new HashSet<>();
  private static final Set<String> CREATED = new HashSet<>();

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
    }
  }

  private FieldTypes() {}

  /** Whether a field of this descriptor gives its name. */
  static boolean isStored(String descriptor) {
    return STORED.contains(descriptor);
  }

  /** Whether an object of this class is named where it is created. */
  static boolean isCreated(String internalName) {
    return CREATED.contains(internalName);
  }
}
