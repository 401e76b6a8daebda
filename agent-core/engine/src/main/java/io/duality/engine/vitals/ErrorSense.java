package io.duality.engine.vitals;

import io.duality.boot.Thrown;
import io.duality.boot.ThrownParts;
import io.duality.boot.TraceIds;
import io.duality.engine.vitals.Arrival.Kind;
import io.duality.model.ErrorSeen;
import io.duality.model.FailureSeen;
import io.duality.model.TaskEvent;
import io.duality.model.TaskEvent.Phase;
import io.duality.model.TraceRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Errors by signature. How many are thrown the flight recorder counts; which ones, it says in a
 * {@link ThrowWindow}; those that ended a thread, a task or the work of a span are always heard of,
 * each by the hook that stands there.
 */
public final class ErrorSense implements Sense {
  private static final String OWN = "duality-";
  private static final String OVERFLOW = "StackOverflowError";
  private static final int MOST_FAILURES = 16;
  private static final int FRAMES = 160;

  private static final int MOST_SPANS = 256;
  private static final int MOST_CLASSES = 256;

  private final OutOfMemorySense memory;
  private final Supplier<List<TaskEvent>> tasks;
  private final Function<TraceIds, TraceRef> traces;
  private final Function<Object, String> peers;
  private final long epoch = System.nanoTime();
  private final ErrorTable table = new ErrorTable(epoch);
  private final RateSeries all = new RateSeries(epoch);
  private final Spoken spoken = new Spoken(table);
  private final Set<String> spansTold = new LinkedHashSet<>();

  /** The last one of each class of tasks. */
  private final Map<String, Arrival> last = new HashMap<>();

  /** What tasks threw, and no pool has told of the task yet. */
  private final Map<String, Arrival> untold = new LinkedHashMap<>();

  /** Tasks that failed, and what they threw has not come yet. */
  private final Map<String, TaskEvent> unthrown = new LinkedHashMap<>();

  private ThrowWindow window;
  private EventWatch events;
  private long thrownBefore = -1;

  /**
   * @param tasks what happened to tasks since it was last asked
   * @param traces how ids of a trace context are called
   * @param peers how an address is called
   * @param memory is told of every OutOfMemoryError; is asked after this sense
   */
  public ErrorSense(
      Supplier<List<TaskEvent>> tasks,
      Function<TraceIds, TraceRef> traces,
      Function<Object, String> peers,
      OutOfMemorySense memory) {
    this.peers = peers;
    this.memory = memory;
    this.tasks = tasks;
    this.traces = traces;
  }

  @Override
  public void listen(EventWatch watch) {
    events = watch;
    window = new ThrowWindow(table, all, open -> listens(watch, open));
    watch.on("jdk.ExceptionStatistics", this::counted, "period", "1 s");
    watch.on(
        "jdk.JavaExceptionThrow",
        event -> {
          thrown(event);
          window.heard(System.nanoTime());
        },
        ThrowWindow.settings().toArray(String[]::new));
    watch.on("jdk.JavaErrorThrow", this::thrown, "stackTrace", "true");
  }

  @Override
  public void spare(boolean less) {
    if (window != null) {
      window.rest(less);
    }
  }

  private void listens(EventWatch watch, boolean open) {
    spoken.listen(open, System.nanoTime());
    watch.set("jdk.JavaExceptionThrow", open);
  }

  private void counted(EventWatch.Event event) {
    long total = event.number("throwables", -1);
    long now = System.nanoTime();
    if (total < 0) {
      return;
    }
    if (thrownBefore >= 0) {
      all.add(now, Math.max(0, total - thrownBefore));
    }
    thrownBefore = total;
    window.second(now);
  }

  private void thrown(EventWatch.Event event) {
    String thread = event.threadName();
    String className = event.text("thrownClass");
    if (className == null || thread.startsWith(OWN) || thread.startsWith("JFR ")) {
      return;
    }
    List<StackTraceElement> frames = event.frames();
    Kind kind = Sites.logged(frames) ? Kind.LOGGED : Kind.THROWN;
    Arrival arrival =
        new Arrival(
            kind,
            className,
            frames,
            List.of(),
            event.startNanos(),
            event.threadId(),
            thread,
            null,
            null);
    spoken.thrown(table.add(arrival), arrival, event.text("message"));
  }

