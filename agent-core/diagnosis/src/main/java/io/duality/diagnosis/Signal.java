package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of the signal that a wait for an event needs: who could give it, and whether it may
 * be lost. Nobody can know the future; the sentences say what the stacks show.
 */
final class Signal {
  private final WaitForGraph graph;
  private final Root root;
  private final boolean dumped;

  private Signal(Case incident, Root root) {
    this.graph = incident.graph();
    this.root = root;
    this.dumped = incident.sources().contains(Rule.Source.DUMP);
  }

  /** Sentences for the root's paragraph, each with a space in front. */
  static String of(Case incident, Root root) {
    return new Signal(incident, root).sentences();
  }

  private String sentences() {
    StringBuilder text = new StringBuilder();
    Resource resource = graph.resource(root.resourceKey());
    text.append(" No known thread is responsible for ending that wait.");
    if (resource.kind() == ResourceKind.LATCH && resource.depth() > 0) {
      text.append(' ')
          .append(resource.depth() == 1 ? "1 countDown is" : resource.depth() + " countDowns are")
          .append(" missing.");
    }
    if (dumped && signalled(resource.kind())) {
      code(text, resource.kind() == ResourceKind.LATCH);
    }
    nested(text);
    return text.toString();
  }

  private static boolean signalled(ResourceKind kind) {
    return kind == ResourceKind.CONDITION
        || kind == ResourceKind.MONITOR
        || kind == ResourceKind.LATCH;
  }

  /** Who is inside the code around the wait. */
  private void code(StringBuilder text, boolean latch) {
    Set<Long> waiting = new HashSet<>(root.behind()); // they are told of apart
    String type = null;
    for (Edge wait : graph.activeWaitsFor(root.resourceKey())) {
      waiting.add(wait.threadId());
      StackTraceElement frame = graph.places().application(graph.thread(wait.threadId()));
      type = type == null && frame != null ? frame.getClassName() : type;
    }
    if (type == null) {
      return;
    }
    List<String> inside = new ArrayList<>();
    for (ThreadSeen thread : graph.threads().values()) {
      if (!waiting.contains(thread.id()) && runs(thread, type)) {
        inside.add(Words.code(thread.label()));
      }
    }
    String code = Words.code(type);
    text.append(
        inside.isEmpty()
            ? " No other thread is inside "
                + code
                + " now: if "
                + (latch ? "a countDown" : "the signal came before the wait, or")
                + " was the task of a thread that has ended, it "
                + (latch ? "never comes." : "is lost.")
            : " Inside " + code + " now: " + Words.some(inside, 3) + ".");
  }

  private static boolean runs(ThreadSeen thread, String type) {
    for (StackTraceElement frame : thread.frames()) {
      if (frame.getClassName().equals(type)) {
        return true;
      }
    }
    return false;
  }

  /** The waiter holds what others want; one of them may be who has to end its wait. */
  private void nested(StringBuilder text) {
    if (root.threadId() == null) {
      return;
    }
    Set<Long> wanting = new HashSet<>();
    for (Edge edge : graph.holdingsOf(root.threadId())) {
      if (edge.holding().relation() == Holding.Relation.HELD_BY) {
        for (Edge wait : graph.activeWaitsFor(edge.resourceKey())) {
          wanting.add(wait.threadId());
        }
      }
    }
    Edge own = graph.mainWait(root.threadId());
    if (!wanting.isEmpty() && own != null && endless(own.waiting())) {
      text.append(" If ")
          .append(wanting.size() == 1 ? "the thread" : "one of the " + wanting.size() + " threads")
          .append(
              " behind it is who should end the wait, neither goes on ever (a nested lockout).");
    }
  }

  private static boolean endless(OpenWait wait) {
    return Limits.none(wait);
  }
}
