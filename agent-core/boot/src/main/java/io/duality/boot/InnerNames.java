package io.duality.boot;

/**
 * Names the parts of an object that people know: a thread waits on a lock's inner synchronizer, a
 * queue's lock, or a pool's queue, and never on the object in the field.
 */
final class InnerNames {
  private static final String CONCURRENT = "java.util.concurrent.";
  private static final String REENTRANT = "locks.ReentrantLock";
  private static final String READ_WRITE = "locks.ReentrantReadWriteLock";

  /**
   * Class, field, the field of that field's value or null, and what is said behind the name; a part
   * with a name of its own has parts in turn.
   */
  private static final String[][] PATHS = {
    {REENTRANT, "sync", null, null},
    {READ_WRITE, "sync", null, null},
    {READ_WRITE.concat("$ReadLock"), "sync", null, null},
    {READ_WRITE.concat("$WriteLock"), "sync", null, null},
    {"locks.StampedLock$ReadLockView", "this$0", null, null},
    {"locks.StampedLock$WriteLockView", "this$0", null, null},
    {"locks.StampedLock$ReadWriteLockView", "this$0", null, null},
    {"Semaphore", "sync", null, null},
    {"CountDownLatch", "sync", null, null},
    {"CyclicBarrier", "lock", "sync", null},
    {"CyclicBarrier", "trip", null, null},
    {"ArrayBlockingQueue", "lock", "sync", null},
    {"LinkedBlockingQueue", "putLock", "sync", null},
    {"LinkedBlockingQueue", "takeLock", "sync", null},
    {"LinkedBlockingDeque", "lock", "sync", null},
    {"PriorityBlockingQueue", "lock", "sync", null},
    {"DelayQueue", "lock", "sync", null},
    {"SynchronousQueue", "transferer", null, null},
    {"Executors$DelegatedExecutorService", "e", null, ""},
    {"ExecutorCompletionService", "completionQueue", null, ""},
    {"ThreadPoolExecutor", "workQueue", null, " queue"},
    {"ThreadPoolExecutor", "mainLock", "sync", " main lock"},
    {"ThreadPoolExecutor", "termination", null, " termination"},
    {"ForkJoinPool", "registrationLock", "sync", " registration lock"},
    {"Phaser", "root", null, null},
  };

  private static final Class<?>[] OWNER = new Class<?>[PATHS.length];
  private static final long[] FIRST = new long[PATHS.length];
  private static final long[] SECOND = new long[PATHS.length];

  static {
    for (int i = 0; i < PATHS.length; i++) {
      SECOND[i] = Peek.NONE;
      try {
        OWNER[i] = Class.forName(CONCURRENT.concat(PATHS[i][0]), false, null);
        FIRST[i] = Peek.offset(OWNER[i], PATHS[i][1]);
        if (PATHS[i][2] != null) {
          Class<?> lock = Class.forName(CONCURRENT.concat(REENTRANT), false, null);
          SECOND[i] = Peek.offset(lock, PATHS[i][2]);
        }
      } catch (Throwable absent) {
        FIRST[i] = Peek.NONE; // this JDK has no such class; its waits keep their class as name
      }
    }
  }

  private InnerNames() {}

  static void name(Object value, int rank, int number, Names.Site site) {
    for (int i = 0; i < OWNER.length; i++) {
      if (OWNER[i] == null || !OWNER[i].isInstance(value)) {
        continue;
      }
      Object part = Peek.reference(value, FIRST[i]);
      if (PATHS[i][2] != null) {
        part = Peek.reference(part, SECOND[i]);
      }
      if (PATHS[i][3] == null) {
        Names.part(part, rank, number, site);
      } else if (part != null) {
        Names.Site said = Names.site(site.name.concat(PATHS[i][3]));
        if (said != null) {
          Names.part(part, rank, number, said);
          name(part, rank, number, said);
        }
      }
    }
  }
}
