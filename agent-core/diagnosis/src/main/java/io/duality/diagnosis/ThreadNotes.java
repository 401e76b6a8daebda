package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.List;

/** The lines that {@code threads.txt} adds to each thread after its state. */
public final class ThreadNotes {
  private static final String MARK = "- duality: ";

  private final WaitForGraph graph;
  private final long nanos;

  private ThreadNotes(WaitForGraph graph, long nanos) {
    this.graph = graph;
    this.nanos = nanos;
  }

  /**
   * The notes of one graph.
   *
   * @param graph who waits for whom
   * @param nanos the monotonic time of the dump: ages are measured to it
   */
  public static ThreadNotes of(WaitForGraph graph, long nanos) {
    return new ThreadNotes(graph, nanos);
  }

  /**
   * What is known of a thread: its trace and wait first, then what it holds and works. Each line
   * begins with {@code - duality: } and has no line end; empty when there is nothing to say.
   */
  public List<String> lines(long threadId) {
    List<String> lines = new ArrayList<>();
    ThreadSeen thread = graph.thread(threadId);
    Root root = graph.rootOf(threadId).orElse(null);
    boolean isRoot = root != null && root.threadId() != null && root.threadId() == threadId;
    List<Edge> waits = graph.waitsOf(threadId);
    TraceRef trace = thread == null ? null : thread.trace();
    if (waits.isEmpty() && !isRoot && trace == null && graph.holdingsOf(threadId).isEmpty()) {
      return List.of();
    }
    Edge main = graph.mainWait(threadId);
    if (main != null || isRoot || trace != null) {
      StringBuilder line = new StringBuilder(MARK).append(trace(trace));
      if (main != null) {
        line.append(trace == null ? ", " : " ").append(waiting(main));
      }
      if (isRoot) {
        line.append(", is root, ")
            .append(Words.count(root.threadsBehind(), "thread"))
            .append(" behind it");
      } else if (root != null && main != null && graph.active(main)) {
        line.append(rootName(root, threadId));
      }
      lines.add(line.toString());
    }
    for (Edge edge : waits) {
      if (!edge.equals(main) && graph.active(edge)) {
        lines.add(MARK + "inside that, " + waiting(edge));
      }
    }
    graph.holdingsOf(threadId).forEach(edge -> lines.add(MARK + holding(edge)));
    return lines;
  }

  private static String trace(TraceRef trace) {
    if (trace == null) {
      return "no trace";
    }
    return "trace_id="
        + trace.traceId()
        + " span_id="
        + trace.spanId()
        + (trace.spanName() == null
            ? ""
            : " span=\"" + Words.plain(trace.spanName()).replace('"', '\'') + "\"");
  }

  private String waiting(Edge edge) {
    OpenWait wait = edge.waiting();
    Resource resource = graph.resource(edge.resourceKey());
    StringBuilder line = new StringBuilder(graph.active(edge) ? "" : "idle, ");
    if (resource.kind() == ResourceKind.PARK || resource.kind() == ResourceKind.SLEEP) {
      return line.append(pausing(edge, resource)).toString();
    }
    line.append("waiting for ").append(Words.plain(resource.name())).append(' ');
    line.append(Words.compact(wait.ageNanos(nanos)));
    if (Limits.known(wait)) {
      line.append(" of ").append(Words.compact(wait.timeoutNanos()));
    }
    if (resource.kind() == ResourceKind.SOCKET || resource.kind() == ResourceKind.FILE) {
      line.append(' ').append(wait.op()).append(Limits.none(wait) ? " without timeout" : "");
    }
    if (IdlePolicy.isPut(wait, resource)) {
      line.append(" full,");
    }
    if (!graph.active(edge)) {
      return line.append(" (")
          .append(Words.plain(graph.judgement(edge).reason()))
          .append(')')
          .toString();
    }
    List<Holding> holders = graph.blockersOf(edge);
    if (!holders.isEmpty()) {
      line.append(' ')
          .append(holders.get(0).relation().label().replace('-', ' '))
          .append(' ')
          .append(Words.plain(graph.label(first(edge, holders))))
          .append(holders.size() == 1 ? "" : " and " + (holders.size() - 1) + " more");
    }
    return line.toString();
  }

