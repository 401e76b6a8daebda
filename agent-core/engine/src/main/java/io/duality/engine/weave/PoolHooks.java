package io.duality.engine.weave;

import java.util.ArrayList;
import java.util.List;

/**
 * The pools of the JDK: who hands over which task, which worker runs it, how it ends. Told in front
 * of the call that puts the task where workers find it, so that what is told of is what they find:
 * other agents may have put it into something of theirs on the way there.
 */
final class PoolHooks {
  static final String POOL = JdkHook.PACKAGE.concat("ThreadPoolExecutor");
  private static final String PER_TASK = JdkHook.PACKAGE.concat("ThreadPerTaskExecutor");
  private static final String ONE = "(Ljava/lang/Object;)V";
  private static final String TWO = "(Ljava/lang/Object;Ljava/lang/Object;)V";
  private static final String THREE = "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V";
  private static final String TASK = "Ljava/util/concurrent/ForkJoinTask;";
  private static final String QUEUE = "Ljava/util/concurrent/ForkJoinPool$WorkQueue;";
  private static final int THIS = Tells.THIS;

  private PoolHooks() {}

  /** The hooks for a release of the JDK. */
  static List<JdkHook> of(int feature) {
    List<JdkHook> hooks = new ArrayList<>();
    hooks.add(new Pool("ThreadPoolExecutor", "execute/run", null, pool()));
    hooks.add(
        new Pool(
            "ScheduledThreadPoolExecutor",
            "schedule",
            POOL,
            plans(
                tells("delayedExecute", "(Ljava/util/concurrent/RunnableScheduledFuture;)V")
                    .and(Call.ADD, 1, submits(1)))));
    hooks.add(new Pool("ForkJoinPool", "submit", null, forkSubmits()));
    hooks.add(new Pool("ForkJoinPool$WorkQueue", "run", null, forkRuns()));
    if (feature >= 21) {
      hooks.addAll(threadPerTask());
    }
    return hooks;
  }

  private static JdkHook.Shape pool() {
    return plans(
        tells("execute", "(Ljava/lang/Runnable;)V")
            .and(Call.OFFER, 1, submits(1))
            .and(
                Call.ADD_WORKER,
                3,
                new Tells("submitsFirst", "(Ljava/lang/Object;Ljava/lang/Object;Z)V", 0, 1, 2)),
        tells("runWorker", "(Ljava/util/concurrent/ThreadPoolExecutor$Worker;)V")
            .and(Call.BEFORE_EXECUTE, 1, new Tells("begins", TWO, 0, 2))
            .and(Call.AFTER_EXECUTE, 2, new Tells("ends", "(Ljava/lang/Throwable;)V", 2))
            .and(Call.WORKER_EXIT, 2, new Tells("leaves", "()V")),
        tells("reject", "(Ljava/lang/Runnable;)V")
            .and(Call.REJECT, 1, new Tells("rejects", THREE, 0, 1, 2)),
        tells("setCorePoolSize", "(I)V").and(Call.WORKER_COUNT, 1, of("resizes")),
        tells("setMaximumPoolSize", "(I)V").and(Call.WORKER_COUNT, 1, of("resizes")),
        tells("shutdown", "()V").and(Call.TRY_TERMINATE, 1, shutsDown(Tells.NULL)),
        tells("shutdownNow", "()Ljava/util/List;")
            .and(Call.TRY_TERMINATE, 1, shutsDown(Tells.LOCAL - 1)),
        tells("tryTerminate", "()V").and(Call.TERMINATED, 1, of("terminates")));
  }

  private static JdkHook.Shape[] forkSubmits() {
    return new JdkHook.Shape[] {
      new JdkHook.Shape(
          "JDK 22 and later",
          List.of(
              tells("poolSubmit", "(Z" + TASK + ")" + TASK)
                  .and(Call.PUSH_SIGNALLING, 1, submits(1)))),
      new JdkHook.Shape(
          "JDK 17",
          List.of(
              tells("externalPush", "(" + TASK + ")V").and(Call.LOCKED_PUSH, 1, submits(1)),
              tells("externalSubmit", "(" + TASK + ")" + TASK).and(Call.PUSH, 1, submits(1))))
    };
  }

  private static JdkHook.Shape[] forkRuns() {
    Entry begins = new Tells("forkBegins", ONE, 0);
    Entry ends = new Tells("forkEnds", "()V");
    return new JdkHook.Shape[] {
      new JdkHook.Shape(
          "JDK 22 and later",
          List.of(
              tells("topLevelExec", "(" + TASK + "I)V")
                  .and(Call.DO_EXEC, 1, begins)
                  .and(Call.NEXT_TASK, 1, ends))),
      new JdkHook.Shape(
          "JDK 17",
          List.of(
              tells("topLevelExec", "(" + TASK + QUEUE + ")V")
                  .and(Call.DO_EXEC_STATUS, 1, begins)
                  .and(Call.NEXT_TASK, 1, ends)))
    };
  }

  /** The executor that starts a thread for each task: the thread has the stamp. */
  private static List<JdkHook> threadPerTask() {
    Entry ends = new Tells("threadEnds", "()V");
    String runner = "ThreadPerTaskExecutor$TaskRunner";
    String future = "ThreadPerTaskExecutor$ThreadBoundFuture";
    return List.of(
        new Pool(
            "ThreadPerTaskExecutor",
            "start",
            null,
            plans(tells("start", "(Ljava/lang/Thread;)V").and(Call.START_IN, 1, submits(1)))),
        new Pool(
            runner,
            "run",
            PER_TASK,
            plans(
                tells("run", "()V")
                    .and(Call.RUN, 1, begins(runner))
                    .and(Call.TASK_COMPLETE, 2, ends))),
        new Pool(
            future,
            "run",
            PER_TASK,
            plans(
                tells("run", "()V")
                    .and(Call.RUN_FUTURE, 1, begins(future))
                    .and(Call.TASK_COMPLETE, 2, ends))));
  }

  private static Entry begins(String simpleName) {
    return new Tells("threadBegins", TWO, Tells.EXECUTOR, 0)
        .in(JdkHook.PACKAGE.concat(simpleName).replace('.', '/'));
  }

  private static JdkHook.Shape plans(MethodPlan... plans) {
    return new JdkHook.Shape("", List.of(plans));
  }

  private static MethodPlan tells(String name, String descriptor) {
    return MethodPlan.quiet(name, descriptor);
  }

  private static Entry submits(int operand) {
    return new Tells("submits", TWO, THIS, operand);
  }

  private static Entry of(String hook) {
    return new Tells(hook, ONE, THIS);
  }

  private static Entry shutsDown(int left) {
    return new Tells("shutsDown", "(Ljava/util/List;Ljava/lang/Object;)V", left, THIS);
  }

  /** One class of a pool. There is nothing to wait for in it: it is shown by its own tests. */
  private static final class Pool extends QuietHook {
    private final String needs;

    Pool(String simpleName, String methods, String needs, Shape... shapes) {
      super(PACKAGE.concat(simpleName), methods, shapes);
      this.needs = needs;
    }

    @Override
    String needs() {
      return needs;
    }
  }
}
