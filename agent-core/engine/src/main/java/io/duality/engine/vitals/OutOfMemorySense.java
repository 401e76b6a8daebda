package io.duality.engine.vitals;

import io.duality.boot.Peek;
import io.duality.engine.vitals.MemoryErrors.Heard;
import io.duality.model.FailureSeen;
import io.duality.model.TraceRef;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Every OutOfMemoryError that leaves a trace: one that Java code makes by its constructor, one that
 * the JVM throws by its own log of errors, caught or not, one that ends a thread, a task or a span
 * by the hook there, one at which the JVM dumps the heap by that file and by the recorder's events,
 * one on the agent's own threads. Several sources tell of one error: they are joined.
 */
public final class OutOfMemorySense implements Sense {
  /** Events of the recorder are late by up to a second. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  /** The dump comes before its error, and may take that long. */
  private static final long SAME_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** Smaller ones are what many threads ask for all the time. */
  private static final long LARGE = 1L << 20;

  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final String FILE = "the file of the JVM's dump";
  private static final String OWN = "duality-";
  private static final String ENDING = "DestroyJavaVM";
  private static final String LOGGED = "the JVM's log of its errors (VM.events)";
  private static final String TOO_LONG = MemoryErrorKind.TOO_LONG + ", by " + LOGGED;

  private final VmDump dump;
  private final VmErrorLog log;
  private final RefusedAllocations refused = new RefusedAllocations();
  private final MemoryAtEnd memory = new MemoryAtEnd();
  private final MemoryErrors errors = new MemoryErrors();
  private final HeapAfter heap = new HeapAfter();
  private final List<Heard> waiting = new ArrayList<>();
  private boolean dumpTold;
  private long toldAt;
  private final Map<MemoryErrorKind, Long> told = new EnumMap<>(MemoryErrorKind.class);
  private boolean reserved;
  private boolean hurried;
  private long readAt;

  /** After this the JVM has begun its dump. */
  private long dumpSince;

  /**
   * @param dump what the JVM was told to do by itself
   */
  public OutOfMemorySense(VmDump dump) {
    this(dump, new VmErrorLog());
  }

  OutOfMemorySense(VmDump dump, VmErrorLog log) {
    this.dump = dump;
    this.log = log;
    reserved = Reserve.fill();
  }

