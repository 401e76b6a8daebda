package io.duality.boot.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A change of a trigger's state. */
@Name("duality.Trigger")
@Label("Trigger")
@Description("A trigger changed its state")
@Category({"Duality", "Agent"})
@StackTrace(false)
public final class TriggerEvent extends Event {
  @Label("Trigger")
  @Description("Its name in the configuration")
  public String trigger;

  @Label("State")
  @Description("true, confirmed, fired, suppressed or re-armed")
  public String state;

  @Label("Observed")
  @Description("The value that was seen, with its unit")
  public String observed;

  @Label("Threshold")
  @Description("The value it was compared with, with its unit")
  public String threshold;

  @Label("Bundle Id")
  @Description("The bundle that is written for it, or null")
  public String bundleId;

  @Label("Trace Id High")
  @Description("High half of the trace that fired it; 0 for none")
  public long traceIdHigh;

  @Label("Trace Id Low")
  @Description("Low half of the trace that fired it; 0 for none")
  public long traceIdLow;

  @Label("Span Id")
  @Description("The span that fired it; 0 for none")
  public long spanId;
}
