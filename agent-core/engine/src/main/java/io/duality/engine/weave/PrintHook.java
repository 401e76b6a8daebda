package io.duality.engine.weave;

import java.util.List;

/** The print of a throwable's stack: somebody is told of it. */
final class PrintHook extends QuietHook {
  static final String NAME = "java.lang.Throwable";

  PrintHook() {
    super(
        NAME,
        "printStackTrace",
        List.of(
            MethodPlan.quiet("printStackTrace", "(Ljava/lang/Throwable$PrintStreamOrWriter;)V")
                .and(Call.OUR_STACK, 1, new TellsThrown("logged", 0))));
  }
}
