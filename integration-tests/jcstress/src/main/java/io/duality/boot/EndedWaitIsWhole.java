package io.duality.boot;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A reader of ended waits gets whole ones, each under its own number, while two threads write. */
@JCStressTest
@Outcome(id = "whole", expect = Expect.ACCEPTABLE, desc = "What was written, or not there yet.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Parts of two records, or a wrong number.")
@State
public class EndedWaitIsWhole {
  private static final int LAST = 8;
  private static final Thread WRITER = Threads.one();
  private static final Object BLOCKER = new Object();

  @Actor
  public void writes() {
    add(1);
  }

  private static void add(int mark) {
    TraceIds trace = new TraceIds();
    trace.traceHigh = mark;
    trace.traceLow = mark;
    trace.span = mark;
    EndedWaits.add(
        WRITER, Integer.toString(mark), BLOCKER, mark, mark, mark, mark, trace, null, null);
  }

  @Actor
  public void writesAndReads(L_Result result) {
    add(2);
    String found = "whole";
    long next = EndedWaits.next();
    for (long number = Math.max(0, next - LAST); number < next; number++) {
      EndedWaits.Ended ended = EndedWaits.get(number);
      if (ended != null && !isWhole(ended, number)) {
        found = "torn " + ended.number + " " + ended.op + " " + ended.sinceNanos;
      }
    }
    result.r1 = found;
  }

  private static boolean isWhole(EndedWaits.Ended ended, long number) {
    int mark = ended.op;
    return ended.number == number
        && (mark == 1 || mark == 2)
        && ended.sinceNanos == mark
        && ended.waitNanos == mark
        && ended.outcome == mark
        && ended.resource.equals(Integer.toString(mark))
        && ended.trace.traceHigh == mark
        && ended.trace.span == mark
        && ended.threadName.equals("stressed");
  }
}
