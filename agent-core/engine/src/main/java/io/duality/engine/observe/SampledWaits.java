package io.duality.engine.observe;

import io.duality.boot.Op;
import io.duality.boot.OpenSlot;
import io.duality.boot.Peek;
import io.duality.boot.Slots;
import io.duality.boot.TraceIds;
import io.duality.engine.context.Contexts;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import java.lang.management.LockInfo;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;

/**
 * The waits that no hook sees: for monitors, in {@code Object.wait}, bare parks, sleeps. Their
 * beginning is the first look that saw them; the JVM's count of a thread's waits tells one wait
 * from the next.
 */
final class SampledWaits {
  private static final int MAX_ASKED = 512;

  private final Contexts contexts;
  private final PlatformThreads platform;
  private final ThreadBean bean;
  private final OpenSlot slot = new OpenSlot();
  private final TraceIds ids = new TraceIds();
  private final Set<String> threadClasses = new HashSet<>();
  private LongTable suspects = new LongTable();
  private LongTable before = new LongTable();
  private Map<Long, Known> known = new HashMap<>();

  SampledWaits(Contexts contexts, PlatformThreads platform, ThreadBean bean) {
    this.contexts = contexts;
    this.platform = platform;
    this.bean = bean;
  }

  /**
   * A wait that a look saw.
   *
   * @param count how often the thread had been blocked or had waited
   */
  record Known(ResourceKind kind, String key, long count, long since) {}

  /**
   * Whether a thread was found blocked, or waiting with a trace, by glances further apart than
   * this; allocates nothing once its tables have grown.
   */
  boolean glance(long now, long olderThanNanos, Settled settled) {
    LongTable seen = before;
    seen.clear();
    boolean traces = contexts.any();
    boolean found = false;
    for (int i = 0; i < platform.count(); i++) {
      Thread thread = platform.get(i);
      Thread.State state = Peek.state(thread);
      boolean blocked = state == Thread.State.BLOCKED || waitsForOwner(thread, state);
      if (blocked
          || (traces
              && state == Thread.State.WAITING
              && !Slots.read(thread, slot)
              && contexts.read(thread, ids))) {
        long id = Peek.threadId(thread);
        long since = suspects.get(id);
        seen.put(id, since == LongTable.NONE ? now : since);
        found |=
            since != LongTable.NONE
                && now - since >= olderThanNanos
                && (blocked || !settled.hasThread(id, now));
      }
    }
    slot.clear();
    before = suspects;
    suspects = seen;
    return found;
  }

  /**
   * Whether a thread is parked for a lock that somebody owns and no hook saw it begin: it did so
   * before the agent was attached, or the slots were full.
   */
  private boolean waitsForOwner(Thread thread, Thread.State state) {
    return isWaiting(state)
        && LockSupport.getBlocker(thread) instanceof AbstractOwnableSynchronizer lock
        && Peek.reference(lock, Fields.OWNER) != null
        && !Slots.read(thread, slot);
  }

