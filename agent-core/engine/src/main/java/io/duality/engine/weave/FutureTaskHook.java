package io.duality.engine.weave;

import io.duality.boot.Op;
import java.util.List;
import java.util.concurrent.FutureTask;

/** What a pool's {@code submit} returns: {@code get}, timed or not. */
final class FutureTaskHook extends JdkHook {
  FutureTaskHook() {
    super(
        "java.util.concurrent.FutureTask",
        "get",
        List.of(
            MethodPlan.of(
                    "awaitDone",
                    "(ZJ)I",
                    new Entry.Parks(Op.GET, Entry.ALWAYS),
                    Exit.STATE,
                    Call.PARK,
                    1)
                .and(Call.PARK_NANOS, 1)));
  }

  @Override
  boolean setsUpCommonPool() {
    return false;
  }

  @Override
  Trial trial() {
    FutureTask<Object> future = new FutureTask<>(() -> null);
    return new Trial(future, future::get);
  }
}
