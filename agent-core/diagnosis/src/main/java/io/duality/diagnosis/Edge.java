package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.OpenWait;

/**
 * An edge of the wait-for graph: a wait, from the thread to the resource, or a holding, from the
 * resource to the thread that can end the waits for it.
 *
 * @param number the edge's number in {@code waits.json}, from 1; its index there is one less
 * @param waiting the wait, or null for a holding
 * @param holding the holding, or null for a wait
 */
public record Edge(int number, OpenWait waiting, Holding holding) {
  public Edge {
    if ((waiting == null) == (holding == null)) {
      throw new IllegalArgumentException("an edge is either a wait or a holding");
    }
  }

  /** The thread at one of its ends. */
  public long threadId() {
    return waiting != null ? waiting.threadId() : holding.threadId();
  }

  /** The resource at the other. */
  public String resourceKey() {
    return waiting != null ? waiting.resourceKey() : holding.resourceKey();
  }

  /** Its id in {@code waits.json}. */
  public String id() {
    return "e" + number;
  }
}
