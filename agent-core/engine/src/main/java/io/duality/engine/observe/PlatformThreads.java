package io.duality.engine.observe;

import io.duality.boot.LiveThreads;
import io.duality.boot.Peek;
import java.util.Arrays;

/**
 * The platform threads of this process, listed anew only when some were started since; those that
 * ended are forgotten at once.
 */
final class PlatformThreads {
  /** How the names of the agent's own threads begin. */
  static final String OWN = "duality-";

  private Thread[] buffer = {};
  private int count;
  private long started = -1;
  private long listed;

  /**
   * @param startedThreads how many threads were started in this process so far, or -1 when that is
   *     not known
   */
  void refresh(long startedThreads) {
    if (startedThreads < 0 || startedThreads != started) {
      started = startedThreads;
      list();
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      Thread thread = buffer[i];
      if (Peek.state(thread) != Thread.State.TERMINATED) {
        buffer[kept++] = thread;
      }
    }
    Arrays.fill(buffer, kept, count, null);
    count = kept;
  }

  private void list() {
    listed++;
    Thread[] all = LiveThreads.platform();
    count = 0;
    for (int i = 0; i < all.length && all[i] != null; i++) {
      Thread thread = all[i];
      all[i] = null;
      if (!isOwn(thread)) {
        all[count++] = thread;
      }
    }
    buffer = all;
  }

  /** Whether a thread is the agent's. */
  static boolean isOwn(Thread thread) {
    return thread.getName().startsWith(OWN);
  }

  /** How often threads were listed anew. */
  long listed() {
    return listed;
  }

  int count() {
    return count;
  }

  Thread get(int index) {
    return buffer[index];
  }

  /** The live platform thread with this id, or null. */
  Thread byId(long id) {
    for (int i = 0; i < count; i++) {
      if (Peek.threadId(buffer[i]) == id) {
        return buffer[i];
      }
    }
    return null;
  }
}
