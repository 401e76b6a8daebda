package io.duality.engine.context;

import io.duality.boot.SpanSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The spans that were started lately: span id to name and begin, for sampled and unsampled spans. A
 * table of fixed size in small groups. A recording span leaves when it ends; an unsampled one has
 * no end that anybody hears, and is pushed out by later ones.
 */
public final class Activities extends SpanSink {
  /** How many spans are remembered at once. */
  public static final int CAPACITY = 1 << 15;

  /** What {@link #openSince} answers for a span that is not remembered. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private static final int GROUP = 8;
  private static final int MAX_NAME = 200;

  private final AtomicReference<AtomicReferenceArray<Started>> table = new AtomicReference<>();
  private final AtomicIntegerArray turns = new AtomicIntegerArray(CAPACITY / GROUP);
  private final AtomicLong lost = new AtomicLong();
  private final OpenTelemetryRecipe recipe;

  Activities(OpenTelemetryRecipe recipe) {
    this.recipe = recipe;
  }

  private record Started(long span, String name, long nanos, boolean recording) {}

  /**
   * A span that was started and has not ended.
   *
   * @param spanId 16 hex digits
   * @param name its name at its start
   * @param startNanos {@code System.nanoTime} of its start
   */
  public record OpenSpan(String spanId, String name, long startNanos) {}

  @Override
  public void started(Object span, Object builder) {
    if (span == null || builder == null) {
      return;
    }
    long id = recipe.idOf(span);
    String name = recipe.builderName(builder);
    if (id == 0 || name == null) {
      return;
    }
    put(new Started(id, shortened(name), System.nanoTime(), recipe.ends(span)));
  }

  @Override
  public void ended(Object span) {
    AtomicReferenceArray<Started> spans = table.getAcquire();
    long id = span == null || spans == null ? 0 : recipe.idOf(span);
    if (id == 0) {
      return;
    }
    int from = group(id);
    for (int i = from; i < from + GROUP; i++) {
      Started started = spans.getAcquire(i);
      if (started != null && started.span == id) {
        spans.compareAndSet(i, started, null);
        return;
      }
    }
  }

  private void put(Started started) {
    AtomicReferenceArray<Started> spans = table.getAcquire();
    if (spans == null) {
      table.compareAndSet(null, new AtomicReferenceArray<>(CAPACITY));
      spans = table.getAcquire();
      if (spans == null) {
        return; // all are being forgotten this instant
      }
    }
    int from = group(started.span);
    for (int i = from; i < from + GROUP; i++) {
      if (spans.getAcquire(i) == null && spans.compareAndSet(i, null, started)) {
        return;
      }
    }
    // The group is full. Its places are given away in turn, so that each name lives about equally
    // long; two threads in one turn cost one name.
    int turn = turns.getOpaque(from / GROUP);
    turns.setOpaque(from / GROUP, turn + 1);
    for (int i = 0; i < GROUP; i++) {
      int at = from + ((turn + i) & (GROUP - 1));
      Started there = spans.getAcquire(at);
      if (there == null || !there.recording) {
        spans.setRelease(at, started);
        return;
      }
    }
    // Only spans that are open: those that were never ended must not fill the group for ever.
    lost.getAndIncrement();
    spans.setRelease(from + (turn & (GROUP - 1)), started);
  }

  private static int group(long span) {
    // Span ids are random; the spread is for generators that count.
    return (int) ((span * 0x9E3779B97F4A7C15L) >>> 52) * GROUP;
  }

  private static String shortened(String name) {
    return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
  }

  private Started find(long span) {
    AtomicReferenceArray<Started> spans = table.getAcquire();
    if (spans == null || span == 0) {
      return null;
    }
    int from = group(span);
    for (int i = from; i < from + GROUP; i++) {
      Started started = spans.getAcquire(i);
      if (started != null && started.span == span) {
        return started;
      }
    }
    return null;
  }

  /** The name of a span at its start, or null when it is not remembered. */
  public String nameOf(long spanId) {
    Started started = find(spanId);
    return started == null ? null : started.name;
  }

  /** {@code System.nanoTime} of a span's start, or {@link #UNKNOWN}. */
  public long openSince(long spanId) {
    Started started = find(spanId);
    return started == null ? UNKNOWN : started.nanos;
  }

  /** Open recording spans that are at least this old, oldest first. */
  public List<OpenSpan> olderThan(long ageNanos, long nowNanos) {
    AtomicReferenceArray<Started> spans = table.getAcquire();
    if (spans == null) {
      return List.of();
    }
    List<OpenSpan> old = new ArrayList<>();
    for (int i = 0; i < CAPACITY; i++) {
      Started started = spans.getAcquire(i);
      if (started != null && started.recording && nowNanos - started.nanos >= ageNanos) {
        old.add(new OpenSpan(Hex.format(started.span), started.name, started.nanos));
      }
    }
    old.sort(Comparator.comparingLong(span -> span.startNanos - nowNanos));
    return old;
  }

  /** Forgets all spans: their ends will not be heard. */
  public void forget() {
    table.setRelease(null);
  }

  /** How many open spans were pushed out because their place was needed. */
  public long lost() {
    return lost.get();
  }
}
