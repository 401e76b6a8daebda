package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do next: where to look, what frees the waiters now, what prevents it later. */
final class NextSteps {
  private static final Pattern ADDRESS =
      Pattern.compile("tcp ([0-9A-Za-z.\\-]+|\\[[0-9a-fA-F:]+\\]):([0-9]+)");

  private final Case incident;
  private final WaitForGraph graph;
  private final Root root;
  private final List<String> steps = new ArrayList<>();

  private NextSteps(Case incident, Root root) {
    this.incident = incident;
    this.graph = incident.graph();
    this.root = root;
  }

  static List<String> of(Case incident, Root root) {
    NextSteps next = new NextSteps(incident, root);
    switch (root.kind()) {
      case RUNNING -> next.running();
      case SLEEPING, PARKED -> next.pausing();
      case PEER -> next.peer();
      case EVENT -> next.event();
      case IDLE -> next.idle();
      case UNSEEN -> next.unseen();
      case LOST_OWNER -> next.lostOwner();
      case UNKNOWN_HOLDER -> next.unknownHolder();
      case CYCLE -> next.steps.addAll(CycleSteps.of(next.graph, root.cycle()));
    }
    return next.steps;
  }

  private void running() {
    String thread = Words.code(graph.label(root.threadId()));
    String where = frames(root.threadId());
    steps.add(
        where == null
            ? "See what " + thread + " does: its stack is in `threads.txt`."
            : "See what " + thread + " does at " + where + "." + span(root.threadId()));
    if (works()) {
      steps.add(
          "To free the waiters now: it has to come back to "
              + resource()
              + ". More waiting threads would only queue up.");
      steps.add(
          "Later: more workers for " + resource() + ", or a limit on how long to wait for it.");
      return;
    }
    steps.add(
        "To free the waiters now: let it finish, or restart. A thread that runs cannot be made to"
            + " give up what it holds; more threads would only wait as well.");
    steps.add("Later: do less while holding " + resource() + ", " + withLimit() + ".");
  }

  private void pausing() {
    String thread = Words.code(graph.label(root.threadId()));
    String where = frames(root.threadId());
    boolean sleeps = root.kind() == Root.Kind.SLEEPING;
    steps.add(
        "See why "
            + thread
            + (sleeps ? " sleeps" : " is parked")
            + (where == null ? "" : " at " + where)
            + (root.behind().isEmpty() ? "." : " while others wait for what it holds.")
            + span(root.threadId()));
    steps.add(
        "To free the waiters now: "
            + (sleeps ? "wait for the sleep to end; " : "")
            + "an interrupt of "
            + thread
            + (sleeps ? " ends it sooner" : " ends the park")
            + ", if its code lets go then; else restart.");
    if (!root.behind().isEmpty()) {
      steps.add("Later: do not pause while holding " + resource() + ", " + withLimit() + ".");
    }
  }

  private void peer() {
    String name = graph.resource(root.resourceKey()).name();
    Matcher address = ADDRESS.matcher(name);
    if (address.matches()) {
      steps.add(
          "Ask `"
              + address.group(1)
              + ":"
              + address.group(2)
              + "` why it is silent; here `ss -tno dst "
              + address.group(1)
              + "` shows whether our bytes were acknowledged.");
      steps.add(
          "To free the waiters now: close that connection or restart the peer. More threads or"
              + " connections would only queue up.");
    } else {
      steps.add("Find out why " + Words.code(name) + " does not answer.");
    }
    List<String> later = LaterSteps.of(incident, root);
    if (!later.isEmpty()) {
      steps.add("Later: " + String.join(", ", later) + ".");
    }
  }

  private void event() {
    Edge wait = graph.activeWaitsFor(root.resourceKey()).get(0);
    String where = graph.places().where(graph.thread(wait.threadId()));
    Resource resource = graph.resource(root.resourceKey());
    String what =
        switch (resource.kind()) {
          case LATCH -> "Find who should count down ";
          case CONDITION, MONITOR -> "Find who should signal ";
          case FUTURE -> "Find who should complete ";
          case QUEUE ->
              IdlePolicy.isPut(wait.waiting(), resource)
                  ? "Find who should take from "
                  : "Find who should put into ";
          case THREAD_END -> "Find why it does not end: ";
          case BARRIER -> "Find who has not arrived at ";
          default -> "Find who should wake the waiter of ";
        };
    steps.add(
        what
            + resource()
            + ": no thread is known to be responsible."
            + (where == null ? "" : " The wait is at " + Words.code(where) + "."));
    if (wait.waiting().interruptible()) {
      steps.add(
          "To free it now: an interrupt of "
              + Words.code(graph.label(wait.threadId()))
              + " ends the wait, if its code lets it.");
    }
    if (Limits.none(wait.waiting())) {
      steps.add(
          "Later: wait with a limit, and complete or signal in every case, also after errors.");
    }
  }

