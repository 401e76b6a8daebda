package io.duality.boot.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A thread's trace context changed; emitted only inside an investigation window. */
@Name(ContextEvent.NAME)
@Label("Context")
@Description("The trace context of this thread changed; only while something is investigated")
@Category({"Duality", "Activities"})
@StackTrace(false)
public final class ContextEvent extends Event {
  /** Its name in every recording. */
  public static final String NAME = "duality.Context";

  /** A phase: from now on the thread works for this span. */
  public static final int ATTACH = 1;

  /** A phase: from now on it works for none. */
  public static final int DETACH = 2;

  /** A phase: from now on changes are emitted, on whichever thread. */
  public static final int OPEN = 3;

  /** A phase: from now on they are not. */
  public static final int CLOSED = 4;

  @Label("Phase")
  @Description("1 attach, 2 detach, 3 changes are emitted from now on, 4 they are not")
  public int phase;

  @Label("Span Name Id")
  @Description("Tells spans of one name from those of another; negative when not known")
  public int spanNameId;

  @Label("Trace Id High")
  @Description("High half of the trace; 0 for none")
  public long traceIdHigh;

  @Label("Trace Id Low")
  @Description("Low half of the trace; 0 for none")
  public long traceIdLow;

  @Label("Span Id")
  @Description("The span; 0 for none")
  public long spanId;

  @Label("Sampled")
  @Description("Whether the tracing backend was told to keep the trace")
  public boolean sampled;
}
