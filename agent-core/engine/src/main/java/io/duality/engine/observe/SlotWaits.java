package io.duality.engine.observe;

import io.duality.boot.Op;
import io.duality.boot.OpenSlot;
import io.duality.boot.Peek;
import io.duality.boot.Slots;
import io.duality.boot.TraceIds;
import io.duality.engine.context.Contexts;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import java.util.concurrent.TimeUnit;

/** The waits that hooks saw begin. */
final class SlotWaits {
  private static final long FOR_EVER_NANOS = TimeUnit.DAYS.toNanos(3650);

  private final OpenSlot slot = new OpenSlot();
  private final TraceIds ids = new TraceIds();
  private final Contexts contexts;
  private final Connections connections;
  private long overflows;
  private long lost;

  SlotWaits(Contexts contexts, Connections connections) {
    this.contexts = contexts;
    this.connections = connections;
  }

  /** Whether a wait that may be a stall is older than this; allocates nothing. */
  boolean glance(long now, long olderThanNanos, Settled settled) {
    int capacity = Slots.capacity();
    boolean found = false;
    for (int i = 0; i < capacity && !found; i++) {
      found =
          Slots.read(i, slot)
              && now - slot.sinceNanos >= olderThanNanos
              && mayStall(now)
              && !settled.is(Peek.threadId(slot.thread), slot.sinceNanos, now)
              && !PlatformThreads.isOwn(slot.thread);
    }
    slot.clear();
    return found;
  }

  private boolean mayStall(long now) {
    if (slot.op == Op.BORROW) {
      return true;
    }
    ResourceKind kind =
        slot.queue == null ? Blocker.kindOf(slot.blocker) : Blocker.of(slot.queue).kind();
    if (kind.exclusive() || kind == ResourceKind.SEMAPHORE) {
      return true;
    }
    if (kind == ResourceKind.QUEUE && slot.op == Op.PUT) {
      return true;
    }
    // Nobody has time for a connect or for a peer that does not read, whatever the limit is.
    boolean inTime =
        slot.op != Op.WRITE && slot.timeoutNanos > 0 && now - slot.sinceNanos <= slot.timeoutNanos;
    return !inTime && contexts.any() && contexts.read(slot.thread, ids);
  }

  /** Adds every open wait to a look. */
  void add(LookBuilder look) {
    int capacity = Slots.capacity();
    int virtual = 0;
    for (int i = 0; i < capacity; i++) {
      if (Slots.read(i, slot) && !PlatformThreads.isOwn(slot.thread)) {
        virtual += Peek.isVirtual(slot.thread) ? 1 : 0;
        add(look, slot);
      }
    }
    slot.clear();
    unseen(look, virtual);
  }

  /**
   * Takes out the waits that have ended since {@link #add}; to be called when all owners are read.
   */
  void again(LookBuilder look) {
    look.waits.values().removeIf(wait -> wait.by() == SeenBy.SLOT && hasEnded(look, wait));
    slot.clear();
  }

  private boolean hasEnded(LookBuilder look, OpenWait wait) {
    Thread thread = look.threads.get(wait.threadId());
    return thread == null
        || !Slots.read(thread, slot)
        || slot.sinceNanos != wait.sinceNanos()
        || isOver(slot)
        || look.reads(wait); // who reads already need not wait to read: it has just got the lock
  }

  /** Whether it has just got the lock and is about to say so, or ended inside its wait. */
  private static boolean isOver(OpenSlot slot) {
    return Peek.reference(slot.blocker, owner(slot.blocker)) == slot.thread
        || (!Peek.isVirtual(slot.thread) && Peek.state(slot.thread) == Thread.State.TERMINATED);
  }

  /**
   * Waits that found no slot. Those of platform threads are sampled; a virtual thread without a
   * slot may wait for as long as it lives.
   */
  private void unseen(LookBuilder look, int virtualSeen) {
    long now = Slots.overflows();
    long fresh = now - overflows;
    overflows = now;
    lost += fresh;
    if (lost == 0) {
      return;
    }
    long alive = VirtualThreads.exist() ? VirtualThreads.count() : 0;
    long open = Math.min(lost, Math.max(0, alive - virtualSeen));
    if (fresh == 0 && open == 0) {
      lost = 0;
      return;
    }
    look.unknown(
        "open waits",
        "waits",
        lost
            + " waits found no free slot among "
            + Slots.capacity()
            + (open == 0 ? "" : "; up to " + open + " virtual threads may still wait, unobserved"));
  }

  private void add(LookBuilder look, OpenSlot slot) {
    if (slot.op == Op.BORROW) {
      borrow(look, slot);
      return;
    }
    Object object = slot.queue == null ? slot.blocker : slot.queue;
    if (isOver(slot)) {
      return; // the thread, or else the next sweep, frees the slot
    }
    if (Blocker.of(object).external()) {
      external(look, slot, object);
      return;
    }
    Resource resource =
        slot.op == Op.SLEEP
            ? look.resources.ofThread(
                ResourceKind.SLEEP, "sleep", id(slot), LookBuilder.label(slot.thread))
            : look.resources.of(object);
    ResourceKind kind = resource.kind();
    look.waits(
        slot.thread,
        new OpenWait(
            id(slot),
            resource.key(),
            Ops.of(kind, slot.op),
            slot.sinceNanos,
            timeout(slot),
            slot.interruptible,
            SeenBy.SLOT));
  }

  private void borrow(LookBuilder look, OpenSlot slot) {
    Resource pool = connections.awaited(look, slot.blocker, slot.queue);
    long limit = timeout(slot);
    look.waits(
        slot.thread,
        new OpenWait(
            id(slot),
            pool.key(),
            Ops.of(pool.kind(), slot.op),
            slot.sinceNanos,
            limit > 0 ? limit : connections.timeoutNanos(slot.blocker),
            slot.interruptible,
            SeenBy.SLOT));
  }

  private static void external(LookBuilder look, OpenSlot slot, Object object) {
    Blocker blocker = Blocker.of(object);
    int op = Endpoint.opOf(object, slot.op);
    Resource resource =
        look.resources.external(blocker.kind(), Endpoint.nameOf(object, op), blocker.className());
    look.waits(
        slot.thread,
        new OpenWait(
            id(slot),
            resource.key(),
            Ops.of(blocker.kind(), op),
            slot.sinceNanos,
            timeout(slot),
            slot.interruptible || Endpoint.endsByInterrupt(object, slot.thread),
            SeenBy.SLOT));
  }

  /** Who passes the largest long means for ever. */
  private static long timeout(OpenSlot slot) {
    return slot.timeoutNanos > FOR_EVER_NANOS ? 0 : slot.timeoutNanos;
  }

  private static long owner(Object blocker) {
    return Blocker.of(blocker).owned() ? Fields.OWNER : Peek.NONE;
  }

  private static long id(OpenSlot slot) {
    return Peek.threadId(slot.thread);
  }
}
