package io.duality.engine.capture;

import io.duality.engine.observe.PrintedThread;
import io.duality.engine.observe.ThreadPrint;
import io.duality.model.ThreadSeen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Every thread at one instant: the JVM's print of the platform threads (one safepoint), and behind
 * it the virtual threads (one handshake each, so a moment later).
 *
 * @param at when the print returned
 * @param nanos the same on the monotonic clock
 * @param print the platform threads
 * @param virtual the virtual threads, empty when {@code virtualReason} says why
 * @param virtualCount how many virtual threads exist, when that is known
 * @param virtualReason why virtual threads are not listed, or null
 * @param note what the print left out, or null
 */
record ThreadDump(
    Instant at,
    long nanos,
    ThreadPrint print,
    List<VirtualThreadSeen> virtual,
    OptionalLong virtualCount,
    String virtualReason,
    String note) {
  ThreadDump {
    virtual = List.copyOf(virtual);
  }

  /** The threads in the vocabulary of the diagnosis, with the traces that a look knows. */
  List<ThreadSeen> threads(Map<Long, ThreadSeen> look) {
    List<ThreadSeen> all = new ArrayList<>();
    for (PrintedThread thread : print.threads()) {
      ThreadSeen seen = look.get(thread.id());
      all.add(
          new ThreadSeen(
              thread.id(),
              thread.name(),
              false,
              thread.daemon(),
              thread.state(),
              seen == null ? null : seen.trace(),
              thread.frames()));
    }
    for (VirtualThreadSeen thread : virtual) {
      ThreadSeen seen = look.get(thread.id());
      all.add(
          new ThreadSeen(
              thread.id(),
              thread.name(),
              true,
              true,
              thread.state(),
              seen == null ? null : seen.trace(),
              thread.frames()));
    }
    return all;
  }

  static Map<Long, ThreadSeen> byId(List<ThreadSeen> threads) {
    Map<Long, ThreadSeen> byId = new HashMap<>();
    for (ThreadSeen thread : threads) {
      byId.put(thread.id(), thread);
    }
    return byId;
  }
}
