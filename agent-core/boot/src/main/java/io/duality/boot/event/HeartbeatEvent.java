package io.duality.boot.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The agent's own life sign: what it emitted and what it lost, one event per event type. */
@Name("duality.Heartbeat")
@Label("Heartbeat")
@Description("What the agent emitted and lost so far, per event type")
@Category({"Duality", "Agent"})
@StackTrace(false)
public final class HeartbeatEvent extends Event {
  @Label("Event Type")
  @Description("The type that this line counts, such as duality.Wait")
  public String type;

  @Label("Emitted")
  @Description("How many events of the type were handed to the recorder since the start")
  public long emitted;

  @Label("Dropped")
  @Description("How many were dropped since the start")
  public long dropped;

  @Label("Last Sequence Number")
  @Description("The number of the last event of the type")
  public long sequence;

  @Label("Looks")
  @Description("How many looks the watcher took since the start")
  public long looks;

  @Label("Late Looks")
  @Description("How many of them began late")
  public long looksLate;

  @Label("Hooks Armed")
  @Description("How many hooks work now")
  public int hooksArmed;

  @Label("Trace Id High")
  @Description("Always 0: the agent works for no trace")
  public long traceIdHigh;

  @Label("Trace Id Low")
  @Description("Always 0: the agent works for no trace")
  public long traceIdLow;

  @Label("Span Id")
  @Description("Always 0: the agent works for no span")
  public long spanId;
}
