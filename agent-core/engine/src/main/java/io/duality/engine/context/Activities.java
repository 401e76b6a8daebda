package io.duality.engine.context;

import io.duality.boot.SpanSink;
import io.duality.boot.Thrown;
import io.duality.boot.TraceIds;
import io.duality.engine.library.Shape;
import io.duality.model.ActiveTraces;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The spans that were started lately: span id to name and begin, for sampled and unsampled spans. A
 * table of fixed size in small groups, of numbers only: the start of a span allocates nothing and
 * gives the collector nothing to follow. A recording span leaves when it ends; an unsampled one has
 * no end that anybody hears, and is pushed out by later ones.
 */
public final class Activities extends SpanSink {
  /** How many spans are remembered at once. */
  public static final int CAPACITY = 1 << 15;

  /** What {@link #openSince} answers for a span that is not remembered. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private static final int GROUP = 8;

  /** In the place of an id while its entry is written. */
  private static final long BUSY = -1;

  /** An entry's second number: tick of its start, number of its name, whether it records. */
  private static final int TICK_SHIFT = SpanNames.BITS + 1;

  /** 0.1 ms: the resolution of a start; its 43 bits last for 27 years. */
  private static final long TICK_NANOS = 100_000;

  /** One tick early, so that no entry is 0. */
  private final long epoch = System.nanoTime() - TICK_NANOS;

  private final AtomicReference<AtomicLongArray> table = new AtomicReference<>();
  private final AtomicIntegerArray turns = new AtomicIntegerArray(CAPACITY / GROUP);
  private final AtomicLong lost = new AtomicLong();
  private final SpanNames names = new SpanNames();
  private final OpenTelemetryRecipe recipe;

  Activities(OpenTelemetryRecipe recipe) {
    this.recipe = recipe;
  }

  /**
   * A span that was started and has not ended.
   *
   * @param spanId 16 hex digits
   * @param name its name at its start, or null when later names have pushed it out
   * @param startNanos {@code System.nanoTime} of its start, to 0.1 ms
   */
  public record OpenSpan(String spanId, String name, long startNanos) {}

  @Override
  public void started(Object span, Object builder) {
    if (span == null || builder == null) {
      return;
    }
    Shape shape = recipe.shapeOf(span);
    long id = recipe.idOf(span, shape);
    String name = recipe.builderName(builder);
    if (id == 0 || id == BUSY || name == null) {
      return;
    }
    long tick = (System.nanoTime() - epoch) / TICK_NANOS;
    long recording = OpenTelemetryRecipe.ends(shape) ? 1 : 0;
    int number = names.numberOf(name);
    names.begun(number, tick);
    put(id, tick << TICK_SHIFT | (long) number << 1 | recording);
  }

  @Override
  public void ended(Object span) {
    AtomicLongArray spans = table.getAcquire();
    long id = span == null || spans == null ? 0 : recipe.idOf(span, recipe.shapeOf(span));
    if (id == 0) {
      return;
    }
    int from = group(id);
    for (int i = from; i < from + GROUP; i++) {
      if (spans.getAcquire(2 * i) == id) {
        spans.compareAndSet(2 * i, id, 0);
        return;
      }
    }
  }

  @Override
  public void failed(Object span, Throwable thrown) {
    TraceIds ids = new TraceIds();
    if (span != null && recipe.idsOf(span, ids)) {
      Thrown.span(thrown, ids, nameOf(ids.span));
    }
  }

  private void put(long id, long entry) {
    AtomicLongArray spans = table.getAcquire();
    if (spans == null) {
      table.compareAndSet(null, new AtomicLongArray(2 * CAPACITY));
      spans = table.getAcquire();
      if (spans == null) {
        return; // all are being forgotten this instant
      }
    }
    int from = group(id);
    for (int i = from; i < from + GROUP; i++) {
      if (spans.getAcquire(2 * i) == 0 && put(spans, i, 0, id, entry)) {
        return;
      }
    }
    // The group is full. Its places are given away in turn, so that each name lives about equally
    // long; two threads in one turn cost one name.
    int turn = turns.getOpaque(from / GROUP);
    turns.setOpaque(from / GROUP, turn + 1);
    for (int i = 0; i < GROUP; i++) {
      int at = from + ((turn + i) & (GROUP - 1));
      long there = spans.getAcquire(2 * at);
      if (!recording(spans.getAcquire(2 * at + 1)) && put(spans, at, there, id, entry)) {
        return;
      }
    }
    // Only spans that are open: those that were never ended must not fill the group for ever.
    int at = from + (turn & (GROUP - 1));
    put(spans, at, spans.getAcquire(2 * at), id, entry);
    lost.getAndIncrement();
  }