  private void idle() {
    String thread = Words.code(graph.label(root.threadId()));
    if (works()) {
      steps.add("Look again: " + thread + " has no work and should take it in a moment.");
      return;
    }
    Holding held = held();
    steps.add(
        "Find the task that "
            + (held != null && held.at() != null
                ? "took it at " + Words.code(Stacks.full(held.at()))
                : "ran on " + thread + " before")
            + " and ended without giving back "
            + resource()
            + ": its trace is "
            + "the one above, if any.");
    steps.add(
        "To free the waiters now: "
            + (graph.resource(root.resourceKey()).kind() == ResourceKind.CONNECTION_POOL
                ? "close or evict the connections of " + resource() + ", or restart."
                : "restart; only " + thread + " could release it."));
    steps.add(
        graph.resource(root.resourceKey()).kind() == ResourceKind.CONNECTION_POOL
            ? "Later: close it in every case, also after errors (try-with-resources), and let the"
                + " pool report leaks."
            : "Later: release in `finally`.");
  }

  private Holding held() {
    return graph.holdingsFor(root.resourceKey()).stream()
        .filter(edge -> edge.threadId() == root.threadId())
        .map(Edge::holding)
        .findFirst()
        .orElse(null);
  }

  private void unseen() {
    steps.add(
        "See the stack of "
            + Words.code(graph.label(root.threadId()))
            + " in `threads.txt`: it stands still for a reason that no hook saw.");
  }

  private void lostOwner() {
    steps.add(
        "Restart: the thread is gone, and nobody else can release "
            + resource()
            + ". Everything that needs it will stop as well.");
    steps.add("Then find where it is taken without a release in `finally`.");
  }

  private void unknownHolder() {
    switch (graph.resource(root.resourceKey()).kind()) {
      case MONITOR ->
          steps.add(
              "If the JVM runs virtual threads: `jcmd <pid> Thread.dump_to_file -format=json <file>`"
                  + " shows them; look for one inside a block of "
                  + resource()
                  + ".");
      case SEMAPHORE ->
          steps.add(
              "Look in `threads.txt` for threads between acquire and release of "
                  + resource()
                  + "; if there is none, permits were not given back.");
      case CONNECTION_POOL ->
          steps.add(
              "Look in `threads.txt` for threads that use a connection of "
                  + resource()
                  + "; if there is none, connections were not returned.");
      default ->
          steps.add(
              "Look in `threads.txt` for threads inside the code that takes " + resource() + ".");
    }
    steps.add("Later: release in `finally`, and wait with a limit.");
  }

  /** Where the application stands, and what called it. */
  private String frames(long id) {
    ThreadSeen thread = graph.thread(id);
    String where = graph.places().where(thread);
    if (where == null) {
      return null;
    }
    List<String> callers =
        graph.places().callers(thread, 2).stream().map(Stacks::brief).map(Words::code).toList();
    return Words.code(where)
        + (callers.isEmpty() ? "" : ", called from " + String.join(" from ", callers));
  }

  private String span(long id) {
    ThreadSeen thread = graph.thread(id);
    return thread == null || thread.trace() == null
        ? ""
        : " Its span is " + thread.trace().spanId() + " of trace " + thread.trace().traceId() + ".";
  }

  private boolean works() {
    return graph.holdingsOf(root.threadId()).stream()
        .anyMatch(
            e ->
                e.resourceKey().equals(root.resourceKey())
                    && e.holding().relation() == Holding.Relation.WORKED_BY);
  }

  private String withLimit() {
    return switch (graph.resource(root.resourceKey()).kind()) {
      case LOCK, READ_WRITE_LOCK, SEMAPHORE ->
          "and wait for it with a limit (`tryLock`, `tryAcquire`)";
      case CONNECTION_POOL -> "and give it back before slow work";
      default -> "or use a lock that can be waited for with a limit";
    };
  }

  private String resource() {
    return Words.code(graph.resource(root.resourceKey()).name());
  }
}
