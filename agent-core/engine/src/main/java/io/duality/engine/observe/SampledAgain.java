package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.engine.observe.SampledWaits.Known;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.SeenBy;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks the JVM once more about threads that hold something while they wait: only they can be part
 * of a ring, and who was asked a moment later may have moved on.
 */
final class SampledAgain {
  private final PlatformThreads platform;
  private final ThreadBean bean;

  SampledAgain(PlatformThreads platform, ThreadBean bean) {
    this.platform = platform;
    this.bean = bean;
  }

  /**
   * Takes out of a look what has ended; to be called when all owners are read.
   *
   * @param known the sampled waits
   * @param holders threads that hold something
   */
  void again(LookBuilder look, Map<Long, Known> known, Set<Long> holders) {
    List<OpenWait> waits = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (OpenWait wait : look.waits.values()) {
      Known last = known.get(wait.threadId());
      if (last != null
          && last.key().equals(wait.resourceKey())
          && holders.contains(wait.threadId())
          && (wait.by() == SeenBy.MXBEAN || wait.by() == SeenBy.SAMPLE)) {
        waits.add(wait);
        threads.add(look.threads.get(wait.threadId()));
      }
    }
    List<ThreadInfo> infos = bean.infos(threads);
    for (int i = 0; i < infos.size(); i++) {
      OpenWait wait = waits.get(i);
      if (!lasts(wait, known.get(wait.threadId()).count(), infos.get(i), threads.get(i))) {
        look.waits.remove(wait.threadId());
      } else if (wait.op().equals("enter") && wait.by() == SeenBy.MXBEAN) {
        owner(look, wait.resourceKey(), infos.get(i).getLockOwnerId());
      }
    }
  }

  private static boolean lasts(OpenWait wait, long count, ThreadInfo now, Thread thread) {
    if (now == null) {
      return false;
    }
    return wait.op().equals("enter")
        ? Peek.state(thread) == Thread.State.BLOCKED && now.getBlockedCount() == count
        : SampledWaits.isWaiting(now.getThreadState()) && now.getWaitedCount() == count;
  }

  /** Another owner than before is told only if it does not wait: that may have begun later. */
  private void owner(LookBuilder look, String monitor, long id) {
    look.holdings
        .values()
        .removeIf(
            each ->
                each.by() == SeenBy.MXBEAN
                    && each.resourceKey().equals(monitor)
                    && each.threadId() != id);
    Thread owner = id < 0 ? null : platform.byId(id);
    if (owner != null && !look.waits.containsKey(id)) {
      look.holds(owner, monitor, Relation.HELD_BY, null, 1, SeenBy.MXBEAN);
    }
  }
}