  @Override
  public void listen(EventWatch events) {
    refused.listen(events);
    events.on("jdk.HeapDump", this::dumped);
    events.on("jdk.MetaspaceOOM", this::metaspace, "stackTrace", "true");
    events.on(
        "jdk.GCHeapSummary",
        event -> {
          if ("After GC".equals(event.text("when"))) {
            heap.collected(event.startNanos(), event.number("heapUsed", 0));
          } else {
            heap.begun(event.startNanos(), event.number("heapUsed", 0));
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
    boolean ours = one.threadName().startsWith(OWN) || one.threadName().startsWith("JFR ");
    errors.add(!ours ? one : one.on(Vitals.UNKNOWN, "", List.of()));
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
  public void hurry() {
    hurried = true;
  }

  @Override
  public boolean essential() {
    return true;
  }

  @Override
  public void read(VitalsBuilder into, long now) {
    dump.tend(now);
    heap.read(now);
    memory.read(now);
    logged(now);
    waiting.addAll(errors.take());
    if (!dumpTold && dump.begun()) {
      dumpTold = true;
      dumpSince = readAt == 0 ? now - SAME_NANOS : readAt;
      waiting.add(
          new Heard(
              null,
              now,
              "java.lang.OutOfMemoryError",
              null,
              Vitals.UNKNOWN,
              "",
              FILE,
              null,
              List.of()));
    }
    readAt = now;
    if (!waiting.isEmpty()) {
      Reserve.release();
      reserved = false;
      tell(into, now);
    } else if (!reserved && now - toldAt > CALM_NANOS) {
      reserved = Reserve.fill();
    }
    if (log.reason() != null && dump.reason() != null) {
      into.unknown(
          "OutOfMemoryError",
          "one of the heap that the application catches",
          log.reason() + "; " + dump.reason());
    }
  }

  /** Joins what tells of one error, and tells it when nobody can add to it any more. */
  private void tell(VitalsBuilder into, long now) {
    boolean fresh = true;
    boolean named = false;
    for (Heard one : waiting) {
      fresh &= now - one.nanos() < PATIENCE_NANOS; // of a storm of them the first one counts
      named |= one.message() != null && !one.threadName().isEmpty() && clear(one, now);
    }
    if (fresh && !named && !hurried) {
      return; // the next reading knows which kind it was, and on which thread
    }
    List<Heard> joined = new ArrayList<>();
    List<Heard> guessed = new ArrayList<>();
    waiting.sort(Comparator.comparing(one -> one.kind() == null)); // who knows the kind says it
    for (Heard one : waiting) {
      Heard known = settled(one, now);
      if (one.kind() == null) {
        guessed.add(known);
      }
      MemoryErrors.join(joined, known);
    }
    waiting.clear();
    for (Heard one : joined) {
      if (!repeated(one, guessed.contains(one), now)) {
        into.failure(failure(placed(one)));
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
    boolean later = one.knownBy().contains(LOGGED) && one.nanos() - toldAt > 0;
    for (Map.Entry<MemoryErrorKind, Long> earlier : told.entrySet()) {
      boolean alike =
          earlier.getKey() == one.kind() || (guessed && !later && earlier.getKey().ofVm());
      if (alike && now - earlier.getValue() < SAME_NANOS) {
        return true;
      }
    }
    return false;
  }

  /** The same with the kind that the state of the memory says, where nobody else does. */
  private Heard settled(Heard one, long now) {
    MemoryErrorKind kind = one.kind();
    if (kind == null) {
      kind = memory.kind(room(one, now), now);
    } else if (kind == MemoryErrorKind.HEAP && one.message() == null) {
      kind = memory.kindOfHeap(room(one, now));
    } else if (kind == MemoryErrorKind.HEAP && room(one, now)) {
      kind = MemoryErrorKind.ARRAY_SIZE;
    }
    return kind == one.kind() ? one : one.as(kind);
  }

  private boolean room(Heard one, long now) {
    long from = one.nanos() - SAME_NANOS;
    RefusedAllocations.Asked asked = one.kind() == null ? null : asked(one);
    if (asked != null) {
      return asked.bytes() >= LARGE && !heap.full(heap.most(from, now));
    }
    long error = one.knownBy().equals(FILE) ? dumpSince : one.nanos();
    return heap.hadRoom(from, error, now, PATIENCE_NANOS);
  }

  /** Whether it is known how full the heap was, or does not matter. */
  private boolean clear(Heard one, long now) {
    long most = heap.most(one.nanos() - SAME_NANOS, now);
    return one.kind() != MemoryErrorKind.HEAP || heap.full(most) || room(one, now);
  }

  /** What the JVM's log says since the last reading. */
  private void logged(long now) {
    for (VmErrorLog.Entry entry : log.read()) {
      Thread thread = ThreadsByAddress.at(entry.thread());
      if (thread != null && thread.getName().startsWith(OWN)) {
        continue; // it says so itself, or could do without
      }
      if (thread != null && thread.getName().equals(ENDING)) {
        thread = null; // main's thread under another name: main has died of it
      }
      add(
          new Heard(
              entry.kind(),
              Math.min(now, memory.nanos(entry.uptimeNanos())),
              "java.lang.OutOfMemoryError",
              null,
              thread == null ? Vitals.UNKNOWN : Peek.threadId(thread),
              thread == null ? "" : thread.getName(),
              entry.kind() == MemoryErrorKind.ARRAY_SIZE ? TOO_LONG : LOGGED,
              null,
              List.of()));
    }
  }

  /** The same with the allocation that was refused, where only the JVM's log told of it. */
  private Heard placed(Heard one) {
    RefusedAllocations.Asked asked = asked(one);
    return asked == null || !one.frames().isEmpty()
        ? one
        : one.on(asked.threadId(), asked.threadName(), asked.frames());
  }

  /** No collection is begun for an array that is too long for any heap. */
  private RefusedAllocations.Asked asked(Heard one) {
    boolean tooLong = one.knownBy().contains(TOO_LONG) || MemoryErrorKind.tooLong(one.message());
    return tooLong || !one.kind().ofVm() || one.kind() == MemoryErrorKind.METASPACE
        ? null
        : refused.before(one.nanos(), one.threadId());
  }

  private FailureSeen failure(Heard one) {
    MemoryErrorKind kind = one.kind();
    long most = heap.most(one.nanos() - SAME_NANOS, one.nanos() + SAME_NANOS);
    StringBuilder detail = new StringBuilder(80);
    if (one.message() != null) {
      detail.append(one.message());
    } else if (one.knownBy().contains(TOO_LONG)) {
      detail.append(MemoryErrorKind.TOO_LONG);
    }
    if (kind == MemoryErrorKind.ARRAY_SIZE && most >= 0 && !heap.full(most)) {
      detail.append(detail.isEmpty() ? "" : "; ");
      detail.append("the heap itself had room: ").append(most >> 20).append(" of ");
      detail.append(heap.max() >> 20).append(" MiB were in use after collections");
    }
    RefusedAllocations.Asked asked = asked(one);
    if (asked != null && asked.bytes() >= LARGE) {
      detail.append(detail.isEmpty() ? "" : "; ").append(asked.bytes() >> 20);
      detail.append(" MiB were asked for in one piece");
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
