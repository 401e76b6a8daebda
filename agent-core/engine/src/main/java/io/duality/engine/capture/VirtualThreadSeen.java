package io.duality.engine.capture;

import java.util.List;

/**
 * A virtual thread as the JVM's JSON dump shows it.
 *
 * @param id the JVM's thread id
 * @param name empty when it has none
 * @param state as reported by 25; told from the top frame on JDKs that leave it out
 * @param carrier id of its carrier, or -1 when it is not mounted or the JDK leaves it out
 * @param frames top first
 * @param blockedOn {@code class@hash} of what it waits for, or null
 * @param owns {@code class@hash} of the monitors it owns
 */
record VirtualThreadSeen(
    long id,
    String name,
    Thread.State state,
    long carrier,
    List<StackTraceElement> frames,
    String blockedOn,
    List<String> owns) {
  VirtualThreadSeen {
    frames = List.copyOf(frames);
    owns = List.copyOf(owns);
  }
}
