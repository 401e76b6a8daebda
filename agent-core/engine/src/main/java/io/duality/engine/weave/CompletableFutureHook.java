package io.duality.engine.weave;

import io.duality.boot.Op;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code get} and {@code join}; they park inside {@code ForkJoinPool.managedBlock}. */
final class CompletableFutureHook extends JdkHook {
  CompletableFutureHook() {
    super(
        "java.util.concurrent.CompletableFuture",
        "get",
        List.of(
            MethodPlan.of(
                "waitingGet",
                "(Z)Ljava/lang/Object;",
                new Entry.Parks(Op.GET, 1),
                Exit.RESULT,
                Call.MANAGED_BLOCK,
                1),
            MethodPlan.of(
                "timedGet",
                "(J)Ljava/lang/Object;",
                new Entry.Parks(Op.GET, Entry.ALWAYS, 1),
                Exit.RESULT,
                Call.MANAGED_BLOCK,
                1)));
  }

  @Override
  Trial trial() {
    CompletableFuture<Object> future = new CompletableFuture<>();
    return new Trial(future, future::get);
  }
}
