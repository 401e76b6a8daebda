package io.duality.engine.weave;

import io.duality.boot.Op;
import java.util.List;
import java.util.concurrent.CountedCompleter;

/**
 * {@code join}, {@code get} and {@code invoke} of a fork-join task, once helping was of no use. The
 * method is entered for every task, so that the end is told where the blocker is taken back.
 */
final class ForkJoinTaskHook extends JdkHook {
  private static final String POOL = "Ljava/util/concurrent/ForkJoinPool;";

  ForkJoinTaskHook() {
    super(
        "java.util.concurrent.ForkJoinTask",
        "join/get",
        new Shape("17 to 21", List.of(plan("(" + POOL + "ZZZJ)I", 9))),
        new Shape("22 and later", List.of(plan("(" + POOL + "IZJ)I", 6))));
  }

  private static MethodPlan plan(String descriptor, int status) {
    return MethodPlan.of(
            "awaitDone", descriptor, new Entry.Parks(Op.GET, 3), Exit.THROWS, Call.PARK_BARE, 1)
        .and(Call.PARK_NANOS_BARE, 1)
        .and(Call.SET_BLOCKER, 2, Entry.Ends.task(status));
  }

  @Override
  Trial trial() {
    Never task = new Never();
    return new Trial(task, task::get);
  }

  /** Is never done. */
  private static final class Never extends CountedCompleter<Void> {
    private static final long serialVersionUID = 1L;

    @Override
    public void compute() {}
  }
}
