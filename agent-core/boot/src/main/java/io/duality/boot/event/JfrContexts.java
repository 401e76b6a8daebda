package io.duality.boot.event;

import io.duality.boot.ContextWindow;
import io.duality.boot.TraceHooks;
import io.duality.boot.TraceIds;
import io.duality.boot.TraceReader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Commits a {@code duality.Context} for each change of a thread's context, up to a number of them
 * between two calls of {@link #refill}. What comes beyond is not emitted at all, and said so by an
 * event of its own: a history with unmarked holes would name the wrong activity.
 */
public final class JfrContexts extends ContextWindow {
  private final TraceReader reader;
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicLong emitted = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();

  public JfrContexts(TraceReader reader) {
    this.reader = reader;
  }

  /** How many events were committed since the start. */
  public long emitted() {
    return emitted.get();
  }

  /** How often there were more than were wanted. */
  public long gaps() {
    return gaps.get();
  }

  /** Emits from now on, up to so many events. */
  public void open(int most) {
    mark(ContextEvent.OPEN);
    left.set(most);
    TraceHooks.watchContexts(this);
  }

  /** Emits so many events more; to be called about once a second. */
  public void refill(int most) {
    if (left.get() <= 0) {
      mark(ContextEvent.OPEN);
    }
    left.set(most);
  }

  /** Emits nothing any more. */
  public void close() {
    TraceHooks.watchContexts(null);
    left.set(0);
    mark(ContextEvent.CLOSED);
  }

  @Override
  public void changed() {
    int rest = left.getAndDecrement();
    if (rest <= 0) {
      if (rest == 0) {
        gaps.getAndIncrement();
        mark(ContextEvent.CLOSED);
      }
      return;
    }
    TraceIds ids = new TraceIds();
    boolean carries = reader.read(Thread.currentThread(), ids);
    ContextEvent event = new ContextEvent();
    event.phase = carries ? ContextEvent.ATTACH : ContextEvent.DETACH;
    event.spanNameId = carries ? reader.nameId(ids.span) : -1;
    event.traceIdHigh = ids.traceHigh;
    event.traceIdLow = ids.traceLow;
    event.spanId = ids.span;
    event.sampled = ids.sampled;
    event.commit();
    emitted.getAndIncrement();
  }

  private static void mark(int phase) {
    ContextEvent event = new ContextEvent();
    event.phase = phase;
    event.spanNameId = -1;
    event.commit();
  }
}