  /**
   * Adds the waits of platform threads that have no slot.
   *
   * @param wanted threads that are to be reported even when they are seen for the first time
   */
  void add(LookBuilder look, Set<Long> wanted) {
    List<Thread> asked = candidates(look, wanted);
    if (asked.isEmpty() || !bean.allowed()) {
      known = new HashMap<>();
      return;
    }
    threadClasses.clear();
    for (int i = 0; i < platform.count(); i++) {
      threadClasses.add(platform.get(i).getClass().getName());
    }
    List<ThreadInfo> infos = bean.infos(asked);
    Map<Long, Known> now = new HashMap<>();
    List<Thread> bare = new ArrayList<>();
    List<ThreadInfo> bareInfos = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      Thread thread = asked.get(i);
      ThreadInfo info = infos.get(i);
      if (info == null) {
        continue;
      }
      if (info.getThreadState() == Thread.State.BLOCKED) {
        blocked(look, thread, info, now);
      } else if (Peek.state(thread) == Thread.State.BLOCKED) {
        blockedByVirtual(look, thread, info, now);
      } else if (isWaiting(info.getThreadState())) {
        Object blocker = Blocker.outer(LockSupport.getBlocker(thread));
        if (blocker != null) {
          parked(look, thread, info, blocker, now, wanted);
        } else if (info.getLockInfo() != null) {
          notified(look, thread, info, now, wanted);
        } else {
          bare.add(thread);
          bareInfos.add(info);
        }
      }
    }
    bare(look, bare, bareInfos, now, wanted);
    known = now;
  }

  /** The waits that the last look saw, by thread. */
  Map<Long, Known> known() {
    return known;
  }

  private List<Thread> candidates(LookBuilder look, Set<Long> wanted) {
    List<Thread> first = new ArrayList<>();
    List<Thread> rest = new ArrayList<>();
    for (int i = 0; i < platform.count(); i++) {
      Thread thread = platform.get(i);
      Thread.State state = Peek.state(thread);
      long id = Peek.threadId(thread);
      if (Carriers.isMounted(thread)) {
        continue; // what waits is the virtual thread on it
      }
      if (state == Thread.State.BLOCKED) {
        first.add(thread);
      } else if (isWaiting(state) && !look.waits.containsKey(id)) {
        (wanted.contains(id) || contexts.read(thread, ids) ? first : rest).add(thread);
      }
    }
    int asked = Math.max(first.size(), MAX_ASKED);
    first.addAll(rest.subList(0, Math.min(rest.size(), asked - first.size())));
    return first;
  }

  static boolean isWaiting(Thread.State state) {
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
  }

  private void blocked(LookBuilder look, Thread thread, ThreadInfo info, Map<Long, Known> now) {
    LockInfo lock = info.getLockInfo();
    if (lock == null) {
      return; // it went on between state and lock
    }
    Thread owner = info.getLockOwnerId() < 0 ? null : platform.byId(info.getLockOwnerId());
    Resource monitor =
        look.resources.monitor(lock.getClassName(), lock.getIdentityHashCode(), owner != null);
    long since =
        since(look, thread, ResourceKind.MONITOR, monitor.key(), info.getBlockedCount(), now);
    wait(look, thread, monitor, "enter", since, 0, false, SeenBy.MXBEAN);
    if (owner != null) {
      look.holds(owner, monitor.key(), Relation.HELD_BY, null, 1, SeenBy.MXBEAN);
    }
  }

  /** The JVM calls such a thread runnable and names no lock: its owner is a virtual thread. */
  private void blockedByVirtual(
      LookBuilder look, Thread thread, ThreadInfo info, Map<Long, Known> now) {
    long id = Peek.threadId(thread);
    Resource monitor =
        look.resources.ofThread(
            ResourceKind.MONITOR,
            "monitor, held by a virtual thread, in the way",
            id,
            LookBuilder.label(thread));
    long since =
        since(look, thread, ResourceKind.MONITOR, monitor.key(), info.getBlockedCount(), now);
    look.heldByVirtual = true;
    if (since != look.now) { // seen by two looks: not a thread that is just entering
      wait(look, thread, monitor, "enter", since, 0, false, SeenBy.SAMPLE);
      look.unknown(
          LookBuilder.label(thread), "holder", "it waits for a monitor that a virtual thread owns");
    }
  }

  private void parked(
      LookBuilder look,
      Thread thread,
      ThreadInfo info,
      Object blocker,
      Map<Long, Known> now,
      Set<Long> wanted) {
    Blocker kind = Blocker.of(blocker);
    Resource resource = look.resources.of(blocker);
    long since = since(look, thread, kind.kind(), resource.key(), info.getWaitedCount(), now);
    if (reported(look, thread, since, wanted)) {
      String op = Ops.of(resource.kind(), opOf(resource.kind()));
      wait(look, thread, resource, op, since, timeout(info), true, SeenBy.SAMPLE);
    }
  }

  private static int opOf(ResourceKind kind) {
    return switch (kind) {
      case LOCK, READ_WRITE_LOCK, SEMAPHORE, SYNCHRONIZER, LATCH, FUTURE -> Op.ACQUIRE;
      case CONDITION, BARRIER -> Op.AWAIT;
      case QUEUE -> Op.TAKE;
      default -> Op.PARK;
    };
  }

  private void notified(
      LookBuilder look, Thread thread, ThreadInfo info, Map<Long, Known> now, Set<Long> wanted) {
    LockInfo lock = info.getLockInfo();
    Thread joined = joined(lock);
    Resource resource =
        joined != null
            ? look.resources.of(joined)
            : look.resources.monitor(lock.getClassName(), lock.getIdentityHashCode(), false);
    long since = since(look, thread, resource.kind(), resource.key(), info.getWaitedCount(), now);
    if (reported(look, thread, since, wanted)) {
      String op = joined != null ? "join" : "wait";
      wait(look, thread, resource, op, since, timeout(info), true, SeenBy.MXBEAN);
    }
  }

  /** A thread whose end is waited for: {@code join} waits on the thread object itself. */
  private Thread joined(LockInfo lock) {
    if (!threadClasses.contains(lock.getClassName())) {
      return null;
    }
    for (int i = 0; i < platform.count(); i++) {
      Thread thread = platform.get(i);
      if (thread.getClass().getName().equals(lock.getClassName())
          && System.identityHashCode(thread) == lock.getIdentityHashCode()) {
        return thread;
      }
    }
    return null;
  }

  /** Without a lock and a blocker only the stack tells a sleep from a park. */
  private void bare(
      LookBuilder look,
      List<Thread> threads,
      List<ThreadInfo> infos,
      Map<Long, Known> now,
      Set<Long> wanted) {
    List<Thread> fresh = new ArrayList<>();
    for (int i = 0; i < threads.size(); i++) {
      Known last = known.get(Peek.threadId(threads.get(i)));
      if (last == null || last.count != infos.get(i).getWaitedCount()) {
        fresh.add(threads.get(i));
      }
    }
    Map<Long, ResourceKind> kinds = new HashMap<>();
    List<ThreadInfo> stacks = fresh.isEmpty() ? List.of() : bean.stacks(fresh, 4);
    for (int i = 0; i < stacks.size(); i++) {
      kinds.put(
          Peek.threadId(fresh.get(i)),
          Stacks.sleeps(stacks.get(i)) ? ResourceKind.SLEEP : ResourceKind.PARK);
    }
    for (int i = 0; i < threads.size(); i++) {
      Thread thread = threads.get(i);
      long id = Peek.threadId(thread);
      ResourceKind kind = kinds.get(id);
      if (kind == null) {
        kind = known.get(id).kind == ResourceKind.SLEEP ? ResourceKind.SLEEP : ResourceKind.PARK;
      }
      String what = kind == ResourceKind.SLEEP ? "sleep" : "park";
      Resource resource = look.resources.ofThread(kind, what, id, LookBuilder.label(thread));
      long since = since(look, thread, kind, resource.key(), infos.get(i).getWaitedCount(), now);
      if (reported(look, thread, since, wanted)) {
        wait(look, thread, resource, what, since, timeout(infos.get(i)), true, SeenBy.SAMPLE);
      }
    }
  }

  private long since(
      LookBuilder look,
      Thread thread,
      ResourceKind kind,
      String key,
      long count,
      Map<Long, Known> now) {
    long id = Peek.threadId(thread);
    Known last = known.get(id);
    boolean same = last != null && last.count == count && last.key.equals(key);
    long since = same ? last.since : look.now;
    now.put(id, new Known(kind, key, count, since));
    return since;
  }

  private static boolean reported(LookBuilder look, Thread thread, long since, Set<Long> wanted) {
    return since != look.now || wanted.contains(Peek.threadId(thread));
  }

  /** How long a timed wait has left is in no field and no bean. */
  private static long timeout(ThreadInfo info) {
    return info.getThreadState() == Thread.State.TIMED_WAITING ? OpenWait.UNKNOWN_TIMEOUT : 0;
  }

  private static void wait(
      LookBuilder look,
      Thread thread,
      Resource resource,
      String op,
      long since,
      long timeout,
      boolean interruptible,
      SeenBy by) {
    look.waits(
        thread,
        new OpenWait(Peek.threadId(thread), resource.key(), op, since, timeout, interruptible, by));
  }
}
