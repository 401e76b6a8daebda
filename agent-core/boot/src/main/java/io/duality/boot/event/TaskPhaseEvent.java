package io.duality.boot.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;

/**
 * Something happened to a task of a pool; committed by the agent within two seconds, not by the
 * thread that it happened on.
 */
@Name("duality.Task")
@Label("Task")
@Description("A task waited or ran for long, failed, was refused or will not run")
@Category({"Duality", "Tasks"})
@StackTrace(false)
public final class TaskPhaseEvent extends Event {
  @Label("Pool")
  @Description("The pool's name")
  public String pool;

  @Label("Task Class")
  @Description("The class of the work; empty for what happens to the pool")
  public String taskClass;

  @Label("Phase")
  @Description("completed, failed, rejected, cancelled, stopped, resized, shutdown or abandoned")
  public String phase;

  @Label("Happened At")
  @Description("When")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  public long happenedAt;

  @Label("Queued")
  @Description("How long it waited for a worker; negative when unknown")
  @Timespan(Timespan.NANOSECONDS)
  public long queueNanos;

  @Label("Ran")
  @Description("How long it ran, at least; negative when it did not or nobody knows")
  @Timespan(Timespan.NANOSECONDS)
  public long runNanos;

  @Label("Worker Id")
  @Description("The id of the thread that ran it, or did this to it; 0 for none")
  public long workerId;

  @Label("Worker")
  @Description("The name of that thread")
  public String worker;

  @Label("Detail")
  @Description("What was thrown, who refused it, or the sizes; or empty")
  public String detail;

  @Label("Trace Id High")
  @Description("High half of the trace of who handed the task over; 0 for none")
  public long traceIdHigh;

  @Label("Trace Id Low")
  @Description("Low half of the trace of who handed the task over; 0 for none")
  public long traceIdLow;

  @Label("Span Id")
  @Description("The span of who handed the task over; 0 for none")
  public long spanId;
}
