package io.duality.boot;

/** Tells what a thread waited for where the waited-for object has no name of its own. */
public abstract class Describer {
  /** What the thread really tried: the hook sees only a poll. */
  public abstract int op(Object resource, int op);

  /** The name of a socket or process, or null; takes no lock and resolves no host name. */
  public abstract String name(Object resource, int op);

  /** Whom a socket or its encryption leads to, or null; takes no lock and resolves no host name. */
  public abstract String peer(Object resource);
}
