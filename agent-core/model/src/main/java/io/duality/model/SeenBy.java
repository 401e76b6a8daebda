package io.duality.model;

/** How an edge of the wait-for graph is known. */
public enum SeenBy {
  /** A hook saw the wait begin. */
  SLOT("slot"),
  /** Read from the lock's owner field. */
  OWNER("owner"),
  /** A borrow, socket or span hook. */
  HOOK("hook"),
  /** The last taker or putter that was seen. */
  SEEN("seen"),
  /** Inferred from stack frames. */
  STACK("stack"),
  /** The JVM's thread beans. */
  MXBEAN("mxbean"),
  /** The thread's state or park blocker, sampled by a look. */
  SAMPLE("sample"),
  /** A thread dump of the JVM. */
  DUMP("dump");

  private final String label;

  SeenBy(String label) {
    this.label = label;
  }

  /** The spelling used in every file. */
  public String label() {
    return label;
  }
}
