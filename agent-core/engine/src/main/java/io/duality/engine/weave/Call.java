package io.duality.engine.weave;

import net.bytebuddy.jar.asm.Type;

/**
 * The calls that woven code is written in front of, as the JDK's methods make them: those that
 * block, and some that are only reached behind a wait and so mark its end at no cost elsewhere.
 */
enum Call {
  PARK("java/util/concurrent/locks/LockSupport", "park", "(Ljava/lang/Object;)V"),
  PARK_NANOS("java/util/concurrent/locks/LockSupport", "parkNanos", "(Ljava/lang/Object;J)V", 1),
  PARK_UNTIL("java/util/concurrent/locks/LockSupport", "parkUntil", "(Ljava/lang/Object;J)V", 1),
  /** Behind {@code setCurrentBlocker}. */
  PARK_BARE("java/util/concurrent/locks/LockSupport", "park", "()V"),
  PARK_NANOS_BARE("java/util/concurrent/locks/LockSupport", "parkNanos", "(J)V", 0),
  MANAGED_BLOCK(
      "java/util/concurrent/ForkJoinPool",
      "managedBlock",
      "(Ljava/util/concurrent/ForkJoinPool$ManagedBlocker;)V"),
  POLL("sun/nio/ch/Net", "poll", "(Ljava/io/FileDescriptor;IJ)I"),
  VIRTUAL_POLL("sun/nio/ch/Poller", "poll", "(IIJLjava/util/function/BooleanSupplier;)V"),
  OBJECT_WAIT("java/lang/Object", "wait", "()V", Call.UNLIMITED, true, true),
  TIMED_WAIT("java/util/concurrent/TimeUnit", "timedWait", "(Ljava/lang/Object;J)V", 2, true, true),
  AWAIT("java/util/concurrent/locks/Condition", "await", "()V", Call.UNLIMITED, true, true),
  AWAIT_NANOS("java/util/concurrent/locks/Condition", "awaitNanos", "(J)J", 1, true, true),
  WAIT("java/lang/Object", "wait", "(J)V", 1, true, true),
  LATCH_AWAIT("java/util/concurrent/CountDownLatch", "await", "()V", Call.UNLIMITED, true, true),
  LATCH_AWAIT_TIMED(
      "java/util/concurrent/CountDownLatch",
      "await",
      "(JLjava/util/concurrent/TimeUnit;)Z",
      1,
      true,
      true),
  SLEEP("java/lang/Thread", "sleepNanos0", "(J)V", 0),
  SLEEP_VIRTUAL("java/lang/VirtualThread", "sleepNanos", "(J)V", 1, true, true),
  SET_BLOCKER(
      "java/util/concurrent/locks/LockSupport",
      "setCurrentBlocker",
      "(Ljava/lang/Object;)V",
      Call.UNLIMITED,
      false,
      false),
  FORGET_IN_STACK(Call.STACK + "$SNode", "forgetWaiter", "()V", Call.UNLIMITED, true, false),
  FORGET_IN_QUEUE(Call.QUEUE + "$QNode", "forgetWaiter", "()V", Call.UNLIMITED, true, false),
  CLEAN_STACK(Call.STACK, "clean", "(L" + Call.STACK + "$SNode;)V", Call.UNLIMITED, true, false),
  CLEAN_QUEUE(
      Call.QUEUE,
      "clean",
      "(L" + Call.QUEUE + "$QNode;L" + Call.QUEUE + "$QNode;)V",
      Call.UNLIMITED,
      true,
      false),
  /** Of {@code ThreadPoolExecutor}: what it does with a task, with a worker, with itself. */
  OFFER("java/util/concurrent/BlockingQueue", "offer", "(Ljava/lang/Object;)Z", true),
  ADD_WORKER(Call.POOL, "addWorker", "(Ljava/lang/Runnable;Z)Z", true),
  BEFORE_EXECUTE(Call.POOL, "beforeExecute", "(Ljava/lang/Thread;Ljava/lang/Runnable;)V", true),
  AFTER_EXECUTE(Call.POOL, "afterExecute", "(Ljava/lang/Runnable;Ljava/lang/Throwable;)V", true),
  WORKER_EXIT(Call.POOL, "processWorkerExit", "(L" + Call.POOL + "$Worker;Z)V", true),
  REJECT(
      "java/util/concurrent/RejectedExecutionHandler",
      "rejectedExecution",
      "(Ljava/lang/Runnable;L" + Call.POOL + ";)V",
      true),
  WORKER_COUNT(Call.POOL, "workerCountOf", "(I)I", false),
  TRY_TERMINATE(Call.POOL, "tryTerminate", "()V", true),
  TERMINATED(Call.POOL, "terminated", "()V", true),
  /** Of {@code ScheduledThreadPoolExecutor}. */
  ADD("java/util/concurrent/BlockingQueue", "add", "(Ljava/lang/Object;)Z", true),
  /** Of {@code ForkJoinPool}, as it is written until 21 and later. */
  LOCKED_PUSH(Call.FORK_QUEUE, "lockedPush", "(" + Call.FORK_TASK + ")Z", true),
  PUSH(Call.FORK_QUEUE, "push", "(" + Call.FORK_TASK + Call.FORK_POOL + ")V", true),
  PUSH_SIGNALLING(Call.FORK_QUEUE, "push", "(" + Call.FORK_TASK + Call.FORK_POOL + "Z)V", true),
  DO_EXEC_STATUS("java/util/concurrent/ForkJoinTask", "doExec", "()I", true),
  DO_EXEC("java/util/concurrent/ForkJoinTask", "doExec", "()V", true),
  NEXT_TASK(Call.FORK_QUEUE, "nextLocalTask", "(I)" + Call.FORK_TASK, true),
  /** Of a throwable whose stack is printed. */
  OUR_STACK("java/lang/Throwable", "getOurStackTrace", "()[Ljava/lang/StackTraceElement;", true),
  /** Of a stream of characters, such as {@code System.err}. */
  TEXT("java/io/BufferedWriter", "write", "(Ljava/lang/String;)V", true),
  /** Of a thread that ends of what nobody has caught. */
  UNCAUGHT(
      "java/lang/Thread$UncaughtExceptionHandler",
      "uncaughtException",
      "(Ljava/lang/Thread;Ljava/lang/Throwable;)V",
      true),
  /** Of the executor that starts a thread for each task. */
  START_IN(
      "jdk/internal/access/JavaLangAccess",
      "start",
      "(Ljava/lang/Thread;Ljdk/internal/vm/ThreadContainer;)V",
      true),
  RUN("java/lang/Runnable", "run", "()V", true),
  RUN_FUTURE("java/util/concurrent/FutureTask", "run", "()V", true),
  TASK_COMPLETE(
      "java/util/concurrent/ThreadPerTaskExecutor", "taskComplete", "(Ljava/lang/Thread;)V", true);

