package io.duality.boot.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The waits for one resource in one window; only resources that were waited for have one. */
@Name("duality.WaitSummary")
@Label("Wait Summary")
@Description("The parked waits for one resource since its last summary")
@Category({"Duality", "Waits"})
@StackTrace(false)
public final class WaitSummaryEvent extends Event {
  @Label("Resource")
  @Description("The resource's name, else its class and identity")
  public String resource;

  @Label("Resource Id")
  @Description("The identity hash code of the resource, to tell instances apart")
  public int resourceId;

  @Label("Parked Waits")
  @Description("How many waits ended; a spin that succeeded is none")
  public long parkedWaits;

  @Label("Total")
  @Description("Their sum")
  @Timespan(Timespan.NANOSECONDS)
  public long totalNanos;

  @Label("Longest")
  @Description("The longest of them")
  @Timespan(Timespan.NANOSECONDS)
  public long maxNanos;

  @Label("Waiters")
  @Description("How many threads wait now")
  public long waiters;

  @Label("Trace Id High")
  @Description("High half of the trace of the thread that reports; 0 for none")
  public long traceIdHigh;

  @Label("Trace Id Low")
  @Description("Low half of the trace of the thread that reports; 0 for none")
  public long traceIdLow;

  @Label("Span Id")
  @Description("The span of the thread that reports; 0 for none")
  public long spanId;
}
