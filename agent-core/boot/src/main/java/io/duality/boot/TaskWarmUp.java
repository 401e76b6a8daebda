package io.duality.boot;

import java.util.List;

/** Runs every hook of tasks once, before any of them is woven. */
final class TaskWarmUp {
  private TaskWarmUp() {}

  /** Whether a task was seen to run, and its stamp. The hooks are armed, and nothing is noted. */
  static boolean run() {
    long threshold = TaskNotes.minDelay;
    TaskNotes.minDelay = Long.MAX_VALUE;
    Object pool = new Object();
    Object task = new Object();
    Thread self = Thread.currentThread();
    RunningTask running = new RunningTask();
    TaskHooks.submits(pool, task);
    boolean seen = Tasks.stampOf(task, new TaskStamp());
    TaskHooks.begins(pool, task);
    seen &= Tasks.running(self, running) && running.task == task && running.stamped;
    TaskHooks.ends(null);
    seen &= !Tasks.running(self, running);
    TaskHooks.submitsFirst(pool, task, true);
    TaskHooks.forkBegins(task);
    TaskHooks.forkEnds();
    TaskHooks.resizes(pool);
    TaskHooks.shutsDown(null, new Object());
    TaskHooks.shutsDown(List.of(), new Object());
    TaskHooks.terminates(pool);
    TaskHooks.leaves();
    TaskKinds.work(task);
    TaskWrappers.inside(task);
    TaskKinds.outcome(task, task);
    TaskKinds.thrown(task, task);
    TaskKinds.warm();
    TaskNotes.warm();
    Tasks.counts(pool, new TaskCounts());
    TaskNotes.minDelay = threshold;
    return seen;
  }
}
