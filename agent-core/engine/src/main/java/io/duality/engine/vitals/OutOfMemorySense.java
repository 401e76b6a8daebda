package io.duality.engine.vitals;

import io.duality.engine.vitals.MemoryErrors.Heard;
import io.duality.model.FailureSeen;
import io.duality.model.TraceRef;
import io.duality.model.Vitals;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Every OutOfMemoryError that leaves a trace: one that Java code makes by its constructor, one that
 * ends a thread, a task or a span by the hook there, one at which the JVM dumps the heap by that
 * file and by the recorder's events, one on the agent's own threads. Several sources tell of one
 * error: they are joined. What nothing shows is one of the heap that the application catches when
 * the JVM writes no dump, or has written its only one.
 */
public final class OutOfMemorySense implements Sense {
  /** Events of the recorder are late by up to a second. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  /** The dump comes before its error, and may take that long. */
  private static final long SAME_NANOS = TimeUnit.SECONDS.toNanos(15);

  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long SHARE_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final double ALL_THE_TIME = 0.85;
  private static final double NO_CLASS_FITS = 0.9;

  private final VmDump dump;
  private final MemoryErrors errors = new MemoryErrors();
  private final HeapAfter heap = new HeapAfter();
  private final List<Heard> waiting = new ArrayList<>();
  private final Deque<long[]> collecting = new ArrayDeque<>();
  private List<GarbageCollectorMXBean> collectors;
  private MemoryPoolMXBean metaspace;
  private boolean dumpTold;
  private long toldAt;
  private long metaspacePeak;
  private long peakAt;
  private final Map<MemoryErrorKind, Long> told = new EnumMap<>(MemoryErrorKind.class);
  private boolean reserved;

  /**
   * @param dump what the JVM was told to do by itself
   */
  public OutOfMemorySense(VmDump dump) {
    this.dump = dump;
    reserved = Reserve.fill();
  }

  @Override
  public void listen(EventWatch events) {
    events.on("jdk.HeapDump", this::dumped);
    events.on("jdk.MetaspaceOOM", this::metaspace, "stackTrace", "true");
    events.on(
        "jdk.GCHeapSummary",
        event -> {
          if ("After GC".equals(event.text("when"))) {
            heap.collected(event.startNanos(), event.number("heapUsed", 0));
          }
        });
  }

  private void dumped(EventWatch.Event event) {
    if (event.number("onOutOfMemoryError", 0) == 1) {
      add(event, null, "the JVM's dump of the heap (jdk.HeapDump)");
    }
  }

  private void metaspace(EventWatch.Event event) {
    add(event, MemoryErrorKind.METASPACE, "the flight recorder (jdk.MetaspaceOOM)");
  }

  private void add(EventWatch.Event event, MemoryErrorKind kind, String knownBy) {
    add(
        new Heard(
            kind,
            event.startNanos(),
            "java.lang.OutOfMemoryError",
            null,
            event.threadId(),
            event.threadName(),
            knownBy,
            null,
            event.frames()));
  }

  /**
   * An error whose object is at hand.
   *
   * @param knownBy which hook, in words
   */
  void thrown(
      String className,
      String message,
      long nanos,
      long threadId,
      String threadName,
      TraceRef trace,
      List<StackTraceElement> frames,
      String knownBy) {
    MemoryErrorKind kind = MemoryErrorKind.of(message);
    add(new Heard(kind, nanos, className, message, threadId, threadName, knownBy, trace, frames));
  }

  /**
   * Whose thread of the agent or of the recorder it was is nobody's news: memory is everybody's.
   */
  private void add(Heard one) {
    boolean ours = one.threadName().startsWith("duality-") || one.threadName().startsWith("JFR ");
    errors.add(
        !ours
            ? one
            : new Heard(
                one.kind(),
                one.nanos(),
                one.className(),
                one.message(),
                Vitals.UNKNOWN,
                "",
                one.knownBy(),
                null,
                List.of()));
  }

