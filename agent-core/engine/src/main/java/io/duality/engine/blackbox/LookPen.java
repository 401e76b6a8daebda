package io.duality.engine.blackbox;

import io.duality.diagnosis.WaitForGraph;
import io.duality.model.ActiveTraces;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.ThreadSeen;
import io.duality.model.Unknown;
import java.util.List;

/**
 * Writes a look into the black box: the waits that matter first, each with its thread, its resource
 * and the holders, then the idle ones as long as there is room.
 */
final class LookPen {
  private static final int MOST_FRAMES = 12;
  private static final int MOST_POOLS = 64;
  private static final int MOST_UNKNOWN = 8;

  private final Pen pen;
  private final Known known = new Known();
  private final Places threadPlaces = new Places();
  private final Places resourcePlaces = new Places();
  private final Places holdingPlaces = new Places();
  private Look look;
  private int leftOut;

  LookPen(Pen pen) {
    this.pen = pen;
  }

  /**
   * Writes the records of a look.
   *
   * @param seen null when no look was needed
   * @param graph tells active waits from idle ones; null when nothing waits
   * @param active the traces that are under way
   * @return how many records did not fit
   */
  int write(Look seen, WaitForGraph graph, ActiveTraces active) {
    look = seen;
    leftOut = active.further();
    known.clear();
    if (look != null) {
      index();
      waits(graph, true);
      pools();
    }
    active(active);
    if (look != null) {
      waits(graph, false);
      unknown();
    }
    look = null;
    return leftOut;
  }

  private void unknown() {
    List<Unknown> unknown = look.unknown();
    for (int i = 0; i < Math.min(unknown.size(), MOST_UNKNOWN); i++) {
      unknown(unknown.get(i));
    }
  }

  /** Threads with a trace that have not been written for a wait, then the spans. */
  private void active(ActiveTraces active) {
    for (int i = 0; i < active.threads(); i++) {
      long id = active.threadId(i);
      if (!known.has(id) && known.note(id)) {
        thread(active, i);
      }
    }
    for (int i = 0; i < active.spans(); i++) {
      int mark = pen.mark();
      pen.one(Layout.SPAN);
      pen.hex(0, active.spanId(i), 1);
      pen.word(active.spanName(i));
      pen.eight(active.spanStart(i));
      end(mark);
    }
  }

  private void thread(ActiveTraces active, int i) {
    int mark = pen.mark();
    pen.one(Layout.THREAD);
    pen.eight(active.threadId(i));
    pen.word(active.threadName(i));
    pen.flag(false);
    pen.flag(active.threadDaemon(i));
    pen.word(active.threadState(i).name());
    pen.flag(true);
    pen.hex(active.traceHigh(i), active.traceLow(i), 2);
    pen.hex(0, active.spanOfThread(i), 1);
    pen.word(active.spanNameOfThread(i));
    pen.flag(active.sampled(i));
    pen.one(0);
    end(mark);
  }

  /** From the last to the first, so that the first of a kind is found first. */
  private void index() {
    List<ThreadSeen> threads = look.threads();
    threadPlaces.begin(threads.size());
    for (int i = threads.size() - 1; i >= 0; i--) {
      threadPlaces.put(Long.hashCode(threads.get(i).id()), i);
    }
    List<Resource> resources = look.resources();
    resourcePlaces.begin(resources.size());
    for (int i = resources.size() - 1; i >= 0; i--) {
      resourcePlaces.put(resources.get(i).key().hashCode(), i);
    }
    List<Holding> holdings = look.holdings();
    holdingPlaces.begin(holdings.size());
    for (int i = holdings.size() - 1; i >= 0; i--) {
      holdingPlaces.put(holdings.get(i).resourceKey().hashCode(), i);
    }
  }

  private void waits(WaitForGraph graph, boolean active) {
    List<OpenWait> waits = look.waits();
    for (int i = 0; i < waits.size(); i++) {
      OpenWait wait = waits.get(i);
      if ((graph != null && graph.active(wait)) == active) {
        thread(wait.threadId());
        resource(wait.resourceKey());
        wait(wait);
      }
    }
  }

  private void wait(OpenWait wait) {
    int mark = pen.mark();
    pen.one(Layout.WAIT);
    pen.eight(wait.threadId());
    pen.word(wait.resourceKey());
    pen.word(wait.op());
    pen.eight(wait.sinceNanos());
    pen.eight(wait.timeoutNanos());
    pen.flag(wait.interruptible());
    pen.word(wait.by().name());
    end(mark);
  }

  private void thread(long id) {
    if (known.has(id)) {
      return;
    }
    List<ThreadSeen> threads = look.threads();
    int i = threadPlaces.first(Long.hashCode(id));
    for (; i != Places.NONE; i = threadPlaces.next(i)) {
      if (threads.get(i).id() == id) {
        if (known.note(id)) {
          thread(threads.get(i));
        }
        return;
      }
    }
  }

