package io.duality.engine.weave;

import io.duality.boot.Op;
import java.util.List;

/** Who waits for the end of a child process says which: a monitor up to 25, then a condition. */
final class ProcessHook extends JdkHook {
  static final String NAME = "java.lang.ProcessImpl";

  private static final String TIMED = "(JLjava/util/concurrent/TimeUnit;)Z";

  private final boolean condition;

  ProcessHook() {
    this(Runtime.version().feature() >= 23);
  }

  private ProcessHook(boolean condition) {
    super(NAME, "waitFor", condition ? onCondition() : onMonitor());
    this.condition = condition;
  }

  private static List<MethodPlan> onCondition() {
    Entry announces = new Entry.Announces(Op.WAIT_FOR);
    return List.of(
        MethodPlan.of("waitFor", "()I", announces, Exit.NONE, Call.AWAIT, 1),
        MethodPlan.of("waitFor", TIMED, announces, Exit.NONE, Call.AWAIT_NANOS, 1));
  }

  private static List<MethodPlan> onMonitor() {
    return List.of(
        MethodPlan.of(
            "waitFor",
            "()I",
            new Entry.Parks(Op.WAIT_FOR, Entry.ALWAYS),
            Exit.ENDED,
            Call.OBJECT_WAIT,
            1),
        MethodPlan.of("waitFor", TIMED, new Entry.TimedWaits(Op.WAIT_FOR), Exit.TIMED,
            Call.TIMED_WAIT, 1));
  }

  @Override
  String needs() {
    return condition ? ConditionHook.OF_INT : null;
  }

  @Override
  Trial trial() {
    return null;
  }
}
