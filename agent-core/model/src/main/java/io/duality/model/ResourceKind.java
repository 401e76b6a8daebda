package io.duality.model;

/** What kind of thing a thread can wait for. */
public enum ResourceKind {
  LOCK("lock"),
  READ_WRITE_LOCK("read-write-lock"),
  MONITOR("monitor"),
  CONDITION("condition"),
  SEMAPHORE("semaphore"),
  LATCH("latch"),
  BARRIER("barrier"),
  SYNCHRONIZER("synchronizer"),
  QUEUE("queue"),
  FUTURE("future"),
  CLASS_INITIALIZER("class-initializer"),
  THREAD_END("thread-end"),
  PARK("park"),
  SLEEP("sleep"),
  POOL("pool"),
  CONNECTION_POOL("connection-pool"),
  SOCKET("socket"),
  FILE("file"),
  PROCESS("process");

  private final String label;

  ResourceKind(String label) {
    this.label = label;
  }

  /** The spelling used in every file and event. */
  public String label() {
    return label;
  }

  /**
   * Whether a thread can hold it, so that a wait for it is always a wait for somebody. A wait for
   * any other kind is a wait for something to happen, and is often how an idle thread waits.
   */
  public boolean exclusive() {
    return this == LOCK
        || this == READ_WRITE_LOCK
        || this == MONITOR
        || this == CLASS_INITIALIZER
        || this == CONNECTION_POOL;
  }
}