  /** {@code parked 3.2s}; without an age when the look was the first to see it. */
  private String pausing(Edge edge, Resource resource) {
    OpenWait wait = edge.waiting();
    boolean first = wait.by() == SeenBy.SAMPLE && wait.sinceNanos() >= graph.nanos();
    return (resource.kind() == ResourceKind.SLEEP ? "sleeping" : "parked")
        + (first ? "" : " " + Words.compact(wait.ageNanos(nanos)))
        + (Limits.known(wait) ? " of " + Words.compact(wait.timeoutNanos()) : "")
        + (graph.active(edge) ? "" : " (" + Words.plain(graph.judgement(edge).reason()) + ")");
  }

  /** The holder that the chain follows, so that this line and the summary name the same one. */
  private long first(Edge edge, List<Holding> holders) {
    Edge followed = graph.followed(edge);
    return followed == null ? holders.get(0).threadId() : followed.threadId();
  }

  private String rootName(Root root, long threadId) {
    if (root.cycle() != null) {
      String name = root.cycle().timed() ? "cycle until a timeout" : "deadlock";
      return root.cycle().threads().contains(threadId)
          ? ", part of a " + name + " of " + Words.count(root.cycle().threads().size(), "thread")
          : ", root " + name + " of " + members(root.cycle());
    }
    return switch (root.kind()) {
      case RUNNING, SLEEPING, PARKED, IDLE, UNSEEN, LOST_OWNER ->
          ", root " + Words.plain(graph.label(root.threadId())) + " (" + root.kind().label() + ")";
      case UNKNOWN_HOLDER -> ", holder unknown";
      default -> ", root " + Words.plain(graph.resource(root.resourceKey()).name());
    };
  }

  private String members(Cycle cycle) {
    List<String> names = cycle.threads().stream().map(id -> Words.plain(graph.label(id))).toList();
    return Words.some(names, 3);
  }

  private String holding(Edge edge) {
    Holding holding = edge.holding();
    Resource resource = graph.resource(edge.resourceKey());
    long waiting = graph.waitsFor(edge.resourceKey()).stream().filter(graph::active).count();
    boolean works = holding.relation() == Holding.Relation.WORKED_BY;
    StringBuilder line = new StringBuilder(works ? "works " : "holds ");
    line.append(Words.plain(resource.name()));
    if (resource.kind() == ResourceKind.CONNECTION_POOL && !works) {
      line.append(" connection");
    }
    if (holding.as() != null) {
      line.append(" as ").append(Words.plain(holding.as()));
    }
    if (holding.count() > 1) {
      line.append(' ').append(holding.count()).append(" times");
    }
    if (holding.sinceNanos() != Holding.UNKNOWN_SINCE) {
      String age = Words.compact(nanos - holding.sinceNanos());
      if (holding.by() == SeenBy.SEEN) {
        line.append(", last ").append("producer".equals(holding.as()) ? "put " : "take ");
        line.append(age).append(" ago");
      } else {
        line.append(" since ").append(age);
      }
    }
    if (works && holding.by() != SeenBy.SEEN) {
      line.append(last(edge));
    }
    if (holding.at() != null) {
      boolean borrowed = resource.kind() == ResourceKind.CONNECTION_POOL && !works;
      line.append(borrowed ? " borrowed at " : " taken at ").append(Stacks.full(holding.at()));
    }
    if (waiting > 0) {
      line.append(", ").append(waiting).append(" waiting");
    }
    return line.toString();
  }

  /** When it was seen to take or put last; empty when nobody saw it. */
  private String last(Edge edge) {
    QueueSeen queue = graph.pools().queue(edge.resourceKey());
    boolean puts = "producer".equals(edge.holding().as());
    QueueSeen.Hand hand = queue == null ? null : puts ? queue.lastPut() : queue.lastTake();
    return hand == null || hand.threadId() != edge.threadId()
        ? ""
        : ", last " + (puts ? "put " : "take ") + Words.compact(nanos - hand.nanos()) + " ago";
  }
}
