package io.duality.boot.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A parked wait that ended; its event time is the end, {@code waitNanos} before it the begin. */
@Name("duality.Wait")
@Label("Wait")
@Description("A thread's wait ended after at least the recording threshold")
@Category({"Duality", "Waits"})
@StackTrace(true)
public final class WaitEvent extends Event {
  @Label("Kind")
  @Description("What kind of resource it is, such as lock, semaphore, queue")
  public String kind;

  @Label("Resource")
  @Description("The resource's name, else its class and identity")
  public String resource;

  @Label("Resource Id")
  @Description("The identity hash code of the resource, to tell instances apart")
  public int resourceId;

  @Label("Operation")
  @Description("What the thread tried to do, such as acquire, put, take")
  public String op;

  @Label("Waited")
  @Description("From the first park to the return")
  @Timespan(Timespan.NANOSECONDS)
  public long waitNanos;

  @Label("Timeout")
  @Description("After how long it would have given up; 0 for never")
  @Timespan(Timespan.NANOSECONDS)
  public long timeoutNanos;

  @Label("Outcome")
  @Description("acquired, timeout, interrupted, failed or unknown")
  public String outcome;

  @Label("Holder")
  @Description("The thread that held the resource when the wait began")
  public Thread holder;

  @Label("Holder Trace Id High")
  @Description("High half of the trace that the holder worked for when the wait ended; 0 for none")
  public long holderTraceIdHigh;

  @Label("Holder Trace Id Low")
  @Description("Low half of the trace that the holder worked for when the wait ended; 0 for none")
  public long holderTraceIdLow;

  @Label("Trace Id High")
  @Description("High half of the trace that the thread worked for; 0 for none")
  public long traceIdHigh;

  @Label("Trace Id Low")
  @Description("Low half of the trace that the thread worked for; 0 for none")
  public long traceIdLow;

  @Label("Span Id")
  @Description("The span that the thread worked for; 0 for none")
  public long spanId;
}
