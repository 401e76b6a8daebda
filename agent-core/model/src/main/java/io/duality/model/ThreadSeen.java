package io.duality.model;

import java.util.List;
import java.util.Objects;

/**
 * A thread as one look saw it.
 *
 * @param id the JVM's thread id
 * @param name the thread's name; empty for unnamed virtual threads
 * @param virtual whether it is a virtual thread
 * @param daemon whether it lets the JVM exit
 * @param state the state the JVM reports
 * @param trace its trace context, or null when it carries none that is known
 * @param frames top first; empty when no stack was taken in this look
 */
public record ThreadSeen(
    long id,
    String name,
    boolean virtual,
    boolean daemon,
    Thread.State state,
    TraceRef trace,
    List<StackTraceElement> frames) {
  public ThreadSeen {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
    frames = List.copyOf(frames);
  }

  /** The name under which every file of a bundle speaks of this thread. */
  public String label() {
    return name.isEmpty() ? (virtual ? "virtual thread " : "thread ") + id : name;
  }
}
