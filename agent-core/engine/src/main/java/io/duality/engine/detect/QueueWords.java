package io.duality.engine.detect;

import io.duality.diagnosis.Edge;
import io.duality.diagnosis.Flow;
import io.duality.model.Holding;
import io.duality.model.PoolSeen;
import io.duality.model.config.Units;
import java.util.ArrayList;
import java.util.List;

/** What is said of a queue that builds up, and of those who should empty it. */
final class QueueWords {
  private QueueWords() {}

  /** Who could empty it. */
  static List<Long> workers(View view, Backlog backlog) {
    if (backlog.pool() != null) {
      return backlog.pool().workers();
    }
    List<Long> workers = new ArrayList<>();
    for (Edge edge : view.graph().holdingsFor(backlog.key())) {
      if (edge.holding().relation() == Holding.Relation.WORKED_BY) {
        workers.add(edge.threadId());
      }
    }
    if (workers.isEmpty() && backlog.queue() != null && backlog.queue().lastTake() != null) {
      workers.add(backlog.queue().lastTake().threadId());
    }
    return workers;
  }

  /** {@code queue com.acme.Export.rows: 1000 of 1000}, {@code pool mail: 48210 tasks queued}. */
  static String fill(View view, Backlog backlog) {
    String subject =
        backlog.pool() == null
            ? Sentences.resource(view.graph(), backlog.key())
            : PoolNames.of(view.name(backlog.pool().resourceKey()));
    long capacity = backlog.capacity();
    boolean bounded = capacity > 0 && capacity != PoolSeen.UNBOUNDED;
    return subject
        + ": "
        + (bounded
            ? backlog.depth() + " of " + capacity
            : Sentences.count(backlog.depth(), backlog.pool() == null ? "element" : "task"))
        + " queued";
  }

  static String growing(View view, Backlog backlog, Flow flow) {
    return fill(view, backlog) + " and " + growth(flow) + rates(flow) + consumers(view, backlog);
  }

  static String old(View view, Backlog backlog, Flow flow) {
    return fill(view, backlog)
        + ", the oldest for "
        + Units.spoken(backlog.headAge(), " ")
        + (flow.depth().last() > flow.depth().first()
            ? ", and " + growth(flow)
            : ", and it does not drain")
        + rates(flow)
        + consumers(view, backlog);
  }

  private static String growth(Flow flow) {
    double seconds = flow.depth().seconds();
    double net = seconds == 0 ? 0 : (flow.depth().last() - flow.depth().first()) / seconds;
    return "growing by " + Sentences.rate(net) + "/s over " + Math.round(seconds) + " s";
  }

  private static String rates(Flow flow) {
    return flow.inPerSecond() == Flow.UNKNOWN || flow.outPerSecond() == Flow.UNKNOWN
        ? ""
        : " ("
            + Sentences.rate(flow.inPerSecond())
            + "/s come, "
            + Sentences.rate(flow.outPerSecond())
            + "/s go)";
  }

  /** {@code ; 9 of its 10 workers wait for HikariPool-1}. */
  static String consumers(View view, Backlog backlog) {
    List<Long> workers = workers(view, backlog);
    if (workers.isEmpty()) {
      return "; who takes from it is not known";
    }
    String noun = backlog.pool() == null ? "consumer" : "worker";
    Blame blame = Blame.of(view, workers, backlog.key());
    boolean own = backlog.key().equals(blame.resourceKey());
    if (blame.resourceKey() == null || own) {
      return workers.size() == 1
          ? "; its " + noun + " is " + view.graph().label(workers.get(0))
          : "; it has " + Sentences.count(workers.size(), noun);
    }
    String who =
        workers.size() == 1
            ? "its " + noun + " " + view.graph().label(workers.get(0)) + " waits"
            : blame.waiting()
                + " of its "
                + Sentences.count(workers.size(), noun)
                + (blame.waiting() == 1 ? " waits" : " wait");
    return "; " + who + blame.what(view, workers);
  }
}