  private void thread(ThreadSeen thread) {
    int mark = pen.mark();
    pen.one(Layout.THREAD);
    pen.eight(thread.id());
    pen.word(thread.name());
    pen.flag(thread.virtual());
    pen.flag(thread.daemon());
    pen.word(thread.state().name());
    pen.trace(thread.trace());
    List<StackTraceElement> frames = thread.frames();
    int count = Math.min(frames.size(), MOST_FRAMES);
    pen.one(count);
    for (int i = 0; i < count; i++) {
      pen.frame(frames.get(i));
    }
    end(mark);
  }

  /** A resource with those who hold it. */
  private void resource(String key) {
    if (known.has(key) || !known.note(key)) {
      return;
    }
    List<Resource> resources = look.resources();
    int hash = key.hashCode();
    for (int i = resourcePlaces.first(hash); i != Places.NONE; i = resourcePlaces.next(i)) {
      if (resources.get(i).key().equals(key)) {
        resource(resources.get(i));
        break;
      }
    }
    List<Holding> holdings = look.holdings();
    for (int i = holdingPlaces.first(hash); i != Places.NONE; i = holdingPlaces.next(i)) {
      Holding holding = holdings.get(i);
      if (holding.resourceKey().equals(key)) {
        thread(holding.threadId());
        holding(holding);
      }
    }
  }

  private void resource(Resource resource) {
    int mark = pen.mark();
    pen.one(Layout.RESOURCE);
    pen.word(resource.key());
    pen.word(resource.kind().name());
    pen.word(resource.name());
    pen.word(resource.className());
    pen.four(resource.identity());
    pen.eight(resource.limit());
    pen.eight(resource.depth());
    pen.word(resource.named().name());
    end(mark);
  }

  private void holding(Holding holding) {
    int mark = pen.mark();
    pen.one(Layout.HOLDING);
    pen.word(holding.resourceKey());
    pen.eight(holding.threadId());
    pen.word(holding.relation().name());
    pen.word(holding.as());
    pen.four(holding.count());
    pen.eight(holding.sinceNanos());
    pen.word(holding.by().name());
    pen.frame(holding.at());
    pen.trace(holding.trace());
    end(mark);
  }

  private void pools() {
    List<PoolSeen> pools = look.pools();
    for (int i = 0; i < Math.min(pools.size(), MOST_POOLS); i++) {
      PoolSeen pool = pools.get(i);
      resource(pool.resourceKey());
      if (pool.queueKey() != null) {
        resource(pool.queueKey());
      }
      for (int w = 0; w < Math.min(pool.workers().size(), MOST_POOLS); w++) {
        thread(pool.workers().get(w));
      }
      pool(pool);
    }
    List<QueueSeen> queues = look.queues();
    for (int i = 0; i < Math.min(queues.size(), MOST_POOLS); i++) {
      resource(queues.get(i).resourceKey());
      queue(queues.get(i));
    }
  }

  private void pool(PoolSeen pool) {
    int mark = pen.mark();
    pen.one(Layout.POOL);
    pen.word(pool.resourceKey());
    pen.word(pool.library());
    pen.eight(pool.limit());
    int workers = Math.min(pool.workers().size(), MOST_POOLS);
    pen.four(workers);
    for (int i = 0; i < workers; i++) {
      pen.eight(pool.workers().get(i));
    }
    pen.four(pool.busy());
    pen.four(pool.blocked());
    pen.word(pool.queueKey());
    pen.word(pool.queueClass());
    pen.eight(pool.depth());
    pen.eight(pool.capacity());
    pen.eight(pool.headAgeNanos());
    pen.eight(pool.counters().submitted());
    pen.eight(pool.counters().started());
    pen.eight(pool.counters().completed());
    pen.eight(pool.counters().failed());
    pen.eight(pool.counters().rejected());
    pen.word(pool.phase().name());
    end(mark);
  }

  private void queue(QueueSeen queue) {
    int mark = pen.mark();
    pen.one(Layout.QUEUE);
    pen.word(queue.resourceKey());
    pen.eight(queue.depth());
    pen.eight(queue.capacity());
    pen.eight(queue.highWater());
    pen.eight(queue.headAgeNanos());
    hand(queue.lastTake());
    hand(queue.lastPut());
    pen.flag(queue.blocking());
    end(mark);
  }

  private void hand(QueueSeen.Hand hand) {
    pen.flag(hand != null);
    if (hand != null) {
      pen.eight(hand.threadId());
      pen.word(hand.threadName());
      pen.eight(hand.nanos());
    }
  }

  private void unknown(Unknown unknown) {
    int mark = pen.mark();
    pen.one(Layout.UNKNOWN);
    pen.word(unknown.subject());
    pen.word(unknown.what());
    pen.word(unknown.why());
    end(mark);
  }

  private void end(int mark) {
    if (!pen.keep(mark)) {
      leftOut++;
    }
  }
}