  @Override
  public void read(VitalsBuilder into, long now) {
    Map<String, TaskEvent> events = new LinkedHashMap<>(unthrown);
    for (TaskEvent event : tasks.get()) {
      if (event.phase() == Phase.FAILED || event.phase() == Phase.STOPPED) {
        events.put(key(event.threadId(), event.nanos()), event);
      } else if (event.phase() == Phase.REJECTED) {
        rejected(event);
      }
    }
    Map<String, Arrival> arrivals = new LinkedHashMap<>(untold);
    Round round = new Round(into, arrivals);
    Thrown.drain(round);
    match(arrivals, events, round);
    spoken.read(now);
    for (ErrorSeen seen : table.seen(now, all)) {
      into.error(seen);
    }
    unknown(into);
  }

  /** What a task threw and what its pool says of it come by two ways, one a reading later. */
  private void match(Map<String, Arrival> arrivals, Map<String, TaskEvent> events, Round round) {
    Set<String> second = new HashSet<>(untold.keySet());
    second.addAll(unthrown.keySet());
    untold.clear();
    unthrown.clear();
    arrivals.forEach(
        (key, arrival) -> {
          TaskEvent event = events.remove(key);
          if (event != null || second.contains(key)) {
            round.task(arrival, event);
          } else {
            untold.put(key, arrival);
          }
        });
    events.forEach(
        (key, event) -> {
          if (second.contains(key)) {
            lost(event);
          } else {
            unthrown.put(key, event);
          }
        });
  }

  private static String key(long threadId, long nanos) {
    return threadId + ":" + nanos;
  }

  /** Tasks of one class that throw the same in one pool do so at one place, most likely. */
  private static String like(TaskEvent event) {
    return event.detail() + ' ' + event.className() + ' ' + event.poolKey();
  }

  /** A task that failed, and there was no room for what it threw. */
  private void lost(TaskEvent event) {
    Arrival like = last.get(like(event));
    table.add(
        new Arrival(
            event.phase() == Phase.STOPPED ? Kind.STOPPED : Kind.TASK,
            event.detail().isEmpty() ? "unknown" : event.detail(),
            like == null ? List.of() : like.frames(),
            like == null ? List.of() : like.causes(),
            event.nanos(),
            event.threadId(),
            event.threadName(),
            event.poolName(),
            event.submitter()));
  }

  private void rejected(TaskEvent event) {
    String handler = event.detail();
    String thrown =
        handler.isEmpty() || handler.endsWith("$AbortPolicy")
            ? "java.util.concurrent.RejectedExecutionException"
            : handler;
    table.add(
        new Arrival(
            Kind.REJECTED,
            thrown,
            List.of(),
            List.of(),
            event.nanos(),
            event.threadId(),
            event.threadName(),
            event.poolName(),
            event.submitter()));
  }

  private void unknown(VitalsBuilder into) {
    long lost = 0;
    for (int kind :
        new int[] {Thrown.THREAD, Thrown.TASK, Thrown.SPAN, Thrown.LOGGED, Thrown.UNREACHED}) {
      lost += Thrown.lost(kind);
    }
    if (lost > 0) {
      into.unknown(
          "errors", "all of them", lost + " since the start came too fast and were not read");
    }
    if (table.overflows() > 0) {
      String why = table.overflows() + " since the start were of one signature too many";
      into.unknown("errors", "signatures", why);
    }
    if (!ThrownParts.readable()) {
      into.unknown("errors", "their stacks", "this JDK keeps the stack of a throwable elsewhere");
    }
    if (events != null && events.reason() != null) {
      into.unknown("errors", "those that were caught", events.reason());
    }
  }

  /** How many windows were opened in which the recorder wrote down what was thrown. */
  public long windows() {
    return window == null ? 0 : window.opened();
  }

  /** What one reading finds of those that ended something. */
  private final class Round extends Thrown.Reader {
    private final VitalsBuilder into;
    private final Map<String, Arrival> ofTasks;
    private final Set<String> overflows = new HashSet<>();
    private int failures;

    Round(VitalsBuilder into, Map<String, Arrival> ofTasks) {
      this.into = into;
      this.ofTasks = ofTasks;
    }

