package io.duality.engine.vitals;

import io.duality.boot.Thrown;
import io.duality.boot.ThrownParts;
import io.duality.boot.TraceIds;
import io.duality.engine.vitals.Arrival.Kind;
import io.duality.model.TaskEvent;
import io.duality.model.TraceRef;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The errors that ended a thread, a task or the work of a span, or that somebody was told of: heard
 * of by the hook that stands there, each once.
 */
final class EndedByErrors {
  private static final String OWN = "duality-";

  private final TaskErrors tasks;
  private final SpanStatuses statuses = new SpanStatuses();
  private final SameThrown same = new SameThrown();
  private final Function<TraceIds, TraceRef> traces;
  private final Function<Object, String> peers;
  private final OutOfMemorySense memory;

  /**
   * @param tasks what happened to tasks since it was last asked
   * @param traces how ids of a trace context are called
   * @param peers how an address is called
   * @param memory is told of every OutOfMemoryError
   */
  EndedByErrors(
      Supplier<List<TaskEvent>> tasks,
      Function<TraceIds, TraceRef> traces,
      Function<Object, String> peers,
      OutOfMemorySense memory) {
    this.tasks = new TaskErrors(tasks);
    this.traces = traces;
    this.peers = peers;
    this.memory = memory;
  }

  /**
   * Takes what came since the last reading.
   *
   * @param last whether this is the last reading
   */
  void read(boolean last, Consumer<Arrival> tell) {
    tasks.begin(tell);
    Thrown.drain(new Round(tell));
    tasks.end(tell);
    statuses.end(last, tell);
  }

  private final class Round extends Thrown.Reader {
    private final Consumer<Arrival> tell;

    Round(Consumer<Arrival> tell) {
      this.tell = tell;
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
        if (trace != null) {
          statuses.status(trace, entry.nanos, entry.threadId, entry.threadName);
        }
        return;
      }
      if (entry.kind == Thrown.SPAN && trace != null) {
        statuses.recorded(trace);
      }
      String peer = entry.peer == null ? "" : peers.apply(entry.peer);
      Arrival arrival = Arrival.of(entry, trace, peer);
      if (same.again(entry.thrown, arrival)) {
        return;
      }
      if (arrival.kind() == Kind.TASK) {
        tasks.threw(arrival);
      } else {
        tell.accept(arrival);
      }
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
  }
}