  /** One that a thread of the agent's ran into: the memory is everybody's. */
  public void own(OutOfMemoryError error) {
    Reserve.release();
    thrown(
        error.getClass().getName(),
        error.getMessage(),
        System.nanoTime(),
        Vitals.UNKNOWN,
        "",
        null,
        List.of(),
        "a thread of the agent, which ran into it as well");
  }

  @Override
  public void read(VitalsBuilder into, long now) {
    begin();
    dump.tend(now);
    heap.read(now);
    peak(now);
    collecting(now);
    waiting.addAll(errors.take());
    if (!dumpTold && dump.begun()) {
      dumpTold = true;
      waiting.add(
          new Heard(
              null,
              now,
              "java.lang.OutOfMemoryError",
              null,
              Vitals.UNKNOWN,
              "",
              "the file of the JVM's dump",
              null,
              List.of()));
    }
    if (!waiting.isEmpty()) {
      Reserve.release();
      reserved = false;
      tell(into, now);
    } else if (!reserved && now - toldAt > CALM_NANOS) {
      reserved = Reserve.fill();
    }
    if (dump.reason() != null) {
      into.unknown(
          "OutOfMemoryError", "one of the heap that the application catches", dump.reason());
    }
  }

  private void begin() {
    if (collectors == null) {
      collectors = ManagementFactory.getGarbageCollectorMXBeans();
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        if (pool.getName().equals("Metaspace")) {
          metaspace = pool;
        }
      }
    }
  }

  private void collecting(long now) {
    long millis = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      millis += Math.max(0, collector.getCollectionTime());
    }
    collecting.addLast(new long[] {now, millis});
    while (now - collecting.peekFirst()[0] > SHARE_NANOS && collecting.size() > 2) {
      collecting.removeFirst();
    }
  }

  /** Joins what tells of one error, and tells it when nobody can add to it any more. */
  private void tell(VitalsBuilder into, long now) {
    boolean fresh = false;
    boolean named = false;
    for (Heard one : waiting) {
      fresh |= now - one.nanos() < PATIENCE_NANOS;
      named |= one.message() != null && !one.threadName().isEmpty();
    }
    if (fresh && !named) {
      return; // the next reading knows which kind it was, and on which thread
    }
    List<Heard> joined = new ArrayList<>();
    List<Heard> guessed = new ArrayList<>();
    waiting.sort(Comparator.comparing(one -> one.kind() == null)); // who knows the kind says it
    for (Heard one : waiting) {
      Heard known = one;
      if (one.kind() == null) {
        known = decided(one, now);
        guessed.add(known);
      }
      int at = like(joined, known);
      if (at < 0) {
        joined.add(known);
      } else {
        joined.set(at, join(joined.get(at), known));
      }
    }
    waiting.clear();
    for (Heard one : joined) {
      if (!repeated(one, guessed.contains(one), now)) {
        into.failure(failure(one));
      }
    }
    joined.forEach(one -> told.put(one.kind(), now));
    toldAt = now;
  }

  /**
   * Whether it is a late sign of one that was told: of the same kind, or the JVM's dump, which says
   * no kind.
   */
  private boolean repeated(Heard one, boolean guessed, long now) {
    if (one.message() != null || !one.kind().ofVm()) {
      return false;
    }
    for (Map.Entry<MemoryErrorKind, Long> earlier : told.entrySet()) {
      boolean alike = earlier.getKey() == one.kind() || (guessed && earlier.getKey().ofVm());
      if (alike && now - earlier.getValue() < SAME_NANOS) {
        return true;
      }
    }
    return false;
  }

  private static int like(List<Heard> joined, Heard one) {
    for (int i = 0; i < joined.size(); i++) {
      MemoryErrorKind kind = joined.get(i).kind();
      if (kind == one.kind() || (kind.ofVm() && one.kind().ofVm())) {
        return i;
      }
    }
    return -1;
  }

  /** A message is sure of the kind; else the first that was heard is as good as the other. */
  private static Heard join(Heard a, Heard b) {
    boolean second = a.message() == null && b.message() != null;
    Heard sure = second ? b : a;
    Heard other = second ? a : b;
    boolean bare = sure.frames().isEmpty();
    boolean same = sure.knownBy().contains(other.knownBy());
    Heard named = bare && !other.threadName().isEmpty() ? other : sure;
    return new Heard(
        sure.kind(),
        Math.min(sure.nanos(), other.nanos()),
        sure.className(),
        sure.message(),
        named.threadId(),
        named.threadName(),
        same ? sure.knownBy() : sure.knownBy() + "; " + other.knownBy(),
        sure.trace() == null ? other.trace() : sure.trace(),
        bare ? other.frames() : sure.frames());
  }

  /** The kind of one that the JVM dumped for, which says nothing more. */
  private Heard decided(Heard one, long now) {
    MemoryErrorKind kind;
    double share = metaspaceShare(now);
    if (share >= NO_CLASS_FITS) {
      kind = MemoryErrorKind.METASPACE;
    } else if (!heap.full(heap.most(one.nanos() - SAME_NANOS, now))) {
      kind = MemoryErrorKind.ARRAY_SIZE;
    } else {
      kind = collectsAllTheTime() ? MemoryErrorKind.GC_OVERHEAD : MemoryErrorKind.HEAP;
    }
    return new Heard(
        kind,
        one.nanos(),
        one.className(),
        null,
        one.threadId(),
        one.threadName(),
        one.knownBy(),
        one.trace(),
        one.frames());
  }

  /** The peak counts for a while: what filled it may be gone when somebody asks. */
  private void peak(long now) {
    long peak = metaspace == null ? 0 : metaspace.getPeakUsage().getCommitted();
    if (peak > metaspacePeak) {
      metaspacePeak = peak;
      peakAt = now;
    }
  }

  private double metaspaceShare(long now) {
    if (metaspace == null || metaspace.getUsage().getMax() <= 0) {
      return 0;
    }
    long committed =
        now - peakAt < SAME_NANOS ? metaspacePeak : metaspace.getUsage().getCommitted();
    return (double) committed / metaspace.getUsage().getMax();
  }

  /** Only the parallel collector gives up for that reason. */
  private boolean collectsAllTheTime() {
    boolean parallel =
        collectors.stream().anyMatch(collector -> collector.getName().startsWith("PS "));
    long[] first = collecting.peekFirst();
    long[] last = collecting.peekLast();
    double millis = (last[0] - first[0]) / 1e6;
    return parallel && millis > 0 && (last[1] - first[1]) / millis >= ALL_THE_TIME;
  }

  private FailureSeen failure(Heard one) {
    MemoryErrorKind kind = one.kind();
    long most = heap.most(one.nanos() - SAME_NANOS, one.nanos() + SAME_NANOS);
    boolean room = most >= 0 && !heap.full(most);
    if (kind == MemoryErrorKind.HEAP && room) {
      kind = MemoryErrorKind.ARRAY_SIZE;
    }
    StringBuilder detail = new StringBuilder(80);
    detail.append(one.message() == null ? "" : one.message());
    if (kind == MemoryErrorKind.ARRAY_SIZE && most >= 0) {
      detail.append(detail.isEmpty() ? "" : "; ");
      detail.append("the heap itself had room: ").append(most >> 20).append(" of ");
      detail.append(heap.max() >> 20).append(" MiB were in use after collections");
    }
    return new FailureSeen(
        kind.label(),
        one.nanos(),
        one.className(),
        one.threadId(),
        one.threadName(),
        one.knownBy(),
        one.trace(),
        one.frames(),
        detail.isEmpty() ? null : detail.toString());
  }
}
