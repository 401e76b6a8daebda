package io.duality.engine.weave;

import io.duality.boot.Op;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The queues that wait on conditions of their own: each says who it is in front of the await, where
 * nothing is left to be fast. The condition's hook does the rest.
 */
final class QueueHook extends JdkHook {
  private static final String ELEMENT = "(Ljava/lang/Object;)V";
  private static final String TIMED_ELEMENT =
      "(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)Z";
  private static final String GIVES = "()Ljava/lang/Object;";
  private static final String TIMED_GIVES = "(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;";
  private static final String TASK = "Ljava/util/concurrent/RunnableScheduledFuture;";

  private QueueHook(String simpleName, List<MethodPlan> plans) {
    super(PACKAGE.concat(simpleName), "put/take", plans);
  }

  static List<JdkHook> all() {
    return List.of(
        new QueueHook(
            "ArrayBlockingQueue",
            List.of(put("put"), timedPut("offer"), take("take", 1), timedTake("poll", 1))),
        new QueueHook(
            "LinkedBlockingQueue",
            List.of(put("put"), timedPut("offer"), take("take", 1), timedTake("poll", 1))),
        new QueueHook(
            "LinkedBlockingDeque",
            List.of(
                put("putFirst"),
                put("putLast"),
                timedPut("offerFirst"),
                timedPut("offerLast"),
                take("takeFirst", 1),
                take("takeLast", 1),
                timedTake("pollFirst", 1),
                timedTake("pollLast", 1))),
        new QueueHook("PriorityBlockingQueue", List.of(take("take", 1), timedTake("poll", 1))),
        new QueueHook(
            "DelayQueue",
            List.of(
                plan("take", "()Ljava/util/concurrent/Delayed;", Op.TAKE, Call.AWAIT, 2)
                    .and(Call.AWAIT_NANOS, 1),
                plan(
                    "poll",
                    "(JLjava/util/concurrent/TimeUnit;)Ljava/util/concurrent/Delayed;",
                    Op.TAKE,
                    Call.AWAIT_NANOS,
                    3))),
        new QueueHook(
            "ScheduledThreadPoolExecutor$DelayedWorkQueue",
            List.of(
                plan("take", "()".concat(TASK), Op.TAKE, Call.AWAIT, 2).and(Call.AWAIT_NANOS, 1),
                plan(
                    "poll",
                    "(JLjava/util/concurrent/TimeUnit;)".concat(TASK),
                    Op.TAKE,
                    Call.AWAIT_NANOS,
                    3))));
  }

  private static MethodPlan put(String name) {
    return plan(name, ELEMENT, Op.PUT, Call.AWAIT, 1);
  }

  private static MethodPlan timedPut(String name) {
    return plan(name, TIMED_ELEMENT, Op.PUT, Call.AWAIT_NANOS, 1);
  }

  private static MethodPlan take(String name, int awaits) {
    return plan(name, GIVES, Op.TAKE, Call.AWAIT, awaits);
  }

  private static MethodPlan timedTake(String name, int awaits) {
    return plan(name, TIMED_GIVES, Op.TAKE, Call.AWAIT_NANOS, awaits);
  }

  private static MethodPlan plan(String name, String descriptor, int op, Call call, int count) {
    return MethodPlan.of(name, descriptor, new Entry.Announces(op), Exit.NONE, call, count);
  }

  @Override
  String needs() {
    return ConditionHook.OF_INT;
  }

  @Override
  Trial trial() {
    BlockingQueue<?> queue =
        switch (className().substring(PACKAGE.length())) {
          case "ArrayBlockingQueue" -> new ArrayBlockingQueue<>(1);
          case "LinkedBlockingQueue" -> new LinkedBlockingQueue<>();
          case "LinkedBlockingDeque" -> new LinkedBlockingDeque<>();
          case "PriorityBlockingQueue" -> new PriorityBlockingQueue<>();
          case "DelayQueue" -> new DelayQueue<>();
          default -> new ScheduledThreadPoolExecutor(0).getQueue();
        };
    return new Trial(queue, queue::take);
  }
}