    @Override
    public void take(Thrown.Entry entry) {
      if (entry.thrown instanceof OutOfMemoryError) {
        exhausted(entry);
      }
      if (entry.kind == Thrown.MEMORY) {
        return; // whoever it ends will be heard of
      }
      if (entry.threadName == null || entry.threadName.startsWith(OWN)) {
        return;
      }
      TraceRef trace = entry.traced ? trace(entry) : null;
      if (entry.kind == Thrown.STATUS) {
        status(entry, trace);
        return;
      }
      if (entry.kind == Thrown.SPAN && trace != null) {
        told(trace);
      }
      String peer = entry.peer == null ? "" : peers.apply(entry.peer);
      Arrival arrival = Arrival.of(entry, trace, peer);
      if (entry.kind == Thrown.TASK) {
        ofTasks.put(key(entry.threadId, entry.nanos), arrival);
      } else {
        add(arrival);
      }
    }

    /** What a task threw; without an event its pool has had its share of them. */
    void task(Arrival arrival, TaskEvent event) {
      if (event == null) {
        add(arrival);
      } else {
        Kind kind = event.phase() == Phase.STOPPED ? Kind.STOPPED : Kind.TASK;
        if (last.size() < MOST_CLASSES || last.containsKey(like(event))) {
          last.put(like(event), arrival);
        }
        add(arrival.of(kind, event.poolName(), event.submitter()));
      }
    }

    private void add(Arrival arrival) {
      table.add(arrival);
      failure(arrival);
    }

    /** The name of a span that has ended since is known to its entry alone. */
    private TraceRef trace(Thrown.Entry entry) {
      TraceRef trace = traces.apply(entry.trace);
      return trace == null || trace.spanName() != null || entry.spanName == null
          ? trace
          : new TraceRef(trace.traceId(), trace.spanId(), entry.spanName, trace.sampled());
    }

    private void exhausted(Thrown.Entry entry) {
      String message = ThrownParts.message(entry.thrown);
      if (Thrown.SELF_TEST.equals(message) || entry.threadName == null) {
        return;
      }
      memory.thrown(
          entry.thrown.getClass().getName(),
          message,
          entry.nanos,
          entry.threadId,
          entry.threadName,
          entry.traced ? traces.apply(entry.trace) : null,
          List.of(ThrownParts.frames(entry.thrown)),
          switch (entry.kind) {
            case Thrown.MEMORY -> "the hook in its constructor";
            case Thrown.THREAD -> "the hook where it ended a thread";
            case Thrown.TASK -> "the hook where it ended a task";
            default -> "the span that it was recorded on";
          });
    }

    /** A span whose status says that there was an error, and nobody recorded which. */
    private void status(Thrown.Entry entry, TraceRef trace) {
      if (trace == null || spansTold.contains(trace.spanId())) {
        return;
      }
      told(trace);
      String name = trace.spanName() == null ? "" : " of " + trace.spanName();
      table.add(
          new Arrival(
              Kind.SPAN,
              "status ERROR" + name,
              List.of(),
              List.of(),
              entry.nanos,
              entry.threadId,
              entry.threadName,
              null,
              trace));
    }

    private void told(TraceRef trace) {
      if (spansTold.size() >= MOST_SPANS) {
        spansTold.remove(spansTold.iterator().next());
      }
      spansTold.add(trace.spanId());
    }

    private void failure(Arrival arrival) {
      boolean overflow = arrival.className().endsWith(OVERFLOW);
      if (overflow && overflows.add(arrival.className())) {
        failure("stack overflow", arrival, "its own stack");
      }
      if (arrival.kind() == Kind.THREAD) {
        failure("uncaught", arrival, "a hook in front of the handler of uncaught exceptions");
      } else if (arrival.kind() == Kind.STOPPED) {
        failure("stopped job", arrival, "the hook behind a pool's tasks");
      }
    }

    private void failure(String kind, Arrival arrival, String by) {
      if (failures++ >= MOST_FAILURES) {
        return;
      }
      List<StackTraceElement> made = Sites.made(arrival.className(), arrival.frames());
      into.failure(
          new FailureSeen(
              kind,
              arrival.nanos(),
              arrival.className(),
              arrival.threadId(),
              arrival.threadName(),
              by,
              arrival.trace(),
              made.subList(0, Math.min(FRAMES, made.size()))));
    }
  }
}
