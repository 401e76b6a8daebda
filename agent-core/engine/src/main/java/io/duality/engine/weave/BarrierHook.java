package io.duality.engine.weave;

import io.duality.boot.Op;
import java.util.List;
import java.util.concurrent.CyclicBarrier;

/** A barrier, which waits on a condition of its own like a queue. */
final class BarrierHook extends JdkHook {
  BarrierHook() {
    super(
        "java.util.concurrent.CyclicBarrier",
        "await",
        List.of(
            MethodPlan.of(
                    "dowait", "(ZJ)I", new Entry.Announces(Op.ADVANCE), Exit.NONE, Call.AWAIT, 1)
                .and(Call.AWAIT_NANOS, 1)));
  }

  @Override
  String needs() {
    return ConditionHook.OF_INT;
  }

  @Override
  Trial trial() {
    CyclicBarrier barrier = new CyclicBarrier(2);
    return new Trial(barrier, barrier::await);
  }
}
