package io.duality.engine.observe;

import io.duality.boot.Hooks;
import io.duality.boot.TraceHooks;
import io.duality.engine.context.Contexts;
import io.duality.engine.weave.WeaveOptions;
import io.duality.engine.weave.Weaver;
import java.lang.instrument.Instrumentation;

/** Weaves and reads contexts in a child JVM, as the agent does, but with everything in sight. */
public final class ProbeAgent {
  /** What the stories read contexts with. */
  public static final Contexts CONTEXTS = new Contexts();

  static volatile Weaver weaver;

  private ProbeAgent() {}

  /** Called by the JVM before {@code main}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    TraceHooks.hearContexts(CONTEXTS.sink());
    TraceHooks.hearSpans(CONTEXTS.activities());
    Hooks.readTraces(CONTEXTS);
    weaver = Weaver.install(instrumentation, WeaveOptions.all().with(CONTEXTS.rules()));
    CONTEXTS.adopt(instrumentation.getAllLoadedClasses());
  }
}
