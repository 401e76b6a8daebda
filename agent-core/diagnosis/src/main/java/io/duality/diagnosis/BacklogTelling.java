package io.duality.diagnosis;

import io.duality.model.PoolSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.Verdict;
import io.duality.model.Verdict.RootCause;
import java.util.ArrayList;
import java.util.List;

/** Work waits while no thread does. */
final class BacklogTelling implements Telling {
  private final Case incident;
  private final WaitForGraph graph;
  private final Leading leading;
  private final Progress progress;

  BacklogTelling(Case incident, Leading leading) {
    this.incident = incident;
    this.graph = incident.graph();
    this.leading = leading;
    this.progress = Progress.of(incident.evidence().looks(), leading.resource().key());
  }

  @Override
  public Verdict verdict() {
    return new Verdict(
        leading.finding().pattern(),
        incident.service() + ": " + brief(),
        new RootCause(
            "resource",
            Words.plain(leading.resource().name()),
            leading.finding().pattern().definition()));
  }

  @Override
  public String signature() {
    return Signature.of(
        "work",
        List.of(leading.finding().pattern().name(), Words.stable(leading.resource().name())));
  }

  @Override
  public String brief() {
    return leading.finding().statement();
  }

  @Override
  public List<Note> notes() {
    List<Note> notes = new ArrayList<>(incident.tellings().notes());
    notes.add(
        new Note("Waits", "no thread waits actively at " + Words.time(graph.look().at()) + "Z."));
    return notes;
  }

  @Override
  public List<String> timeline() {
    return Timeline.of(incident, null);
  }

  @Override
  public String root() {
    PoolSeen pool = leading.pool();
    String name = Words.code(leading.resource().name());
    StringBuilder text = new StringBuilder();
    if (pool == null) {
      text.append(name).append(" fills faster than it drains.");
    } else {
      int n = pool.workers().size();
      text.append(name)
          .append(n == 1 ? " has one worker, " : " has " + n + " workers, ")
          .append(n != 1 ? pool.busy() + " busy" : pool.busy() == 1 ? "which is busy" : "idle")
          .append(works(pool))
          .append('.');
    }
    return text.append(rates()).toString();
  }

  /** What the first of the workers does. */
  private String works(PoolSeen pool) {
    for (long id : pool.workers()) {
      ThreadSeen thread = graph.thread(id);
      String where = thread == null ? null : graph.places().where(thread);
      if (where != null) {
        return ": "
            + Words.code(thread.label())
            + (thread.state() == Thread.State.RUNNABLE ? " runs in " : " stands in ")
            + Words.code(where);
      }
    }
    return "";
  }

  private String rates() {
    double in = progress.arrival();
    double out = progress.drain();
    if (in < 0 || out < 0) {
      return "";
    }
    String seconds = Words.duration(progress.spanNanos());
    return " In "
        + progress.looks()
        + " looks ("
        + seconds
        + ") "
        + PoolWords.rate(in)
        + " came and "
        + PoolWords.rate(out)
        + " were begun"
        + (out > 0
            ? "; at this rate what comes now waits " + Words.duration(drainNanos(out))
            : "; at this rate nothing of it is ever done")
        + ".";
  }

  private long drainNanos(double out) {
    long depth = leading.pool() == null ? 0 : leading.pool().depth();
    return (long) Math.min(Long.MAX_VALUE / 2.0, depth / out * 1e9);
  }

  /** Who handed over what waits, as far as the stamps tell. */
  @Override
  public String hurt() {
    PoolSeen pool = leading.pool();
    if (pool == null) {
      return null;
    }
    String first =
        pool.headAgeNanos() > 0 ? ", the first for " + Words.duration(pool.headAgeNanos()) : "";
    return PoolWords.number(pool.depth())
        + (pool.depth() == 1 ? " task waits" : " tasks wait")
        + first
        + (pool.delays().count() > 0
            ? "; those begun in the last minute waited "
                + Words.duration(pool.delays().medianNanos())
                + " (median)"
            : "")
        + PoolWords.handedOver(pool)
        + ".";
  }

  @Override
  public Existing existing() {
    return leading.pool() == null
        ? Existing.NOTHING
        : Existing.resources(List.of(WorkRows.row(incident, leading.pool())));
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>();
    PoolSeen pool = leading.pool();
    String name = Words.code(leading.resource().name());
    if (pool == null) {
      steps.add("Find who should take from " + name + ": `resources.json` has the last taker.");
    } else if (pool.blocked() >= Math.max(1, pool.busy())) {
      steps.add(
          "See what the workers of " + name + " wait for: their stacks are in `threads.txt`.");
    } else {
      steps.add(
          "See why a task of "
              + name
              + " takes so long, or why so many come: the stacks of its workers are in"
              + " `threads.txt`.");
    }
    steps.add(
        "To relieve it now: stop what hands the work over. A restart loses what is queued"
            + (leading.pool() == null ? "" : " (" + PoolWords.number(leading.pool().depth()) + ")")
            + ", unless it can be read again.");
    boolean unbounded = pool != null && pool.capacity() == PoolSeen.UNBOUNDED;
    steps.add(
        unbounded
            ? "Later: a queue with a limit, and a decision what happens when it is full (the caller"
                + " runs it, waits, or is refused); else it ends in an OutOfMemoryError."
            : "Later: more workers if the work waits, less work if it computes; and an alarm on the"
                + " queue's delay.");
    return steps;
  }
}
