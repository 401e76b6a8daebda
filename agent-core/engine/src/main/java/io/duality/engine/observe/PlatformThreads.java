package io.duality.engine.observe;

import io.duality.boot.Peek;
import java.util.Arrays;

/**
 * The platform threads of this process, in a buffer that is used again and again. Threads are
 * listed anew only when some were started since; those that ended are forgotten at once.
 */
final class PlatformThreads {
  /** How the names of the agent's own threads begin. */
  static final String OWN = "duality-";

  private final ThreadGroup root;
  private Thread[] buffer = new Thread[256];
  private int count;
  private long started = -1;
  private long listed;

  PlatformThreads() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    root = group;
  }

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
    int before = count;
    int found = root.enumerate(buffer, true);
    while (found >= buffer.length) {
      buffer = new Thread[buffer.length * 2];
      before = 0;
      found = root.enumerate(buffer, true);
    }
    if (before > found) {
      Arrays.fill(buffer, found, before, null);
    }
    count = 0;
    for (int i = 0; i < found; i++) {
      if (!isOwn(buffer[i])) {
        buffer[count++] = buffer[i];
      }
    }
    Arrays.fill(buffer, count, Math.max(found, count), null);
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
