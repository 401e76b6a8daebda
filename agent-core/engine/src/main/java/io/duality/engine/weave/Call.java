package io.duality.engine.weave;

/** The calls that block, as woven code finds them in the JDK's methods. */
enum Call {
  PARK("java/util/concurrent/locks/LockSupport", "park", "(Ljava/lang/Object;)V"),
  PARK_NANOS("java/util/concurrent/locks/LockSupport", "parkNanos", "(Ljava/lang/Object;J)V"),
  PARK_UNTIL("java/util/concurrent/locks/LockSupport", "parkUntil", "(Ljava/lang/Object;J)V"),
  MANAGED_BLOCK(
      "java/util/concurrent/ForkJoinPool",
      "managedBlock",
      "(Ljava/util/concurrent/ForkJoinPool$ManagedBlocker;)V"),
  POLL("sun/nio/ch/Net", "poll", "(Ljava/io/FileDescriptor;IJ)I"),
  VIRTUAL_POLL("sun/nio/ch/Poller", "poll", "(IIJLjava/util/function/BooleanSupplier;)V"),
  OBJECT_WAIT("java/lang/Object", "wait", "()V"),
  TIMED_WAIT("java/util/concurrent/TimeUnit", "timedWait", "(Ljava/lang/Object;J)V"),
  AWAIT("java/util/concurrent/locks/Condition", "await", "()V"),
  AWAIT_NANOS("java/util/concurrent/locks/Condition", "awaitNanos", "(J)J");

  private final String owner;
  private final String method;
  private final String descriptor;

  Call(String owner, String method, String descriptor) {
    this.owner = owner;
    this.method = method;
    this.descriptor = descriptor;
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

  private static final Call[] VALUES = values();

  @Override
  public String toString() {
    return owner.substring(owner.lastIndexOf('/') + 1) + "." + method;
  }
}
