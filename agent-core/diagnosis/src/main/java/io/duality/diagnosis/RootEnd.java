package io.duality.diagnosis;

import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;

/**
 * The end of a path of waits, before it is known who is behind it.
 *
 * @param kind what it is
 * @param threadId the thread at the end, or null
 * @param resourceKey what it holds, waits for, or what nobody is known to hold
 * @param cycle the cycle, or null
 */
record RootEnd(Root.Kind kind, Long threadId, String resourceKey, Cycle cycle) {

  static RootEnd cycle(Cycle cycle) {
    return new RootEnd(Root.Kind.CYCLE, null, null, cycle);
  }

  static RootEnd unknownHolder(Need need) {
    return new RootEnd(Root.Kind.UNKNOWN_HOLDER, null, need.resource.key(), null);
  }

  /** Nobody is known who could end the waits for it. */
  static RootEnd atResource(WaitForGraph graph, Need need) {
    String key = need.resource.key();
    ResourceKind kind = need.resource.kind();
    if (kind == ResourceKind.SLEEP) {
      Long sleeper = need.waits.size() == 1 ? need.waits.get(0).threadId() : null;
      return new RootEnd(Root.Kind.SLEEPING, sleeper, key, null);
    }
    if (kind == ResourceKind.SOCKET || kind == ResourceKind.FILE) {
      return new RootEnd(Root.Kind.PEER, null, key, null);
    }
    boolean held = kind.exclusive() || kind == ResourceKind.SEMAPHORE;
    boolean notification = need.key.side() == Need.Side.NOTIFICATION;
    return new RootEnd(
        held && !notification ? Root.Kind.UNKNOWN_HOLDER : Root.Kind.EVENT, null, key, null);
  }

  /** The holder waits for nothing that was seen. */
  static RootEnd atThread(WaitForGraph graph, Need need, Edge holding) {
    long id = holding.threadId();
    ThreadSeen thread = graph.thread(id);
    Root.Kind kind;
    if (thread == null || thread.state() == Thread.State.TERMINATED) {
      kind = Root.Kind.LOST_OWNER;
    } else if (thread.state() == Thread.State.RUNNABLE || thread.state() == Thread.State.NEW) {
      kind = Root.Kind.RUNNING;
    } else {
      kind = Root.Kind.UNSEEN;
    }
    return new RootEnd(kind, id, need.resource.key(), null);
  }
}
