package io.duality.engine.observe;

import io.duality.boot.OpenSlot;
import io.duality.boot.Peek;
import io.duality.boot.Slots;
import io.duality.boot.Sockets;
import io.duality.boot.TraceIds;
import io.duality.engine.context.Contexts;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.SeenBy;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The waits inside system calls that no hook sees, because the same call serves those that need not
 * wait. The JVM calls such a thread runnable; that it has not run is told by its processor time: as
 * long as that does not change, it is still in the same call. A wait's beginning is the first
 * glance or look that read this processor time.
 */
final class NativeWaits {
  /** So many runnable threads are asked for their processor time by one glance or look. */
  private static final int MAX_ASKED = 256;

  private static final int MAX_STACKS = 64;

  private final Contexts contexts;
  private final PlatformThreads platform;
  private final ThreadBean bean;
  private final NativeObjects objects = new NativeObjects();
  private final SystemCalls calls = new SystemCalls();
  private final OpenSlot slot = new OpenSlot();
  private final TraceIds ids = new TraceIds();
  private LongTable since = new LongTable();
  private LongTable cpu = new LongTable();
  private LongTable nextSince = new LongTable();
  private LongTable nextCpu = new LongTable();
  private Map<Long, Known> known = new HashMap<>();
  private long overflows;

  NativeWaits(Contexts contexts, PlatformThreads platform, ThreadBean bean) {
    this.contexts = contexts;
    this.platform = platform;
    this.bean = bean;
  }

  /** What a thread with this processor time waits for; {@code frames} is null for nothing known. */
  private record Known(
      long cpu,
      NativeFrames frames,
      String name,
      String className,
      boolean interruptible,
      String holder) {}

  /**
   * Whether a thread with a trace has not run for this long although the JVM calls it runnable;
   * allocates nothing of its own once its tables have grown.
   */
  boolean glance(long now, long olderThanNanos, Settled settled) {
    if (!bean.allowed()) {
      return false;
    }
    boolean traces = contexts.any();
    boolean found = false;
    int asked = 0;
    for (int i = 0; i < platform.count(); i++) {
      Thread thread = platform.get(i);
      if (Peek.state(thread) != Thread.State.RUNNABLE || Slots.read(thread, slot)) {
        continue;
      }
      long id = Peek.threadId(thread);
      long begun = since.get(id);
      long spent = cpu.get(id);
      boolean old = begun != LongTable.NONE && now - begun >= olderThanNanos;
      boolean check = old && traces && !settled.hasThread(id, now) && contexts.read(thread, ids);
      if ((begun == LongTable.NONE || check) && asked < MAX_ASKED) {
        asked++;
        long used = bean.cpuNanos(id);
        found |= check && used == spent;
        begun = used == spent ? begun : now;
        spent = used;
      }
      if (begun != LongTable.NONE && spent >= 0) {
        nextSince.put(id, begun);
        nextCpu.put(id, spent);
      }
    }
    slot.clear();
    turn();
    return found;
  }

  private void turn() {
    LongTable oldSince = since;
    LongTable oldCpu = cpu;
    since = nextSince;
    cpu = nextCpu;
    nextSince = oldSince;
    nextCpu = oldCpu;
    nextSince.clear();
    nextCpu.clear();
  }

  /**
   * Adds the waits of platform threads inside system calls.
   *
   * @param wanted threads that hold what others wait for, which are asked first
   */
  void add(LookBuilder look, Set<Long> wanted) {
    Map<Long, Known> now = new HashMap<>();
    List<Thread> standing = new ArrayList<>();
    List<Thread> fresh = new ArrayList<>();
    for (Thread thread : bean.allowed() ? candidates(look, wanted) : List.<Thread>of()) {
      long id = Peek.threadId(thread);
      long used = bean.cpuNanos(id);
      if (used < 0) {
        continue;
      }
      if (since.get(id) == LongTable.NONE || cpu.get(id) != used) {
        since.put(id, look.now);
        cpu.put(id, used);
        continue;
      }
      standing.add(thread);
      Known last = known.get(id);
      if (last != null && last.cpu == used) {
        now.put(id, last);
      } else if (fresh.size() < MAX_STACKS) {
        fresh.add(thread);
      }
    }
    identify(fresh, now);
    known = now;
    for (Thread thread : standing) {
      Known found = now.get(Peek.threadId(thread));
      if (found != null && found.frames != null) {
        add(look, thread, found);
      }
    }
    long lost = Sockets.overflows() - overflows;
    if (lost > 0) {
      overflows += lost;
      look.unknown("sockets", "names", lost + " sockets found no free place since the last look");
    }
  }

