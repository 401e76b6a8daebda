package io.duality.engine.vitals;

import io.duality.boot.Peers;
import io.duality.boot.Thrown;
import io.duality.boot.ThrownParts;
import io.duality.boot.TraceIds;
import io.duality.engine.vitals.Arrival.Kind;
import io.duality.model.ErrorSeen;
import io.duality.model.TaskEvent;
import io.duality.model.TraceRef;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Errors by signature. How many are thrown the flight recorder counts; which ones, it says in a
 * {@link ThrowWindow}; those that ended a thread, a task or the work of a span are always heard of,
 * each by the hook that stands there.
 */
public final class ErrorSense implements Sense {
  private static final String OWN = "duality-";

  /** The recorder's clock is not quite that of the hooks. */
  private static final long NEAR_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final EndedByErrors ended;
  private final long epoch = System.nanoTime();
  private final ErrorTable table = new ErrorTable(epoch);
  private final RateSeries all = new RateSeries(epoch);
  private final Spoken spoken = new Spoken(table);
  private ThrowWindow window;
  private EventWatch events;
  private long thrownBefore = -1;
  private boolean hurried;

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
    ended = new EndedByErrors(tasks, traces, peers, memory);
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
    Arrival arrival =
        new Arrival(
            Kind.THROWN,
            className,
            frames,
            List.of(),
            event.startNanos(),
            event.threadId(),
            thread,
            null,
            null);
    String peer = Peers.near(arrival.threadId(), className, arrival.nanos(), NEAR_NANOS);
    Arrival known = peer == null ? arrival : arrival.with(peer);
    spoken.thrown(table.add(known), known, event.text("message"));
  }

  @Override
  public void hurry() {
    hurried = true;
  }

  @Override
  public void read(VitalsBuilder into, long now) {
    ErrorFailures failures = new ErrorFailures(into);
    ended.read(
        hurried,
        arrival -> {
          table.add(arrival);
          failures.add(arrival);
        });
    spoken.read(now);
    for (ErrorSeen seen : table.seen(now, all)) {
      into.error(seen);
    }
    unknown(into);
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
}
