package io.duality.engine.detect;

import io.duality.diagnosis.SpinFrames;
import io.duality.model.CpuSeen.ThreadCpu;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;

/** A thread that may run without getting anywhere, and since when it showed no progress. */
final class Spinner {
  /** The platform thread that uses the processor; a carrier when a virtual thread does. */
  final long id;

  String name;
  long since;

  /** When it used enough of a core for the last time. */
  long hotAt;

  /** Whether it does so by itself, and not only together with others. */
  boolean alone;

  /** Whether it would use more if the machine had more. */
  boolean crowded;

  /** Whether the process is full of it and its like. */
  boolean together;

  double cores;
  boolean known;
  SpinFrames frames = new SpinFrames();

  /** As the last look showed it: the thread itself, or the virtual thread that it carries. */
  ThreadSeen shown;

  /** How many threads wait for it. */
  int behind;

  private TraceRef trace;
  private long taskStarted = Long.MIN_VALUE;
  private double used;
  private long measured;

  Spinner(long id, String name, long since) {
    this.id = id;
    this.name = name;
    this.since = since;
  }

  /** Something of it ended, or it went somewhere else: it begins anew. */
  void progressed(long now) {
    since = now;
    frames = new SpinFrames();
    trace = null;
    shown = null;
    taskStarted = Long.MIN_VALUE;
    used = 0;
    measured = 0;
  }

  void measured(ThreadCpu thread, long elapsed) {
    name = thread.name();
    cores = thread.cores();
    known = true;
    used += thread.cores() * elapsed;
    measured += elapsed;
  }

  /** What part of a core it used since then; negative when nobody measured it. */
  double share() {
    return measured <= 0 ? (known ? cores : -1) : used / measured;
  }

  /** Whether it works for another span or task than before, or is another thread. */
  boolean otherWork(ThreadSeen thread, long taskBegun) {
    boolean otherSpan =
        shown != null && (trace == null ? thread.trace() != null : !same(thread.trace()));
    boolean otherTask = shown != null && taskStarted != taskBegun;
    boolean otherThread = shown != null && shown.id() != thread.id();
    return otherSpan || otherTask || otherThread;
  }

  /** Takes over what a look shows; a change of its work is progress. */
  void look(ThreadSeen thread, long taskBegun, long now) {
    if (otherWork(thread, taskBegun)) {
      progressed(now);
    }
    shown = thread;
    trace = thread.trace();
    taskStarted = taskBegun;
    frames.add(thread.frames());
    if (frames.moved()) {
      progressed(now);
    }
  }

  private boolean same(TraceRef other) {
    return other != null && other.spanId().equals(trace.spanId());
  }

  /** The context that it has carried all the time, or null. */
  TraceRef trace() {
    return trace;
  }
}