  /** No argument says how long it waits. */
  static final int UNLIMITED = -1;

  private static final String STACK = "java/util/concurrent/SynchronousQueue$TransferStack";
  private static final String QUEUE = "java/util/concurrent/SynchronousQueue$TransferQueue";
  private static final String POOL = "java/util/concurrent/ThreadPoolExecutor";
  private static final String FORK_QUEUE = "java/util/concurrent/ForkJoinPool$WorkQueue";
  private static final String FORK_TASK = "Ljava/util/concurrent/ForkJoinTask;";
  private static final String FORK_POOL = "Ljava/util/concurrent/ForkJoinPool;";
  private static final Call[] VALUES = values();

  private final String owner;
  private final String method;
  private final String descriptor;
  private final int limit;
  private final boolean blocks;
  private final boolean onObject;

  Call(String owner, String method, String descriptor) {
    this(owner, method, descriptor, Call.UNLIMITED);
  }

  Call(String owner, String method, String descriptor, int limit) {
    this(owner, method, descriptor, limit, false, true);
  }

  /** One that does not block. */
  Call(String owner, String method, String descriptor, boolean onObject) {
    this(owner, method, descriptor, Call.UNLIMITED, onObject, false);
  }

  Call(
      String owner, String method, String descriptor, int limit, boolean onObject, boolean blocks) {
    this.owner = owner;
    this.method = method;
    this.descriptor = descriptor;
    this.limit = limit;
    this.onObject = onObject;
    this.blocks = blocks;
  }

  /** The call of this instruction, or null when it is none of them. */
  static Call of(String owner, String method, String descriptor) {
    for (Call call : VALUES) {
      if (call.method.equals(method)
          && call.owner.equals(owner)
          && call.descriptor.equals(descriptor)) {
        return call;
      }
    }
    return null;
  }

  /** Whether a plan that does not know of this call does not fit the method. */
  boolean blocks() {
    return blocks;
  }

  /** Which of {@link #operands} says how long it waits, or {@link #UNLIMITED}. */
  int limit() {
    return limit;
  }

  /** What the call finds on the stack, the deepest first. */
  Type[] operands() {
    Type[] arguments = Type.getArgumentTypes(descriptor);
    if (!onObject) {
      return arguments;
    }
    Type[] all = new Type[arguments.length + 1];
    // A call of super's method must be made on what is known to be of the calling class.
    all[0] =
        Type.getObjectType(
            this == RUN_FUTURE
                ? "java/util/concurrent/ThreadPerTaskExecutor$ThreadBoundFuture"
                : owner);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }

  @Override
  public String toString() {
    return owner.substring(owner.lastIndexOf('/') + 1) + "." + method;
  }
}