  /** Whoever turns an id to BUSY writes the entry; readers see the id before and after it. */
  private static boolean put(AtomicLongArray spans, int at, long there, long id, long entry) {
    if (there == BUSY || !spans.compareAndSet(2 * at, there, BUSY)) {
      return false;
    }
    spans.setRelease(2 * at + 1, entry);
    spans.setRelease(2 * at, id);
    return true;
  }

  private static int group(long span) {
    // Span ids are random; the spread is for generators that count.
    return (int) ((span * 0x9E3779B97F4A7C15L) >>> 52) * GROUP;
  }

  private static boolean recording(long entry) {
    return (entry & 1) != 0;
  }

  private String name(long entry) {
    return names.name(number(entry));
  }

  private static int number(long entry) {
    return (int) (entry >>> 1) & ((1 << SpanNames.BITS) - 1);
  }

  /** A number that spans of one name share, or a negative one when the span is not remembered. */
  public int nameId(long spanId) {
    long entry = find(spanId);
    return entry == 0 ? -1 : number(entry);
  }

  /** The name with a number of {@link #nameId}, or null when later names have pushed it out. */
  public String nameOfId(int nameId) {
    return nameId < 0 ? null : names.name(nameId);
  }

  private long startOf(long entry) {
    return epoch + (entry >>> TICK_SHIFT) * TICK_NANOS;
  }

  /** The entry of a span; 0, which no entry is, when the span is not remembered. */
  private long find(long span) {
    AtomicLongArray spans = table.getAcquire();
    if (spans == null || span == 0) {
      return 0;
    }
    int from = group(span);
    for (int i = from; i < from + GROUP; i++) {
      if (spans.get(2 * i) == span) {
        long entry = spans.get(2 * i + 1);
        return spans.get(2 * i) == span ? entry : 0;
      }
    }
    return 0;
  }

  /** The name of a span at its start, or null when it is not remembered. */
  public String nameOf(long spanId) {
    long entry = find(spanId);
    return entry == 0 ? null : name(entry);
  }

  /** {@code System.nanoTime} of a span's start, to 0.1 ms, or {@link #UNKNOWN}. */
  public long openSince(long spanId) {
    long entry = find(spanId);
    return entry == 0 ? UNKNOWN : startOf(entry);
  }

  /** Open recording spans that are at least this old, oldest first. */
  public List<OpenSpan> olderThan(long ageNanos, long nowNanos) {
    AtomicLongArray spans = table.getAcquire();
    if (spans == null) {
      return List.of();
    }
    List<OpenSpan> old = new ArrayList<>();
    for (int i = 0; i < CAPACITY; i++) {
      long id = spans.get(2 * i);
      long entry = spans.get(2 * i + 1);
      if (id != 0
          && id != BUSY
          && recording(entry)
          && nowNanos - startOf(entry) >= ageNanos
          && spans.get(2 * i) == id) {
        old.add(new OpenSpan(Hex.format(id), name(entry), startOf(entry)));
      }
    }
    old.sort(Comparator.comparingLong(span -> span.startNanos - nowNanos));
    return old;
  }

  /** Notes the open recording spans; makes no garbage. */
  void open(ActiveTraces into) {
    AtomicLongArray spans = table.getAcquire();
    for (int i = 0; spans != null && i < CAPACITY; i++) {
      long id = spans.getPlain(2 * i); // most are empty; a full one is read again, in order
      if (id != 0 && id != BUSY) {
        long entry = spans.get(2 * i + 1);
        if (recording(entry) && spans.get(2 * i) == id) {
          into.span(id, name(entry), startOf(entry));
        }
      }
    }
  }

  /** When a span of each remembered name was last begun, {@code System.nanoTime} to 0.1 ms. */
  public Map<String, Long> lastBegun() {
    Map<String, Long> last = names.lastBegun();
    last.replaceAll((name, tick) -> epoch + tick * TICK_NANOS);
    return last;
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
