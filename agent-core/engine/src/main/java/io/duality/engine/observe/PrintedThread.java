package io.duality.engine.observe;

import java.util.List;

/**
 * A Java thread as the JVM's thread print shows it.
 *
 * @param id the JVM's thread id
 * @param name the real name, line ends and quotes included
 * @param daemon whether it lets the JVM exit
 * @param priority 1 to 10
 * @param nid the operating system's thread id, or -1 when the print has none
 * @param cpuMillis CPU time used, or -1 when the print has none
 * @param elapsedMillis age of the thread, or -1 when the print has none
 * @param state the state; {@code RUNNABLE} for a carrier, whose state the JVM leaves out
 * @param carries id of the virtual thread it carries, or -1
 * @param stack its frames and what they have to do with monitors
 * @param from offset of its header in the text
 * @param headerEnd offset behind the header line, line end included
 * @param notesAt offset where lines about it are inserted: behind the state, or -1 when the print
 *     has no such line
 */
public record PrintedThread(
    long id,
    String name,
    boolean daemon,
    int priority,
    long nid,
    double cpuMillis,
    double elapsedMillis,
    Thread.State state,
    long carries,
    PrintedStack stack,
    int from,
    int headerEnd,
    int notesAt) {
  /** Its frames, top first. */
  public List<StackTraceElement> frames() {
    return stack.frames();
  }
}