  private List<Thread> candidates(LookBuilder look, Set<Long> wanted) {
    List<Thread> first = new ArrayList<>();
    List<Thread> rest = new ArrayList<>();
    for (int i = 0; i < platform.count(); i++) {
      Thread thread = platform.get(i);
      long id = Peek.threadId(thread);
      if (Peek.state(thread) == Thread.State.RUNNABLE && !look.waits.containsKey(id)) {
        boolean matters = wanted.contains(id) || contexts.read(thread, ids);
        (matters ? first : rest).add(thread);
      }
    }
    first.addAll(rest);
    return first.subList(0, Math.min(first.size(), MAX_ASKED));
  }

  private void identify(List<Thread> fresh, Map<Long, Known> into) {
    if (fresh.isEmpty()) {
      return;
    }
    List<ThreadInfo> stacks = bean.stacks(fresh, NativeFrames.DEPTH);
    IdentityHashMap<Thread, Object> users = null;
    Map<Long, Known> files = new HashMap<>();
    for (int i = 0; i < fresh.size(); i++) {
      Thread thread = fresh.get(i);
      ThreadInfo info = stacks.get(i);
      NativeFrames frames = info == null ? null : NativeFrames.of(info.getStackTrace());
      Object object = frames == null ? null : objects.interruptible(thread);
      boolean interruptible = object != null;
      if (frames != null && object == null && frames.isSocket()) {
        users = users == null ? objects.users(fresh) : users;
        object = users.get(thread);
      }
      long id = Peek.threadId(thread);
      Known found = known(cpu.get(id), frames, object, interruptible);
      (frames != null && frames.hasDescriptor() && found.name == null ? files : into)
          .put(id, found);
    }
    if (!files.isEmpty()) {
      named(files, into);
    }
  }

  /** Files of streams are in no field that a thread leads to; the operating system knows them. */
  private void named(Map<Long, Known> files, Map<Long, Known> into) {
    Set<Long> cpuNanos = new HashSet<>();
    files.values().forEach(file -> cpuNanos.add(file.cpu));
    Map<Long, String> names = calls.files(cpuNanos);
    files.forEach(
        (id, file) ->
            into.put(
                id,
                new Known(
                    file.cpu, file.frames, names.get(file.cpu), "java.io.File", false, null)));
  }

  private static Known known(long cpu, NativeFrames frames, Object object, boolean interruptible) {
    String name = object == null ? null : Endpoint.nameOf(object, frames.code());
    if (name == null) {
      return new Known(cpu, frames, null, null, false, null);
    }
    String holder = frames.op().equals("lock") ? FileLocks.holder(Endpoint.path(object)) : null;
    String className = Blocker.of(object).className();
    return new Known(cpu, frames, name, className, interruptible, holder);
  }

  private void add(LookBuilder look, Thread thread, Known found) {
    NativeFrames frames = found.frames;
    long id = Peek.threadId(thread);
    Resource resource =
        found.name != null
            ? look.resources.external(frames.kind(), found.name, found.className)
            : look.resources.ofThread(frames.kind(), frames.what(), id, LookBuilder.label(thread));
    look.waits(
        thread,
        new OpenWait(
            id,
            resource.key(),
            frames.op(),
            since.get(id),
            frames.limited() ? OpenWait.UNKNOWN_TIMEOUT : 0,
            found.interruptible,
            SeenBy.SAMPLE));
    if (found.holder != null) {
      look.unknown(resource.name(), "holder", "it is in another process: " + found.holder);
    }
  }
}
