package io.duality.diagnosis;

import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the thread at a root does, and whether it does the same in every look. */
final class Doing {
  private final WaitForGraph graph;
  private final Root root;
  private final ThreadSeen thread;
  private final int looks;
  private final int stacks;
  private final int pauses;

  /** Of a root that {@linkplain Root#atThread() is at a thread}. */
  Doing(Case incident, Root root) {
    this.graph = incident.graph();
    this.root = root;
    this.thread = graph.thread(root.threadId());
    Set<List<StackTraceElement>> seen = new HashSet<>();
    Set<Long> begun = new HashSet<>();
    int withStack = 0;
    for (Look look : incident.evidence().looks()) {
      for (ThreadSeen each : look.threads()) {
        if (each.id() == root.threadId() && !each.frames().isEmpty()) {
          seen.add(each.frames());
          withStack++;
        }
      }
      for (OpenWait wait : look.waits()) {
        if (wait.threadId() == root.threadId() && pause(look, wait)) {
          begun.add(wait.sinceNanos());
        }
      }
    }
    looks = withStack;
    stacks = seen.size();
    pauses = begun.size();
  }

  private static boolean pause(Look look, OpenWait wait) {
    return look.resources().stream()
        .filter(resource -> resource.key().equals(wait.resourceKey()))
        .anyMatch(r -> r.kind() == ResourceKind.PARK || r.kind() == ResourceKind.SLEEP);
  }

  /**
   * How the title ends: {@code (in Sync.copy:42)}, {@code , which sleeps in …}; nothing for an
   * owner that has ended.
   */
  String title() {
    String in = in();
    return switch (root.kind()) {
      case RUNNING -> in.isEmpty() ? " (running)" : " (" + in.strip() + ")";
      case SLEEPING -> ", which " + (again() ? "sleeps again and again" : "sleeps") + in;
      case PARKED -> ", which " + parked() + in + (wakes() ? "" : " (nothing known wakes it)");
      case IDLE -> ", which has no work";
      case UNSEEN -> ", which is " + state() + in + " for a reason not seen";
      default -> "";
    };
  }

  /** What the fenced block says of it: {@code runs in Sync.copy:42}. */
  String block() {
    return switch (root.kind()) {
      case IDLE -> "idle, never gave it back";
      case RUNNING -> "runs" + in();
      case SLEEPING -> (again() ? "sleeps again and again" : "sleeps") + in();
      case PARKED -> parked() + in();
      case LOST_OWNER -> "has ended without releasing";
      default -> state() + in() + ", reason not seen";
    };
  }

  /** What the root paragraph says of it, after {@code thread x holds y and }. */
  String sentence() {
    String where = graph.places().where(thread);
    String in = where == null ? "" : " in " + Words.code(where);
    return switch (root.kind()) {
      case RUNNING -> "runs" + in + moment() + same();
      case IDLE -> "has no work any more: its task ended without giving it back";
      case SLEEPING ->
          again() ? "sleeps again and again" + in + renewed("sleep") : "sleeps" + in + same();
      case PARKED ->
          again()
              ? "parks again and again" + in + renewed("park")
              : "is parked"
                  + in
                  + same()
                  + (wakes() ? "; the park has a timeout" : "; nothing known wakes it");
      default -> "is " + state() + in + same() + "; what it waits for was not seen";
    };
  }

  /** How it went on from look to look, for a finding; empty when there is nothing to compare. */
  String progress() {
    return again() ? renewed(root.kind() == Root.Kind.SLEEPING ? "sleep" : "park") : same();
  }

  private String parked() {
    return again() ? "parks again and again" : "is parked";
  }

  /** It has paused more than once: it wakes by itself, looks for something, and pauses again. */
  private boolean again() {
    return pauses > 1 && (root.kind() == Root.Kind.SLEEPING || root.kind() == Root.Kind.PARKED);
  }

  private boolean wakes() {
    return again() || thread.state() == Thread.State.TIMED_WAITING;
  }

  private String renewed(String pause) {
    return ", " + pauses + " different " + pause + "s seen in the looks";
  }

  private String in() {
    StackTraceElement frame = graph.places().application(thread);
    return frame == null ? "" : " in " + Stacks.brief(frame);
  }

  private String moment() {
    StackTraceElement here = graph.places().application(thread);
    StackTraceElement now = Places.current(thread);
    return now == null || now.equals(here)
        ? ""
        : ", at the moment in " + Words.code(Stacks.dotted(now));
  }

  private String same() {
    if (looks < 2) {
      return "";
    }
    if (stacks == 1) {
      return ", the same stack in " + (looks == 2 ? "both" : "all " + looks) + " looks";
    }
    return root.kind() == Root.Kind.RUNNING
        ? ", " + stacks + " different stacks in " + looks + " looks: it moves"
        : "";
  }

  private String state() {
    return thread.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
