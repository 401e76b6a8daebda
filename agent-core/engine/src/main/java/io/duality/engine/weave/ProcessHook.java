package io.duality.engine.weave;

import io.duality.boot.Op;
import java.util.List;

/** Who waits for the end of a child process says which: a monitor's wait, later a condition's. */
final class ProcessHook extends JdkHook {
  static final String NAME = "java.lang.ProcessImpl";

  private static final String TIMED = "(JLjava/util/concurrent/TimeUnit;)Z";

  ProcessHook() {
    super(NAME, "waitFor", new Shape("17", onMonitor()), new Shape("25", onCondition()));
  }

  private static List<MethodPlan> onMonitor() {
    Entry parks = new Entry.Parks(Op.WAIT_FOR, Entry.ALWAYS);
    return List.of(
        MethodPlan.of("waitFor", "()I", parks, Exit.ENDED, Call.OBJECT_WAIT, 1),
        MethodPlan.of("waitFor", TIMED, parks, Exit.TIMED, Call.TIMED_WAIT, 1));
  }

  private static List<MethodPlan> onCondition() {
    Entry announces = new Entry.Announces(Op.WAIT_FOR);
    return List.of(
        MethodPlan.of("waitFor", "()I", announces, Exit.NONE, Call.AWAIT, 1),
        MethodPlan.of("waitFor", TIMED, announces, Exit.NONE, Call.AWAIT_NANOS, 1));
  }

  /** What announces itself would do harm without the condition's hook. */
  @Override
  String needs() {
    return ConditionHook.OF_INT;
  }

  @Override
  Trial trial() {
    return null;
  }
}
