package io.duality.engine.observe;

import io.duality.model.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A thread of the JVM's JSON dump, with its monitors as {@code class@hash}.
 *
 * @param id its id
 * @param name its name
 * @param virtual whether it is a virtual thread
 * @param state its state
 * @param blockedOn the monitor it wants to enter, or null
 * @param owned the monitors it holds
 * @param frames top first
 */
record DumpedThread(
    long id,
    String name,
    boolean virtual,
    Thread.State state,
    String blockedOn,
    List<String> owned,
    List<StackTraceElement> frames) {
  private static final Pattern FRAME =
      Pattern.compile("(?:([^/(]*)/)?([^/(]+)\\.([^.(]+)\\(([^:)]*)(?::(\\d+))?\\)");

  /** Every thread of a dump, by id. */
  static Map<Long, DumpedThread> parse(String json) {
    Map<Long, DumpedThread> threads = new LinkedHashMap<>();
    if (Json.parseObject(json).get("threadDump") instanceof Map<?, ?> dump
        && dump.get("threadContainers") instanceof List<?> containers) {
      for (Object container : containers) {
        if (container instanceof Map<?, ?> its && its.get("threads") instanceof List<?> list) {
          for (Object each : list) {
            if (each instanceof Map<?, ?> thread) {
              DumpedThread read = read(thread);
              threads.put(read.id, read);
            }
          }
        }
      }
    }
    return threads;
  }

  private static DumpedThread read(Map<?, ?> thread) {
    Object state = thread.get("state");
    return new DumpedThread(
        Long.parseLong(String.valueOf(thread.get("tid"))),
        String.valueOf(thread.get("name")),
        Boolean.TRUE.equals(thread.get("virtual")),
        state == null ? Thread.State.RUNNABLE : Thread.State.valueOf(state.toString()),
        text(thread.get("blockedOn")),
        owned(thread),
        frames(thread.get("stack")));
  }

  private static List<String> owned(Map<?, ?> thread) {
    List<String> owned = new ArrayList<>();
    if (thread.get("monitorsOwned") instanceof List<?> frames) {
      for (Object frame : frames) {
        if (frame instanceof Map<?, ?> one && one.get("locks") instanceof List<?> locks) {
          for (Object lock : locks) {
            if (lock != null) {
              owned.add(lock.toString());
            }
          }
        }
      }
    }
    // Inside Object.wait the monitor is still listed, and is not held.
    owned.remove(text(thread.get("waitingOn")));
    return owned;
  }

  private static List<StackTraceElement> frames(Object stack) {
    List<StackTraceElement> frames = new ArrayList<>();
    if (stack instanceof List<?> lines) {
      for (Object line : lines) {
        Matcher frame = FRAME.matcher(line.toString());
        if (frame.matches()) {
          String file = frame.group(4);
          boolean isNative = file.equals("Native Method");
          int number = frame.group(5) == null ? -1 : Integer.parseInt(frame.group(5));
          frames.add(
              new StackTraceElement(
                  null,
                  frame.group(1),
                  null,
                  frame.group(2),
                  frame.group(3),
                  isNative || file.equals("Unknown Source") ? null : file,
                  isNative ? -2 : number));
        }
      }
    }
    return frames;
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }
}
