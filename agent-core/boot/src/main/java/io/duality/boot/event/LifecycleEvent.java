package io.duality.boot.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A step in the life of an activity: a span, a marker, or what the application reported. */
@Name("duality.Lifecycle")
@Label("Lifecycle")
@Description("An activity started, went on or ended")
@Category({"Duality", "Activities"})
@StackTrace(false)
public final class LifecycleEvent extends Event {
  @Label("Activity")
  @Description("Its name, such as a span's")
  public String activity;

  @Label("Phase")
  @Description("start, progress, complete, failure, retry or timeout")
  public String phase;

  @Label("Fields")
  @Description("Allowed attributes as key=value, comma-separated, or null")
  public String fields;

  @Label("Trace Id High")
  @Description("High half of its trace; 0 for none")
  public long traceIdHigh;

  @Label("Trace Id Low")
  @Description("Low half of its trace; 0 for none")
  public long traceIdLow;

  @Label("Span Id")
  @Description("Its span; 0 for none")
  public long spanId;
}
