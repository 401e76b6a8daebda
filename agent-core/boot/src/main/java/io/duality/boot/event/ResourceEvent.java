package io.duality.boot.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A pool or a queue came into another state, as looks and hooks saw it. */
@Name("duality.Resource")
@Label("Resource")
@Description("A pool or a queue became full, was drained, resized or closed")
@Category({"Duality", "Tasks"})
@StackTrace(false)
public final class ResourceEvent extends Event {
  @Label("Resource")
  @Description("The resource's name")
  public String resource;

  @Label("Resource Id")
  @Description("The identity hash code of the resource, to tell instances apart")
  public int resourceId;

  @Label("Kind")
  @Description("pool or queue")
  public String kind;

  @Label("Phase")
  @Description("full, drained, resized or closed")
  public String phase;

  @Label("Depth")
  @Description("Busy workers of a pool, elements of a queue; negative when unknown")
  public long depth;

  @Label("Limit")
  @Description("How many there can be; negative when unknown")
  public long limit;

  @Label("Trace Id High")
  @Description("High half of the trace of who changed it; 0 for none")
  public long traceIdHigh;

  @Label("Trace Id Low")
  @Description("Low half of the trace of who changed it; 0 for none")
  public long traceIdLow;

  @Label("Span Id")
  @Description("The span of who changed it; 0 for none")
  public long spanId;
}
