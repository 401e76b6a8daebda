package io.duality.engine.capture;

import io.duality.model.OpenWait;
import io.duality.model.Resource;
import java.util.List;

/** What ends a wait for a resource, in the words of {@code resources.json}. */
final class ReleasePath {
  private ReleasePath() {}

  /**
   * @param owner whoever holds or works it, {@code none} or {@code unknown}
   * @return null when nothing is known that would end a wait
   */
  static String of(Resource resource, String owner, List<OpenWait> waits) {
    String by =
        owner.equals("unknown")
            ? " by a thread that was not seen"
            : owner.equals("none") ? "" : " by " + owner;
    return switch (resource.kind()) {
      case LOCK, READ_WRITE_LOCK -> "unlock" + by;
      case MONITOR ->
          waits.stream().anyMatch(wait -> wait.op().equals("wait"))
              ? "notify, or the end of the synchronized block" + by
              : "the end of the synchronized block" + by;
      case CLASS_INITIALIZER -> "the end of the class's initialisation" + by;
      case CONNECTION_POOL -> "a connection is given back" + by;
      case SEMAPHORE -> "release of a permit" + by;
      case LATCH -> "countDown to zero" + by;
      case BARRIER -> "the missing parties arrive";
      case CONDITION -> "signal by a thread that has its lock";
      case QUEUE -> queue(owner, waits);
      case FUTURE -> "completion or cancellation" + by;
      case THREAD_END -> "the end of that thread";
      case POOL -> "a worker becomes free" + by;
      case SOCKET -> "an answer of the peer, or the connection is closed";
      case FILE -> "the file system, or another process, lets go";
      case PROCESS -> "the end of that process";
      case SLEEP -> "its own time, or an interrupt";
      case SYNCHRONIZER, PARK -> null;
    };
  }

  private static String queue(String owner, List<OpenWait> waits) {
    boolean puts = waits.stream().anyMatch(wait -> wait.op().equals("put"));
    boolean known = !owner.equals("unknown") && !owner.equals("none");
    if (puts) {
      return known ? "a take by " + owner : "a take";
    }
    return waits.isEmpty() ? "a take or a put" : "a put";
  }
}
